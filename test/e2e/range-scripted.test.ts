/**
 * The promise about the scripted range: never a wrong outcome, undecided only where nobody could decide, and not one
 * foreign byte asked for. Twenty copies of every condition are up at once, so that the slow ones overlap.
 */

import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Verdict } from "../../src/core/model/observation.ts";
import type { Reason } from "../../src/core/model/outcome.ts";
import { CONDITIONS } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, type ScriptedServer, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { inShort, scanServers } from "../support/range-scan.ts";

const REPEATS = 20;

/** Where nothing that answers can be judged, and the reason that must say so. Every other condition is decided. */
const UNDECIDED: Readonly<Record<string, Reason>> = {
  C33: "heartbeat_lost_on_path",
  filter: "heartbeat_lost_on_path",
  // Canned bytes: no TLS stack is behind them.
  C36: "too_slow",
  C40: "connect_refused",
  C44: "protocol_error",
  C49: "not_tls",
  C52: "reset_at_hello",
  ilo: "fragile_device_left_alone",
};

/**
 * A closed port that is free to be taken may be open again a moment later, on a busy machine. Port 1 stays closed; the
 * copies differ by the name they are asked for.
 */
function surelyClosed(server: ScriptedServer, copy: number): ScriptedServer {
  return { ...server, port: 1, serverName: `copy${copy}.range.test` };
}
const isClosed = (id: string): boolean => CONDITIONS.find((one) => one.id === id)?.dials.service === "refused";

/** One of the back ends is vulnerable. Earlier visitors decide which of our connections meets it: first, second or third. */
const POOLS = CONDITIONS.flatMap(({ id, dials }) => (dials.pool ? [{ id, size: dials.pool.size }] : []));

async function visit(port: number, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.end());
      socket.resume().on("close", resolve);
    });
  }
}

const ranges: ScriptedRange[] = [];
let servers: readonly ScriptedServer[] = [];
let verdicts: ReadonlyMap<string, Verdict> = new Map();

beforeAll(async () => {
  for (let copy = 1; copy <= REPEATS; copy++) ranges.push(await startScripted(CONDITIONS, copy));
  servers = ranges.flatMap((range, copy) =>
    range.servers.map((server) => ({
      ...(isClosed(server.condition) ? surelyClosed(server, copy) : server),
      id: `${server.id} copy ${copy}`,
    })),
  );
  await Promise.all(POOLS.flatMap(({ id, size }) => copiesOf(id).map(({ port }, copy) => visit(port, copy % size))));
  const first = await scanServers(servers);
  // More than a thousand servers in one process on a busy machine: who could not decide in time is asked once more. A 1 or a 0 stands.
  const late = servers.filter((server) => {
    const verdict = first.get(server.id);
    return verdict?.outcome === "unknown" && inShort(verdict) !== `unknown ${UNDECIDED[server.condition] ?? ""}`;
  });
  verdicts = new Map([...first, ...(await scanServers(late))]);
});
afterAll(() => Promise.all(ranges.map((range) => range.stop())));

const copiesOf = (id: string): readonly ScriptedServer[] => servers.filter(({ condition }) => condition === id);

describe.each(CONDITIONS.map(({ id, title, truth }) => ({ id, title, truth })))("$id $title", ({ id, truth }) => {
  test(`${REPEATS} scans agree`, () => {
    const reason = UNDECIDED[id];
    const copies = copiesOf(id);
    expect(copies).toHaveLength(REPEATS);
    for (const { id: copy } of copies) {
      const verdict = verdicts.get(copy);
      if (reason !== undefined) expect(inShort(verdict), copy).toBe(`unknown ${reason}`);
      else expect(verdict?.outcome, `${copy}: ${inShort(verdict)}`).toBe(truth);
    }
  });

  test("no foreign byte was served", () => {
    expect(copiesOf(id).reduce((sum, server) => sum + server.counters().foreignBytesServed, 0)).toBe(0);
  });
});

describe("what the verdicts rest on", () => {
  test("a one is demonstrated, always", () => {
    const ones = [...verdicts.values()].filter(({ outcome }) => outcome === "vulnerable");
    expect(new Set(ones.map(({ evidence }) => evidence))).toEqual(new Set(["demonstrated"]));
  });

  test("a zero is refuted or absent, never inferred", () => {
    const zeros = [...verdicts.values()].filter(({ outcome }) => outcome === "not_vulnerable");
    expect(new Set(zeros.map(({ evidence }) => evidence))).toEqual(new Set(["refuted", "absent"]));
  });

  test("servers that answer heartbeats in ways of their own are not called vulnerable", () => {
    const outcomes = ["C35", "C36", "C37"].flatMap(copiesOf).map(({ id }) => verdicts.get(id)?.outcome);
    expect(outcomes).not.toContain("vulnerable");
  });

  test("heartbeats that only count after the handshake are asked there", () => {
    for (const { id } of copiesOf("C38")) expect(verdicts.get(id)?.restsOn, id).toContain("handshake");
  });
});
