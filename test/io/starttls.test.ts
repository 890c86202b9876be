/** The native detector and real clients against servers whose TLS begins after a dialogue: right both ways, and never a 0 from a dialogue that led nowhere. */

import { spawn } from "node:child_process";
import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPack } from "../../src/app/packs.ts";
import type { Verdict } from "../../src/core/model/observation.ts";
import { START_TLS_PROTOCOLS, type StartTlsProtocol } from "../../src/core/starttls/protocols.ts";
import { openStore } from "../../src/io/store/open-store.ts";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { combine, type Condition } from "../../src/range/conditions/condition.ts";
import { type ScriptedRange, type ScriptedServer, startScripted } from "../../src/range/scripted/start-scripted.ts";
import type { RangeServer } from "../../src/range/server.ts";
import { DEFAULT_PROBE, inShort, RUN, scanServers } from "../support/range-scan.ts";

function behind(protocol: StartTlsProtocol, id: string): Condition {
  const base = condition(id);
  const mail = condition("C43");
  if (base === undefined || mail === undefined) throw new Error(`no condition ${id}`);
  const both = combine(base, { ...mail, dials: { startTls: { protocol } } });
  return { ...both, id: `${protocol}+${id}` };
}

/** Vulnerable, repaired, no heartbeats at all, and answers only under encryption. */
const BASES = ["C01", "C02", "C07", "C38"];
const CONDITIONS = START_TLS_PROTOCOLS.flatMap((protocol) => BASES.map((id) => behind(protocol, id)));

let range: ScriptedRange;
beforeAll(async () => {
  range = await startScripted(CONDITIONS);
});
afterAll(() => range.stop());

const serverOf = (protocol: string, id: string): ScriptedServer => {
  const found = range.servers.find(({ condition: each }) => each === `${protocol}+${id}`);
  if (found === undefined) throw new Error("no such server");
  return found;
};

describe("the protocol is named by the target", () => {
  let verdicts: ReadonlyMap<string, Verdict>;
  beforeAll(async () => {
    verdicts = await scanServers(range.servers);
  });

  test.each(CONDITIONS.map(({ id, truth }) => [id, truth] as const))("%s is %s", (id, truth) => {
    const verdict = verdicts.get(`scripted/${id}`);
    expect(verdict?.outcome, inShort(verdict)).toBe(truth);
    expect(verdict?.evidence).toMatch(truth === "vulnerable" ? /^demonstrated$/ : /^(refuted|absent)$/);
  });

  test("not one foreign byte was served", () => {
    expect(range.servers.reduce((sum, server) => sum + server.counters().foreignBytesServed, 0)).toBe(0);
  });
});

describe("the protocol is not named", () => {
  const greets: readonly StartTlsProtocol[] = ["smtp", "lmtp", "imap", "pop3", "ftp", "nntp", "sieve", "mysql"];
  const waits: readonly StartTlsProtocol[] = ["ldap", "postgres", "xmpp", "xmpp-server"];
  const quick = { ...DEFAULT_PROBE, quickMs: 1500, patientMs: 0 };
  let verdicts: ReadonlyMap<string, Verdict>;
  beforeAll(async () => {
    const servers = ["C01", "C02"].flatMap((id) => START_TLS_PROTOCOLS.map((protocol) => serverOf(protocol, id)));
    verdicts = await scanServers(
      servers.map((server) => ({ ...server, startTls: null })),
      { probe: quick },
    );
  });

  test.each(greets)("%s is known by its greeting", (protocol) => {
    expect(verdicts.get(`scripted/${protocol}+C01`)?.outcome).toBe("vulnerable");
    expect(verdicts.get(`scripted/${protocol}+C02`)?.outcome).toBe("not_vulnerable");
  });

  test.each(waits)("%s waits for the client: nothing can be known", (protocol) => {
    expect(verdicts.get(`scripted/${protocol}+C01`)?.outcome).toBe("unknown");
    expect(verdicts.get(`scripted/${protocol}+C02`)?.outcome).toBe("unknown");
  });
});

test("a wrong protocol is a ?, whatever the truth", async () => {
  const servers = ["C01", "C02"].flatMap((id) => [
    { ...serverOf("smtp", id), id: `imap at smtp ${id}`, startTls: "imap" as const },
    { ...serverOf("mysql", id), id: `smtp at mysql ${id}`, startTls: "smtp" as const },
    { ...serverOf("ldap", id), id: `smtp at ldap ${id}`, startTls: "smtp" as const },
    { ...serverOf("postgres", id), id: `ldap at postgres ${id}`, startTls: "ldap" as const },
  ]);
  const verdicts = await scanServers(servers, { probe: { ...DEFAULT_PROBE, quickMs: 500, patientMs: 0 } });
  expect([...verdicts.values()].map(inShort)).toEqual(servers.map(() => "unknown starttls_failed"));
});

