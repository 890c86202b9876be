/** Resolvers against a DNS server of our own on loopback, and the system's for the one name every system knows. */

import { createSocket, type Socket } from "node:dgram";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Resolution } from "../../core/ports/resolver.ts";
import { BoundedResolver, serverResolver, systemResolver } from "./resolver.ts";
import { parseServer } from "./server-lookup.ts";

const A = 1;
const AAAA = 28;
const CNAME = 5;
const RCODE = { noError: 0, formErr: 1, servFail: 2, nxDomain: 3, refused: 5 } as const;

interface Answer {
  readonly rcode?: number;
  /** Record type and data, all about the name that was asked for unless an owner is given. */
  readonly records?: readonly { readonly type: number; readonly data: Buffer; readonly owner?: Buffer }[];
  /** Sent instead of a well-formed answer. */
  readonly raw?: (query: Buffer) => Buffer;
}

/** What the server says to a question; null: nothing. */
type Zone = (name: string, type: number) => Answer | null;

const v4 = (...octets: number[]) => ({ type: A, data: Buffer.from(octets) });
const v6 = (hex: string) => ({ type: AAAA, data: Buffer.from(hex, "hex") });
const wireName = (name: string) =>
  Buffer.concat([...name.split(".").map((label) => Buffer.from([label.length, ...Buffer.from(label)])), Buffer.of(0)]);

function reply(query: Buffer, { rcode = 0, records = [] }: Answer): Buffer {
  const question = questionOf(query);
  const header = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, 0x80 | rcode, 0, 1, 0, records.length, 0, 0, 0, 0]);
  const answers = records.map(({ type, data, owner = Buffer.of(0xc0, 12) }) =>
    Buffer.concat([owner, Buffer.from([0, type, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 255]), data]),
  );
  return Buffer.concat([header, question.bytes, ...answers]);
}

function questionOf(query: Buffer): { readonly name: string; readonly type: number; readonly bytes: Buffer } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), bytes: query.subarray(12, at + 5) };
}

const zone: Zone = (name, type) => {
  const only = (family: number, ...records: ReturnType<typeof v4>[]) => ({ records: type === family ? records : [] });
  switch (name) {
    case "both.test":
      return {
        records:
          type === A
            ? [v4(192, 0, 2, 2), v4(192, 0, 2, 1), v4(192, 0, 2, 2)]
            : [v6("20010db8000000000000000000000001"), v6("00000000000000000000ffffc0000209")],
      };
    case "v4.test":
      return only(A, v4(192, 0, 2, 1));
    case "v6.test":
      return only(AAAA, v6("20010db8000000000000000000000001"));
    case "alias.test":
      return {
        records: [
          { type: CNAME, data: wireName("target.test") },
          ...(type === A ? [{ ...v4(192, 0, 2, 7), owner: wireName("target.test") }] : []),
        ],
      };
    case "nothing.test":
      return {};
    case "missing.test":
      return { rcode: RCODE.nxDomain };
    case "broken.test":
      return { rcode: RCODE.servFail };
    case "refused.test":
      return { rcode: RCODE.refused };
    case "half-broken.test":
      return type === A ? { records: [v4(192, 0, 2, 1)] } : { rcode: RCODE.servFail };
    case "half-silent.test":
      return type === AAAA ? { records: [v6("20010db8000000000000000000000001")] } : null;
    case "half-known.test":
      return type === A ? {} : { rcode: RCODE.servFail };
    case "other-id.test":
      return { raw: (query) => Buffer.concat([Buffer.of(0, 0), reply(query, only(A, v4(192, 0, 2, 6))).subarray(2)]) };
    case "other-question.test":
      return {
        raw: (query) =>
          reply(
            Buffer.concat([query.subarray(0, 12), wireName("evil.test"), Buffer.of(0, type, 0, 1)]),
            only(A, v4(192, 0, 2, 6)),
          ),
      };
    case "garbage.test":
      return { raw: (query) => Buffer.concat([query.subarray(0, 2), Buffer.alloc(200, 0xff)]) };
    case "cut.test":
      return { raw: (query) => reply(query, only(A, v4(192, 0, 2, 6))).subarray(0, -2) };
    case "lying-length.test":
      return only(A, { type: A, data: Buffer.from([192, 0, 2]) });
    case "loop.test":
      return { records: [{ ...v4(192, 0, 2, 6), owner: Buffer.of(0xc0, 36) }] };
    case "many.test":
      return only(A, ...Array.from({ length: 25 }, (_, n) => v4(192, 0, 2, n)));
    default:
      return null;
  }
};

