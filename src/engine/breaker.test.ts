import { expect, test } from "vitest";
import type { EndKind, SentLabel, Transcript, TranscriptEvent } from "../core/model/transcript.ts";
import { Breaker } from "./breaker.ts";

const HOST = { address: "192.0.2.1", port: 443 };
const NONE = new Uint8Array();

function transcript(...events: TranscriptEvent[]): Transcript {
  return { format: 1, rung: "r", ...HOST, serverName: null, events };
}
const sent = (label: SentLabel): TranscriptEvent => ({ at: 1, kind: "sent", label, bytes: NONE });
const received: TranscriptEvent = { at: 2, kind: "received", bytes: NONE };
const ended = (how: EndKind): Transcript => transcript({ at: 3, kind: "end", how });

test.each<[string, Transcript, boolean]>([
  ["probed and answered", transcript(sent("client_hello"), received, sent("probe_overclaim")), true],
  ["answered, never probed", transcript(sent("client_hello"), received), false],
  ["probed, never answered", transcript(sent("client_hello"), sent("probe_overclaim")), false],
])("refused after having been %s", (_what, earlier, suspicious) => {
  const breaker = new Breaker();
  breaker.note(HOST, earlier);
  expect(breaker.suspects(HOST, ended("refused"))).toBe(suspicious);
  expect(breaker.suspects({ ...HOST, port: 444 }, ended("refused"))).toBe(false);
});

test.each<[EndKind, boolean]>([
  ["refused", true],
  ["connect_timeout", true],
  ["unreachable", true],
  ["fin", false],
  ["reset", false],
  ["local_resources", false],
  ["out_of_scope", false],
  ["stopped", false],
])("a connection that ends with %s after a probe", (how, suspicious) => {
  const breaker = new Breaker();
  breaker.note(HOST, transcript(received, sent("control")));
  expect(breaker.suspects(HOST, ended(how))).toBe(suspicious);
});

test("an open breaker covers every port of the host, on loopback only the one", () => {
  const breaker = new Breaker();
  expect(breaker.open(HOST)).toBe(true);
  expect(breaker.open(HOST)).toBe(false);
  expect(breaker.isOpen({ ...HOST, port: 8443 })).toBe(true);
  expect(breaker.isOpen({ address: "192.0.2.2", port: 443 })).toBe(false);
  breaker.open({ address: "127.0.0.1", port: 1 });
  expect(breaker.isOpen({ address: "127.0.0.1", port: 2 })).toBe(false);
});

test("memory does not grow with the number of hosts: the oldest are forgotten", () => {
  const breaker = new Breaker();
  const probed = transcript(received, sent("control"));
  for (let port = 1; port <= 50_001; port += 1) breaker.note({ ...HOST, port }, probed);
  expect(breaker.suspects({ ...HOST, port: 1 }, ended("refused"))).toBe(false);
  expect(breaker.suspects({ ...HOST, port: 2 }, ended("refused"))).toBe(true);
});