test("stored transcripts are read again as they were read, dialogue and protocol included", async () => {
  const store = await openStore(":memory:");
  const pack = findPack("heartbleed");
  await scanServers([serverOf("smtp", "C01"), serverOf("ldap", "C02")], { store });
  const endpoints = [...store.endpoints(RUN)];
  expect(endpoints.map(({ endpoint }) => endpoint.startTls)).toEqual(["smtp", "ldap"]);
  let read = 0;
  for (const { id } of endpoints) {
    for (const { detector, transcriptHash, reason, detail } of store.observationsOf(id)) {
      const stored = store.transcripts(transcriptHash ?? "");
      if (!stored.ok) throw new Error(stored.problem);
      expect(pack.interpret(detector, stored.transcripts)).toMatchObject({ reason, detail });
      expect(stored.transcripts.at(-1)?.rung).toMatch(/^(smtp|ldap):/);
      read++;
    }
  }
  expect(read).toBe(4);
  store.close();
});

describe("servers that do not lead to TLS, or hardly", () => {
  /** Sends the parts one by one, each after the client's next words; then does what `last` says. */
  function script(parts: readonly (string | Uint8Array)[], last: "stay" | "close" = "stay"): (socket: Socket) => void {
    return (socket) => {
      let next = 0;
      const say = () => {
        const part = parts[next++];
        if (part !== undefined) socket.write(part);
        if (next >= parts.length && last === "close") socket.end();
      };
      socket.on("error", () => {});
      socket.on("data", say);
      say();
    };
  }
  const EHLO = "250-x\r\n250 STARTTLS\r\n";
  const alert = Uint8Array.of(21, 3, 1, 0, 2, 2, 70);
  const cases: readonly (readonly [string, (socket: Socket) => void, string])[] = [
    ["refused", script(["220 x\r\n", EHLO, "454 not now \u001b[31m\r\n"]), "starttls_refused"],
    ["not offered", script(["220 x\r\n", "250 x\r\n"]), "starttls_not_offered"],
    ["silence after the greeting", script(["220 x\r\n"]), "starttls_failed"],
    ["closes on EHLO", script(["220 x\r\n", ""], "close"), "starttls_failed"],
    ["a line without end", script(["2".repeat(1_000_000)]), "starttls_failed"],
    [
      "TLS refused by an alert right behind the go-ahead",
      script(["220 x\r\n", EHLO, concatText("220 go\r\n", alert)]),
      "starttls_failed",
    ],
    ["TLS refused by an alert in the dialogue", script(["220 x\r\n", alert]), "starttls_failed"],
    ["closes on the ClientHello", script(["220 x\r\n", EHLO, "220 go\r\n", ""], "close"), "closed_at_hello"],
    ["goes on in plain text", script(["220 x\r\n", EHLO, "220 go\r\n", "500 what?\r\n"]), "not_tls"],
  ];
  const listening: Server[] = [];
  let verdicts: ReadonlyMap<string, Verdict>;
  beforeAll(async () => {
    const servers: RangeServer[] = [];
    for (const [id, talk] of cases) {
      const server = createServer(talk);
      listening.push(server);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const bound = server.address();
      const port = typeof bound === "object" && bound !== null ? bound.port : 0;
      servers.push({ ...serverOf("smtp", "C01"), id, port });
    }
    verdicts = await scanServers(servers, { probe: { ...DEFAULT_PROBE, quickMs: 400, patientMs: 0 } });
  });
  afterAll(() => {
    for (const server of listening) server.close();
  });

  test.each(cases.map(([id, , reason]) => [id, reason] as const))("%s: ? %s", (id, reason) => {
    expect(inShort(verdicts.get(id))).toBe(`unknown ${reason}`);
  });
});

function concatText(text: string, bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([...new TextEncoder().encode(text), ...bytes]);
}

describe("openssl s_client completes a handshake behind each dialogue", () => {
  const NAMES: Readonly<Partial<Record<StartTlsProtocol, string>>> = { "xmpp-server": "xmpp-server" };
  test.each(START_TLS_PROTOCOLS)("%s", async (protocol) => {
    const { port } = serverOf(protocol, "C01");
    const name = NAMES[protocol] ?? protocol;
    const output = await run([
      "s_client",
      "-connect",
      `127.0.0.1:${port}`,
      "-starttls",
      name,
      "-tls1_2",
      "-cipher",
      "ALL:@SECLEVEL=0",
    ]);
    expect(output).toMatch(/Cipher +: [A-Z]/);
    expect(output).not.toMatch(/Cipher +: 0000/);
  });
});

async function run(args: readonly string[]): Promise<string> {
  const child = spawn("openssl", args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: unknown) => (output += String(piece)));
  await new Promise((resolve) => child.on("close", resolve));
  return output;
}