let socket: Socket;
let server = "";
const asked: string[] = [];

beforeAll(async () => {
  socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) => {
    const { name, type } = questionOf(query);
    asked.push(name);
    const answer = zone(name, type);
    if (answer !== null) socket.send(answer.raw?.(query) ?? reply(query, answer), port, address);
  });
  await new Promise<void>((ready) => socket.bind(0, "127.0.0.1", ready));
  const bound: AddressInfo = socket.address();
  server = `127.0.0.1:${bound.port}`;
});

afterAll(() => new Promise<void>((closed) => socket.close(() => closed())));

function resolver() {
  return serverResolver([server], { timeoutMs: 200, tries: 1 });
}

describe("named servers", () => {
  it.each([
    ["both.test", ["192.0.2.2", "192.0.2.1", "192.0.2.9", "2001:db8::1"]],
    ["v4.test", ["192.0.2.1"]],
    ["v6.test", ["2001:db8::1"]],
    ["alias.test", ["192.0.2.7"]],
    ["half-broken.test", ["192.0.2.1"]],
    ["half-silent.test", ["2001:db8::1"]],
    ["many.test", Array.from({ length: 25 }, (_, n) => `192.0.2.${n}`)],
  ])("finds every address of %s", async (name, addresses) => {
    const resolution = await resolver().resolve(name);
    expect(resolution).toEqual({ kind: "addresses", addresses: expect.arrayContaining(addresses) });
    expect(resolution.kind === "addresses" ? resolution.addresses.length : 0).toBe(addresses.length);
  });

  it("puts IPv4 first and names its server", async () => {
    const named = resolver();
    const resolution = await named.resolve("both.test");
    expect(resolution.kind === "addresses" ? resolution.addresses.at(-1) : null).toBe("2001:db8::1");
    expect(named.description).toBe(server);
  });

  it.each([
    ["nothing.test", "dns_no_address", /^no record$/],
    ["missing.test", "dns_failure", /NXDOMAIN/],
    ["broken.test", "dns_failure", /SERVFAIL/],
    ["refused.test", "dns_failure", /refused/],
    ["silent.test", "dns_failure", /^no answer in time$/],
    ["half-known.test", "dns_failure", /^A: no record; AAAA: .*SERVFAIL/],
    ["other-id.test", "dns_failure", /no answer in time/],
    ["other-question.test", "dns_failure", /./],
    ["garbage.test", "dns_failure", /./],
    ["cut.test", "dns_failure", /./],
    ["lying-length.test", "dns_failure", /./],
    ["loop.test", "dns_failure", /./],
  ])("gets no address for %s: %s", async (name, reason, detail) => {
    expect(await resolver().resolve(name)).toEqual({ kind: "failure", reason, detail: expect.stringMatching(detail) });
  });

  it("says so when there is no server", async () => {
    const nobody = serverResolver(["127.0.0.1:1"], { timeoutMs: 200, tries: 1 });
    expect(await nobody.resolve("v4.test")).toMatchObject({ kind: "failure", reason: "dns_failure" });
  });

  it("asks once for a name asked for often, and again when there was no answer", async () => {
    const named = resolver();
    asked.length = 0;
    const together = await Promise.all(Array.from({ length: 20 }, () => named.resolve("v4.test")));
    await named.resolve("v4.test");
    expect(new Set(together.map((r) => JSON.stringify(r))).size).toBe(1);
    expect(asked).toEqual(["v4.test", "v4.test"]);
    await named.resolve("broken.test");
    const once = asked.length;
    await named.resolve("broken.test");
    expect(asked.length).toBeGreaterThan(once);
  });
});

