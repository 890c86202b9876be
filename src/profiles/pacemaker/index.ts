/** heartbleed.py of Lekensteyn's pacemaker, which tests servers (reference/detectors.md, 2.16). */

import { type MappingRow, printedNegative } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { heartbeatExtension } from "../../core/wire/extensions.ts";
import { suite } from "../../core/wire/suites.ts";
import { TLS10 } from "../../core/wire/version.ts";
import type { Profile, Reading } from "../profile.ts";
import { requestRecord, STAFFORD_SUITES, toolHello } from "../shared/hello.ts";
import { flightAfter, heartbeatAnswer, type NoFlight } from "../shared/whole-flight.ts";
import { close, send, type Talk } from "../talk.ts";

/** For everything. */
const WAIT_MS = 3000;
const MOST_RECORDS = 5;
/** Fills four records, so that none of the answer stays in the server's buffer. */
const CLAIMED = 65_517;

/** 39: those of OpenSSL at the time without what needs an elliptic curve in the certificate. */
export const PACEMAKER_SUITES: readonly number[] = STAFFORD_SUITES.filter(
  (id) => !/^(?:ECDHE_ECDSA|ECDH_ECDSA|ECDH_RSA)$/.test(suite(id)?.keyExchange ?? ""),
);
const HELLO = toolHello({
  record: TLS10,
  version: TLS10,
  suites: PACEMAKER_SUITES,
  extensions: [heartbeatExtension(1)],
});

const MAPPING: readonly MappingRow[] = [
  { prints: "that it got more than was sent", reason: "finding_reported" },
  {
    prints: "Possibly not vulnerable",
    reason: "negative_reported",
    why: "said after the server's flight, of silence for three seconds, an alert and a close alike",
  },
  { prints: "an error about a heartbeat of three bytes or less", reason: "check_failed" },
  {
    prints:
      "an error before the server's flight is whole: an alert, another record, a fragment, more than five records",
    reason: "tool_handshake_failed",
    why: "TLS 1.0 and 39 suites are all it offers",
  },
  { prints: "an error: nothing in three seconds, or a close, before the flight is whole", reason: "tls_not_shown" },
  { prints: "an error: reset before the flight is whole", reason: "reset_at_hello" },
  { prints: "an error: connection refused", reason: "port_closed" },
  { prints: "an error: no connection", reason: "connect_unreachable" },
];

export const pacemaker: Profile = {
  id: "pacemaker",
  title: "pacemaker's heartbleed.py (Lekensteyn)",
  version: "2014",
  scanner: null,
  lineage: "pacemaker",
  sends:
    "A TLS 1.0 hello with 39 suites and no extension but heartbeat, then, in the middle of the handshake, a request in the server's version that claims 65517 bytes and carries none. " +
    "Any longer heartbeat is a hit; an alert, silence and a closed connection are 'possibly not vulnerable'.",
  blindSpots: [
    "No verdict for servers without TLS 1.0 (detectors.md, C03, C04).",
    "No verdict with GCM, ECDSA or PSK suites only (detectors.md, C08, C09, C11).",
    "Three seconds of patience (detectors.md, C26).",
    "Refuses messages over several records and a warning before the ServerHello (detectors.md, C17, C19).",
    "No server name, so that servers which want one refuse (detectors.md, C16).",
    "A device on the path that eats heartbeats looks like a repaired server (detectors.md, C33).",
  ],
  source: "detectors.md 2.16",
  mapping: MAPPING,
  limitMs: 120_000,
  *talk() {
    return yield* talk();
  },
};

function* talk(): Talk<Reading> {
  const flight = yield* flightAfter(HELLO, WAIT_MS, { waitMs: WAIT_MS, mostRecords: MOST_RECORDS });
  if (flight === "refused") return error(finding("port_closed"), flight);
  if (flight === "unreachable") return error(finding("connect_unreachable"), flight);
  if (!flight.ok) return error(noFlight(flight.why), flight.why);
  yield* send(requestRecord(flight.record, CLAIMED));
  const answer = yield* heartbeatAnswer(WAIT_MS);
  yield* close();
  if (answer.kind !== "heartbeat") return { finding: printedNegative({}), words: "Possibly not vulnerable" };
  if (answer.bytes <= 3) return error(finding("check_failed"), "a heartbeat that is too short");
  return { finding: finding("finding_reported"), words: "vulnerable" };
}

function noFlight(why: NoFlight): Finding {
  if (why === "timeout" || why === "closed") return finding("tls_not_shown");
  return finding(why === "reset" ? "reset_at_hello" : "tool_handshake_failed");
}

const error = (found: Finding, what: string): Reading => ({ finding: found, words: `error: ${what}` });
