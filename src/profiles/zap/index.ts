/**
 * ZAP's active rule 20015, at each of its attack strengths (reference/detectors.md, 2.17): nothing changes with them but the patience, and so
 * the answer. Its report lists alerts and nothing else.
 */

import type { MappingRow } from "../../core/claims.ts";
import { finding } from "../../core/model/outcome.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { HANDSHAKE } from "../../core/wire/handshake.ts";
import { TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import type { Profile, Reading } from "../profile.ts";
import { requestRecord, STAFFORD_EXTENSIONS, toolHello } from "../shared/hello.ts";
import { type Patience, readRecord } from "../shared/records.ts";
import { REGISTERED_IN_2014 } from "../shared/suites.ts";
import { close, connect, send, type Talk } from "../talk.ts";

/** In this order; it stops at a hit. */
const VERSIONS = [TLS10, TLS11, TLS12] as const;
const FATAL = 2;

const MAPPING: readonly MappingRow[] = [
  { prints: "alert 20015, Heartbleed OpenSSL Vulnerability", reason: "finding_reported" },
  {
    prints: "no such alert",
    reason: "no_negative_in_format",
    why: "a refusal, silence, a handshake that failed and a closed port leave nothing in its report",
  },
];

function atStrength(strength: string, seconds: number): Profile {
  return {
    id: `zap-${strength}`,
    title: `ZAP, active rule 20015, attack strength ${strength.toUpperCase()}`,
    version: "20015",
    scanner: null,
    lineage: "stafford",
    sends:
      "Up to three connections, TLS 1.0, 1.1 and 1.2, with 318 suites and Stafford's extensions, written in seven pieces; then, in the middle of the handshake, a request that claims 16384 bytes and carries none. " +
      `A heartbeat of more than three bytes is an alert of medium confidence. It waits for ${seconds} s, which the user's attack strength decides.`,
    blindSpots: [
      "How long it waits follows from the user's attack strength: 1, 3, 6 or 12 s (detectors.md, 2.17, C26 to C29).",
      "Flights with several messages in one record are never tested (detectors.md, C18).",
      "No server name, no SSLv3 (detectors.md, C16, C06).",
      "Needs the whole answer (detectors.md, C25).",
      "Says nothing where it could not ask, and asks port 443 in the place of port 80 (detectors.md, 2.17).",
    ],
    source: "detectors.md 2.17; report-formats.md 3.19",
    mapping: MAPPING,
    limitMs: 180_000,
    *talk() {
      const ms = seconds * 1000;
      for (const version of VERSIONS) {
        const failed = yield* connect(ms);
        if (failed !== null) return NOTHING;
        const hit = yield* ask(version, { headerMs: ms, bodyMs: ms, of: "deadline" });
        yield* close();
        if (hit) return ALERT;
      }
      return NOTHING;
    },
  };
}

const ALERT: Reading = { finding: finding("finding_reported"), words: "[20015] Heartbleed OpenSSL Vulnerability" };
const NOTHING: Reading = { finding: finding("no_negative_in_format"), words: "" };

export const zapLow = atStrength("low", 1);
export const zapMedium = atStrength("medium", 3);
export const zapHigh = atStrength("high", 6);
export const zapInsane = atStrength("insane", 12);

/** Whatever goes wrong is a line in a log that nobody reads. */
function* ask(version: number, patience: Patience): Talk<boolean> {
  yield* send(...inSevenPieces(version));
  for (let done = false; !done; ) {
    const read = yield* readRecord(patience);
    if (!read.ok) return false;
    // Only the first message of a record is looked at.
    done = read.record.type === CONTENT.handshake && read.record.body[0] === HANDSHAKE.serverHelloDone;
  }
  yield* send(requestRecord(version, 0x4000));
  for (;;) {
    const read = yield* readRecord(patience);
    if (!read.ok) return false;
    const { type, body } = read.record;
    if (type === CONTENT.heartbeat) return body.length > 3;
    if (type === CONTENT.alert && body[0] === FATAL) return false;
  }
}

/** Record header, message header, version, random with an empty session, suites, compression, extensions. */
function inSevenPieces(version: number): readonly Uint8Array[] {
  const hello = toolHello({ record: version, version, suites: REGISTERED_IN_2014, extensions: STAFFORD_EXTENSIONS });
  const suites = 44;
  const compression = suites + 2 + 2 * REGISTERED_IN_2014.length;
  const cuts = [0, 5, 9, 11, suites, compression, compression + 2];
  return cuts.map((from, index) => hello.subarray(from, cuts[index + 1]));
}
