/** Lists of every format from memory: what is read, what is an error where, and that chunks make no difference. */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseColumnMapping } from "./columns.ts";
import { detectFormat } from "./detect.ts";
import { type ReadOptions, readTargets } from "./read-targets.ts";

type List = string | Uint8Array;

async function* cut(list: List, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(list);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function auto(): ReadOptions {
  return { format: null, columns: null, counts: { hosts: 0, hostsWithoutOpenPort: 0 } };
}

/** Each result as one line: `2 name=a.example port=443`, or `3 ! problem`. */
async function read(list: List, options: Partial<ReadOptions> = {}, chunk = 1 << 16): Promise<string[]> {
  const lines: string[] = [];
  for await (const result of readTargets("list", cut(list, chunk), { ...auto(), ...options })) {
    if (!result.ok) {
      lines.push(`${result.error.at.line} ! ${result.error.problem}`);
      continue;
    }
    const { text: _, at, ...fields } = result.target;
    const named = Object.entries(fields).filter(([, value]) => value !== null);
    lines.push([at.line, ...named.map(([key, value]) => `${key}=${value}`)].join(" "));
  }
  return lines;
}

describe("text", () => {
  it("reads one target per line, without comments, blank lines, BOM, CR and outer space", async () => {
    const list =
      "\ufeff# ours\r\n\r\na.example\r\n  b.example:8443\t\r\nhttps://c.example/#top # the third\n\n192.0.2.1";
    expect(await read(list)).toEqual([
      "3 name=a.example",
      "4 name=b.example port=8443",
      "5 name=c.example port=443",
      "7 address=192.0.2.1",
    ]);
  });

  it.each([1 << 16, 1000, 7])("goes on behind a line that is no target, in chunks of %i", async (chunk) => {
    const bad = Buffer.concat([
      Buffer.from("a.example\n"),
      Buffer.from([0xff, 0xfe, 0x41, 0x0a]),
      Buffer.from("b\0c\n"),
      Buffer.from(`${"x".repeat(5000)}\n`),
      Buffer.from("a.example somebody\n010.0.0.1\nb.example\n"),
    ]);
    const lines = await read(bad, {}, chunk);
    expect(lines).toHaveLength(7);
    expect(lines[0]).toBe("1 name=a.example");
    expect(lines[1]).toMatch(/^2 ! .*UTF-8/);
    expect(lines[2]).toMatch(/^3 ! .*NUL/);
    expect(lines[3]).toMatch(/^4 ! .*4096 bytes/);
    expect(lines[4]).toMatch(/^5 ! .*spaces/);
    expect(lines[5]).toMatch(/^6 ! .*four decimal parts/);
    expect(lines[6]).toBe("7 name=b.example");
  });

  it("does not keep an endless line", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      const chunk = Buffer.alloc(1 << 20, "x");
      for (let n = 0; n < 200; n++) yield chunk;
    }
    const before = process.memoryUsage().arrayBuffers;
    const results = [];
    for await (const result of readTargets("list", endless(), { ...auto(), format: "text" })) results.push(result);
    expect(results).toMatchObject([{ ok: false, error: { at: { line: 1 } } }]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 << 20);
  });

  it("refuses UTF-16 once, not line by line", async () => {
    expect(await read(Buffer.from("\ufeffa.example\nb.example\n", "utf16le"))).toEqual([
      expect.stringMatching(/^1 ! .*UTF-16/),
    ]);
  });

  it("reads nothing from nothing", async () => {
    expect(await read("")).toEqual([]);
    expect(await read("\n\n# nobody\n")).toEqual([]);
  });
});