describe("limits", () => {
  const answer: Resolution = { kind: "addresses", addresses: ["192.0.2.1"] };

  it("runs so many lookups at a time, in order, and loses none", async () => {
    let running = 0;
    let most = 0;
    const order: string[] = [];
    const slow = async (name: string) => {
      order.push(name);
      most = Math.max(most, ++running);
      await new Promise((done) => setImmediate(done));
      running--;
      return answer;
    };
    const bounded = new BoundedResolver("test", slow, 3);
    const ask = (name: string) => bounded.resolve(name);
    const names = (wave: string) => Array.from({ length: 20 }, (_, n) => `${wave}${n}.test`);
    // Each answer of the first wave asks a name of the second, while others still wait.
    const second: Promise<Resolution>[] = [];
    const first = names("a").map(async (name) => {
      const resolution = await ask(name);
      second.push(ask(name.replace("a", "b")));
      return resolution;
    });
    expect(await Promise.all(first)).toEqual(names("a").map(() => answer));
    expect(await Promise.all(second)).toEqual(names("b").map(() => answer));
    expect(most).toBe(3);
    expect(order).toEqual([...names("a"), ...names("b")]);
  });

  it("remembers so many names, the most recently used", async () => {
    const calls: string[] = [];
    const count = async (name: string) => {
      calls.push(name);
      return answer;
    };
    const bounded = new BoundedResolver("test", count, 1, 2);
    for (const name of ["a", "b", "a", "c", "a", "b"]) await bounded.resolve(name);
    expect(calls).toEqual(["a", "b", "c", "b"]);
  });

  it("stops waiting when told to, without taking the answer from others", async () => {
    let finish: (resolution: Resolution) => void = () => undefined;
    const held = () => new Promise<Resolution>((resolve) => (finish = resolve));
    const bounded = new BoundedResolver("test", held, 1);
    const stop = new AbortController();
    const stopped = bounded.resolve("a", stop.signal);
    const patient = bounded.resolve("a");
    stop.abort();
    expect(await stopped).toMatchObject({ kind: "failure", reason: "dns_failure" });
    finish(answer);
    expect(await patient).toEqual(answer);
    expect(await bounded.resolve("b", stop.signal)).toMatchObject({ kind: "failure" });
  });
});

describe("the system's resolver", () => {
  it("knows localhost", async () => {
    const resolution = await systemResolver().resolve("localhost");
    const addresses = resolution.kind === "addresses" ? resolution.addresses : [];
    expect(addresses.length).toBeGreaterThan(0);
    expect(["127.0.0.1", "::1"]).toEqual(expect.arrayContaining([...addresses]));
  });

  it("fails in words for a name that cannot exist", async () => {
    const resolution = await systemResolver().resolve(`${"a".repeat(64)}.invalid`);
    expect(resolution).toMatchObject({
      kind: "failure",
      reason: "dns_failure",
      detail: expect.stringContaining("system"),
    });
  });
});

describe("parseServer", () => {
  it.each([
    ["192.0.2.53", "192.0.2.53:53"],
    ["192.0.2.53:5353", "192.0.2.53:5353"],
    ["2001:DB8::53", "[2001:db8::53]:53"],
    ["[2001:db8::53]", "[2001:db8::53]:53"],
    ["[2001:db8::53]:5353", "[2001:db8::53]:5353"],
  ])("reads %s", (text, canonical) => {
    expect(parseServer(text)).toEqual({ ok: true, value: canonical });
    expect(() => serverResolver([canonical])).not.toThrow();
  });

  it.each(["", "dns.example", "192.0.2.53:", "192.0.2.53:0", "127.1", "[::1", "fe80::1%eth0", "https://192.0.2.53"])(
    "refuses %j",
    (text) => {
      expect(parseServer(text).ok).toBe(false);
    },
  );
});
