/** `triage` over time and from several places, as a process: a server that is repaired between two scans, and what others said of it before. */

import { connect, createServer, type Server } from "node:net";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { crosscheck } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";

const folder = new Folder();
let range: ScriptedRange;
let front: Server;
let behind = "C01";
let place = "";
const portOf = (id: string) => range.servers.find((server) => server.condition === id)?.port ?? 0;

interface Triaged {
  readonly endpoint: string;
  readonly heap: string;
  readonly word: string;
  readonly state: string;
  readonly because: string;
  readonly change: { readonly kind: string; readonly after: string; readonly before: string } | null;
  readonly epochs: readonly object[];
  readonly missing: readonly string[];
  readonly seenFrom: readonly { readonly vantage: string; readonly outcome: string }[];
}
const scan = (db: string, vantage = "home") => crosscheck(["scan", place, "--db", db, "--vantage", vantage]);
const triaged = async (db: string): Promise<Triaged> => {
  const { stdout } = await crosscheck(["triage", "--db", db, "--format", "json"]);
  const [one] = (JSON.parse(stdout) as { endpoints: Triaged[] }).endpoints;
  if (one === undefined) throw new Error("nothing was judged");
  return one;
};

beforeAll(async () => {
  range = await startScripted(["C01", "C02"].flatMap((id) => condition(id) ?? []));
  // One address, behind which the server is exchanged: that is what a repair is.
  front = createServer((client) => {
    const server = connect(portOf(behind), "127.0.0.1");
    for (const socket of [client, server]) socket.on("error", () => undefined);
    client.pipe(server).pipe(client);
  }).listen(0, "127.0.0.1");
  await once(front, "listening");
  const address = front.address();
  place = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});
afterAll(async () => {
  front.close();
  await range.stop();
  folder.remove();
});

describe("triage over time", () => {
  test("a server that was repaired between two scans is safe now and was vulnerable until between them", async () => {
    const db = folder.fresh(".db");
    behind = "C01";
    await scan(db);
    expect(await triaged(db)).toMatchObject({ heap: "vulnerable", state: "vulnerable", change: null });
    behind = "C02";
    await scan(db);
    const after = await triaged(db);
    expect(after).toMatchObject({
      heap: "safe",
      word: "CLEARED",
      state: "not_vulnerable",
      change: { kind: "repaired" },
    });
    expect(after.because).toMatch(/was vulnerable until between .* UTC \(heartbleed\/flight\) and .* UTC \(heartbleed/);
    expect(after.epochs).toHaveLength(2);
    behind = "C01";
    await scan(db);
    expect(await triaged(db)).toMatchObject({
      heap: "vulnerable",
      word: "CONFIRMED",
      change: { kind: "became_vulnerable" },
    });
  });

  test("what a colleague's tool said days ago is of before; what it says today is a contradiction", async () => {
    behind = "C02";
    const said = async (when: string) => {
      const db = folder.fresh(".db");
      await scan(db);
      await crosscheck(["record", place, "1", "--detector", "nmap", "--when", when, "--db", db, "--vantage", "home"]);
      return triaged(db);
    };
    const before = new Date(Date.now() - 5 * 86_400_000).toISOString();
    expect(await said(before)).toMatchObject({ heap: "safe", change: { kind: "repaired", after: before } });
    const today = await said(new Date().toISOString());
    expect(["SUSPECT", "PROBABLE"]).toContain(today.word);
    expect(today.change).toBeNull();
  });

  test("a repair is seen from where the flaw was seen", async () => {
    const db = folder.fresh(".db");
    behind = "C01";
    await scan(db, "office");
    behind = "C02";
    await scan(db, "home");
    const one = await triaged(db);
    expect(one).toMatchObject({ heap: "vulnerable", word: "CONFIRMED" });
    expect(one.seenFrom).toMatchObject([
      { vantage: "home", outcome: "not_vulnerable" },
      { vantage: "office", outcome: "vulnerable" },
    ]);
    await scan(db, "office");
    expect(await triaged(db)).toMatchObject({ heap: "safe", change: { kind: "repaired" } });
  });
});
