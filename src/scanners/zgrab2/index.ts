/** zgrab2 up to 0.1.8 (reference/detectors.md, 2.12; report-formats.md, 3.17). Later versions refuse the option `--heartbleed`. */

import { type Finding, finding } from "../../core/model/outcome.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import { jsonObjectsIn } from "../../documents/json-objects.ts";
import { own } from "../../documents/json.ts";
import { readPort, wordsOf, ZGRAB_MAPPING } from "../../importers/zgrab2-json/index.ts";
import { type Grabbed, grabbed, hostOfGrab, isGrab } from "../../importers/zgrab2-json/record.ts";
import type { Question, RawAnswer, Reading, Scanner } from "../scanner.ts";
import { goDuration } from "./duration.ts";

/** Seconds. */
const PATIENCE = 10;

export const zgrab2: Scanner = {
  id: "zgrab2",
  title: "zgrab2",
  homepage: "https://github.com/zmap/zgrab2",
  lineage: "zgrab",
  packs: ["heartbleed"],
  sends:
    "A complete handshake with zcrypto's copy of Go's TLS, which offers heartbeats, then, where the server accepted them, one encrypted request that claims and carries nothing. " +
    "Any heartbeat record that comes back means vulnerable; everything else, silence included, not vulnerable.",
  blindSpots: [
    "Not vulnerable without a test where the server does not announce heartbeats (detectors.md, C14).",
    "Not vulnerable after ten seconds of silence, after a reset and after any other error: slow servers, filters (detectors.md, C28, C33).",
    "Not vulnerable where the server speaks first, as SMTPS does, for the next record must be the heartbeat (detectors.md, C39).",
    "No Camellia, no PSK, and only what Go's TLS speaks: such servers end in an error (detectors.md, C10).",
    "The check is gone from version 0.2.0 on (detectors.md, 2.12).",
  ],
  mapping: [
    // It is told the port.
    ...ZGRAB_MAPPING.filter(({ reason }) => reason !== "host_ambiguous"),
    {
      prints: "heartbeat_enabled: true, heartbleed_vulnerable: false, after all of its patience",
      reason: "negative_timed_out",
      why: "its summary says how long it took: nothing came back",
    },
    {
      prints: "the same, without a summary",
      reason: "negative_without_ground",
      why: "nothing shows whether it waited in vain",
    },
    { prints: "unknown flag `heartbleed'", reason: "tool_not_applicable", why: "the version has no Heartbleed check" },
    { prints: "no record of the target", reason: "tool_failed" },
  ],
  programs: ["zgrab2"],
  install: null,
  interpreter: null,
  // Its patience is not one: nothing in its output would tell how long it was.
  options: {},
  limits: { timeoutMs: 120_000, maxBytes: 4 << 20, concurrency: 4 },
  needs: "nothing",
  // It has no option for it, and says it nowhere.
  version: { args: ["--help"], read: () => null },
  ask: ({ address, port, serverName }) => ({
    args: [
      "--senders=1",
      "tls",
      "--heartbleed",
      `--timeout=${PATIENCE}s`,
      `--port=${port}`,
      ...(serverName === null ? ["--no-sni"] : [`--server-name=${serverName}`]),
    ],
    // An address alone: nothing is looked up.
    stdin: `${address}\n`,
  }),
  interpret,
};

function interpret({ stdout, stderr }: RawAnswer, question: Question): Reading {
  const connections = jsonObjectsIn(stdout).flatMap(({ value }) => (isAbout(value, question) ? grabbed(value) : []));
  const read = connections
    .filter(({ elsewhere }) => !elsewhere)
    .map((each) => ({ finding: findingOf(each, stderr), words: wordsOf(each) }));
  const decided = read.find(({ finding: found }) => found.outcome === "vulnerable") ?? read.at(-1);
  if (decided !== undefined) return decided;
  const missing = /unknown flag `heartbleed'/.exec(stderr);
  if (missing !== null)
    return { finding: finding("tool_not_applicable", "this version has no Heartbleed check"), words: missing[0] };
  return { finding: finding("tool_failed", "it printed no record of the target"), words: "" };
}

function isAbout(value: unknown, { address }: Question): boolean {
  return isGrab(value) && canonicalAddress(hostOfGrab(value).address ?? "") === address;
}

function findingOf(grab: Grabbed, stderr: string): Finding {
  const found = readPort(grab);
  if (found.reason !== "negative_reported") return found;
  const took = tookIn(stderr);
  if (took === null) return finding("negative_without_ground", "nothing shows whether it waited in vain");
  return took >= PATIENCE ? finding("negative_timed_out", "it waited for as long as it may") : found;
}

/** From the summary that it prints at its end: how long it took, in seconds. */
function tookIn(stderr: string): number | null {
  const summary = jsonObjectsIn(stderr).find(({ value }) => own(value, "statuses") !== undefined);
  return goDuration(own(summary?.value, "duration"));
}