describe("csv", () => {
  it("finds its columns by customary headers, in any case and order", async () => {
    const list =
      '\ufeffOwner;IP;"FQDN";Port;Tag;Floor\r\nAda;192.0.2.1;a.example;8443;dmz;3\r\n;;b.example;;;\r\n;2001:DB8::1;;;;\r\n';
    expect(await read(list)).toEqual([
      "2 name=a.example address=192.0.2.1 port=8443 owner=Ada tag=dmz",
      "3 name=b.example",
      "4 address=2001:db8::1",
    ]);
  });

  it("reads quoted fields over lines, skips empty rows, and keeps count of lines", async () => {
    const list = 'host,owner\n"a.example","Ada\nand ""Bob"""\n\n,\n"b.example", Eve\n';
    expect(await read(list)).toEqual(['3 name=a.example owner=Ada\nand "Bob"', "6 name=b.example owner=Eve"]);
  });

  it("takes whole targets in the name column, and networks in the address column", async () => {
    const list =
      "host,address,port\nhttps://a.example/,,\nb.example:25,192.0.2.1,\n192.0.2.2,192.0.2.2,443\n,192.0.2.0/28,8443\nc.example:25,,25\n";
    expect(await read(list)).toEqual([
      "2 name=a.example port=443",
      "3 name=b.example address=192.0.2.1 port=25",
      "4 address=192.0.2.2 port=443",
      "5 cidr=192.0.2.0/28 port=8443",
      "6 name=c.example port=25",
    ]);
  });

  it.each([
    ["a.example", /expected 3 fields/],
    ["a.example,192.0.2.1,443,x", /expected 3 fields/],
    [",,443", /a name or an address/],
    ["a.example,b.example,", /address: expected an IP address/],
    ["a.example,192.0.2.0/28,", /network without a name/],
    ["192.0.2.2,192.0.2.1,", /twice the same address/],
    ["a.example:25,192.0.2.1,443", /one port/],
    ["a.example,192.0.2.1,443.0", /port: expected/],
    ["a.example,010.0.0.1,443", /address: .*four decimal parts/],
    ["a b,,443", /name: .*spaces/],
  ])("reports the row %j and goes on", async (row, sentence) => {
    const lines = await read(`host,address,port\n${row}\nlast.example,,\n`);
    expect(lines).toEqual([expect.stringMatching(sentence), "3 name=last.example"]);
    expect(lines[0]).toMatch(/^2 ! /);
  });

  it("reports a text that is too long for an owner", async () => {
    expect(await read(`host,owner\na.example,${"x".repeat(201)}\n`)).toEqual([
      "2 ! owner: expected at most 200 characters",
    ]);
  });

  it.each([
    ["an unclosed quote", '"c.example,Ada\nd.example,Eve\n', /never closed/],
    ["a stray quote", 'c"d.example,Ada\n', /quote stands inside/],
    ["text behind a quote", '"c.example"x,Ada\n', /quote stands inside/],
    ["a row without end", `"${"x".repeat(70_000)}`, /65536 bytes/],
    ["other bytes than UTF-8", Buffer.from("M\xfcller.example,Ada\n", "latin1"), /UTF-8/],
    ["half a character", Buffer.of(0xc3), /UTF-8/],
  ])("ends at %s, after the rows before it", async (_, rest, sentence) => {
    const list = Buffer.concat([Buffer.from("host,owner\na.example,Ada\nb.example,Eve\n"), Buffer.from(rest)]);
    const lines = await read(list);
    expect(lines.slice(0, 2)).toEqual(["2 name=a.example owner=Ada", "3 name=b.example owner=Eve"]);
    expect(lines.slice(2)).toEqual([expect.stringMatching(sentence)]);
    expect(lines[2]).toMatch(/^4 ! /);
  });

  it.each([
    ["name,name\na,b\n", /more than one column could be the name/],
    ["host,fqdn,ip\na,b,c\n", /more than one column could be the name/],
    ["a,b\na,b\n", /expected a header line/],
    ["", /^$/],
  ])("refuses the header of %j", async (list, sentence) => {
    const lines = await read(list, { format: "csv" });
    expect(lines.join("\n")).toMatch(sentence);
    expect(lines.length).toBeLessThanOrEqual(1);
  });

  it("reads the columns of a mapping and no others", async () => {
    const columns = parseColumnMapping("name=Server, address=IP v4");
    if (!columns.ok) throw new Error(columns.problem);
    const list = "Server\thost\tip v4\tport\nweb\tx\t192.0.2.1\tnot read\n";
    expect(await read(list, { columns: columns.value })).toEqual(["2 name=web address=192.0.2.1"]);
    expect(await read("host\na\n", { columns: columns.value })).toEqual(['1 ! no column has the header "Server"']);
  });

  it.each(["", "name", "name=", "=x", "colour=x", "name=a,name=b", "name=a=b"])("refuses the mapping %j", (text) => {
    expect(parseColumnMapping(text).ok).toBe(false);
  });
});

const NMAP_HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<?xml-stylesheet href="file:///usr/bin/../share/nmap/nmap.xsl" type="text/xsl"?>
<!-- Nmap 7.93 scan -->
<nmaprun scanner="nmap" version="7.93">
`;
const HOST = `<host><status state="up"/><address addr="192.0.2.1" addrtype="ipv4"/><address addr="00:00:5E:00:53:01" addrtype="mac"/>
<hostnames><hostname name="ptr.example" type="PTR"/><hostname name="WWW.example" type="user"/></hostnames>
<ports><extraports state="closed" count="9"/><port protocol="tcp" portid="443"><state state="open"/><service name="https"/></port>
<port protocol="udp" portid="53"><state state="open"/></port><port protocol="tcp" portid="80"><state state="open|filtered"/></port>
<port protocol="tcp" portid="8443"><state state="open"/><script id="x" output="&lt;state state=&quot;open&quot;/&gt;"/></port></ports></host>
`;
const QUIET = `<host><address addr="192.0.2.2" addrtype="ipv4"/><ports><port protocol="tcp" portid="443"><state state="closed"/></port></ports></host>
`;
const V6 = `<host><address addr="2001:DB8::1" addrtype="ipv6"/><hostnames><hostname name="bad name" type="user"/></hostnames>
<ports><port protocol="tcp" portid="443"><state state="open"/></port></ports></host>
`;
const NMAP_END = '<runstats><finished exit="success"/></runstats></nmaprun>\n';
const NMAP = NMAP_HEAD + HOST + QUIET + V6 + NMAP_END;

describe("nmap XML", () => {
  it("reads the open TCP ports of each host, the name the user gave first", async () => {
    const options = auto();
    expect(await read(NMAP, options)).toEqual([
      "10 name=www.example address=192.0.2.1 port=443",
      "10 name=www.example address=192.0.2.1 port=8443",
      "13 address=2001:db8::1 port=443",
    ]);
    expect(options.counts).toEqual({ hosts: 3, hostsWithoutOpenPort: 1 });
  });

  it("says so when it was cut off, wherever: never fewer targets without an error", async () => {
    const whole = await read(NMAP);
    const end = NMAP.lastIndexOf("</nmaprun>") + "</nmaprun>".length;
    for (let length = NMAP_HEAD.length; length < end; length += 7) {
      const lines = await read(NMAP.slice(0, length), { format: "nmap-xml" });
      expect(lines.at(-1)).toMatch(/^\d+ ! .*nothing is read from here on/);
      expect(whole.slice(0, lines.length - 1)).toEqual(lines.slice(0, -1));
    }
    expect(await read(NMAP.slice(0, end))).toEqual(whole);
  });

  const wrap = (inside: string) => `<nmaprun>${HOST}${inside}</nmaprun>`;
  it.each([
    ["an internal subset", `<!DOCTYPE nmaprun [<!ENTITY a "b">]><nmaprun/>`, /DOCTYPE/],
    ["an external subset", `<!DOCTYPE nmaprun SYSTEM "http://192.0.2.1/x.dtd"><nmaprun/>`, /DOCTYPE/],
    ["an endless DOCTYPE", `<!DOCTYPE nmaprun [${" ".repeat(2 << 20)}`, /more than/],
    ["an unknown entity", wrap("&a;"), /well-formed/],
    ["another root", "<NessusClientData_v2/>", /root element nmaprun/],
    ["deep nesting", wrap("<a>".repeat(100)), /deep/],
    ["many attributes", wrap(`<a ${Array.from({ length: 300 }, (_, n) => `b${n}=""`).join(" ")}/>`), /256 attributes/],
    ["a huge attribute", wrap(`<a b="${"x".repeat(2 << 20)}"/>`), /more than/],
    ["a huge text", wrap("x".repeat(2 << 20)), /more than/],
    ["a huge name", wrap(`<${"x".repeat(2 << 20)}/>`), /more than/],
    ["mismatched tags", wrap("<a></b>"), /well-formed/],
    ["another encoding", `<?xml version="1.0" encoding="UTF-16"?><nmaprun/>`, /UTF-8/],
    ["other bytes than UTF-8", Buffer.from(wrap('\n<a b="\xfc"/>'), "latin1"), /UTF-8/],
  ])("refuses %s", async (_, list, sentence) => {
    const lines = await read(list);
    expect(lines.at(-1)).toMatch(sentence);
    expect(lines.at(-1)).toMatch(/^\d+ ! /);
    if (list.includes('192.0.2.1" addrtype')) expect(lines).toHaveLength(3);
  });

  it("reports hosts that make no sense, and a scan that failed", async () => {
    const port = (id: string) => `<ports><port protocol="tcp" portid="${id}"><state state="open"/></port></ports>`;
    const list = `<nmaprun><host>${port("1")}</host><host><address addr="1.2.3" addrtype="ipv4"/>${port("1")}</host>
<host><address addr="192.0.2.9" addrtype="ipv4"/>${port("70000")}</host>
<runstats><finished exit="error"/></runstats></nmaprun>`;
    expect(await read(list)).toEqual([
      expect.stringMatching(/^1 ! expected an address/),
      expect.stringMatching(/^1 ! expected an IP address/),
      expect.stringMatching(/^2 ! expected a portid/),
      expect.stringMatching(/^3 ! .*ended with an error/),
    ]);
  });
});

it("gives the same results however the bytes are cut", async () => {
  const lists = [
    "\ufeffa.example\r\nbücher.example\n\nx y\n# c\n192.0.2.1",
    '\ufeffhost;owner\r\n"a.example";"Jürgen\r\nMüller"\r\nb.example\r\n',
    "host,owner\na.example,A\ufeffda\nb.example,E\ufeff\ufeffve\n",
    NMAP.replace("WWW.example", "bücher.example"),
    NMAP.slice(0, -30),
  ];
  const whole = await Promise.all(lists.map((list) => read(list)));
  expect(whole.every((lines) => lines.length >= 2)).toBe(true);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(lists.length - 1),
      fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 1, max: 40 })),
      async (which, size) => {
        expect(await read(lists[which] ?? "", {}, size)).toEqual(whole[which]);
      },
    ),
    { numRuns: 150 },
  );
});

it("never throws, whatever the bytes", async () => {
  const token = fc.constantFrom(
    "<nmaprun>",
    "<host>",
    "</host>",
    "<!DOCTYPE",
    "host,ip\n",
    '"',
    ",",
    "\n",
    "\0",
    "a.example",
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(token, { maxLength: 30 }).map((tokens) => Buffer.from(tokens.join(""))),
  );
  const format = fc.constantFrom(null, "text", "csv", "nmap-xml" as const);
  await fc.assert(
    fc.asyncProperty(bytes, format, fc.integer({ min: 1, max: 64 }), async (list, forced, size) => {
      for (const line of await read(list, { format: forced }, size)) expect(line).toMatch(/^\d+ /);
    }),
    { numRuns: 500 },
  );
});

describe("detectFormat", () => {
  it.each([
    ["a.example\nb.example\n", "text"],
    ["# host,ip\na.example", "text"],
    ["https://a.example/?x=1,2\n", "text"],
    ["hostname\na.example\n", "text"],
    ["Host,Owner\n", "csv"],
    ['\ufeff\n"IP";"Owner"\n', "csv"],
    ["owner\tfqdn", "csv"],
    [NMAP, "nmap-xml"],
    ["\ufeff  <a/>", "nmap-xml"],
    ["", "text"],
  ])("%j is %s", (text, format) => {
    expect(detectFormat(Buffer.from(text))).toBe(format);
  });
});
