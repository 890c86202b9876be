/**
 * heartleech --scan (reference/detectors.md, 2.15): two malformed requests, then a well-formed one, each with six seconds, which makes it the
 * most patient of all; but no test where the ServerHello does not allow heartbeats.
 */

import {
  ecPointFormatsExtension,
  EXTENSION,
  heartbeatExtension,
  heartbeatMode,
  signatureAlgorithmsExtension,
  supportedGroupsExtension,
} from "../../core/wire/extensions.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { suite } from "../../core/wire/suites.ts";
import { TLS10 } from "../../core/wire/version.ts";
import { hostAndPort } from "../../scanners/console.ts";
import { heartleech as scanner } from "../../scanners/heartleech/index.ts";
import { COMPLETABLE_SUITES } from "../../tls/completable.ts";
import { asPrinted, type Profile, type Question } from "../profile.ts";
import { nextRecord, sendProtected, type Session, sessionHello, shake } from "../shared/session.ts";
import { close, connect, type Talk } from "../talk.ts";

const PATIENCE_MS = 6000;
const MODE_ALLOWED = 1;
/** Of a request, and so of the answer to a well-formed one. */
const MESSAGE = 37;
const PADDING = 16;

/** OpenSSL's, without those that it needs a key for. */
const SUITES = COMPLETABLE_SUITES.filter((id) => suite(id)?.cipher.startsWith("ARIA") === false);
const CURVES = [23, 24, 25];
const SIGNATURE_ALGORITHMS = [6, 5, 4, 3, 2].flatMap((hash) => [1, 2, 3].map((key) => (hash << 8) | key));
const HELLO = sessionHello(SUITES, [
  ecPointFormatsExtension(),
  supportedGroupsExtension(CURVES),
  { type: EXTENSION.sessionTicket, data: new Uint8Array(0) },
  signatureAlgorithmsExtension(SIGNATURE_ALGORITHMS),
  heartbeatExtension(1),
]);

const message = (claimed: number): Uint8Array =>
  Uint8Array.from([1, claimed >> 8, claimed & 0xff, ...new Uint8Array(MESSAGE - 3)]);
const MALFORMED = message(0xffff);
const WELL_FORMED = message(MESSAGE - 3 - PADDING);
/** The application's own words, in one segment with the request. */
const WORDS = new TextEncoder().encode("GET / HTTP/1.1\r\n");

interface Verdict {
  readonly word: string;
  readonly absent?: boolean;
}

function profile(
  meta: Pick<Profile, "id" | "title" | "version">,
  wellFormed: "SAFE" | "VULNERABLE",
  blindSpots: readonly string[],
): Profile {
  return {
    ...meta,
    scanner,
    lineage: scanner.lineage,
    sends: scanner.sends,
    blindSpots,
    source: "detectors.md 2.15",
    mapping: scanner.mapping,
    limitMs: 90_000,
    *talk(question: Question) {
      const { word, absent = false } = yield* conversation(wellFormed);
      yield* close();
      const complaint = absent ? "target doesn't support heartbeats\n" : "";
      return asPrinted(scanner, question, `${hostAndPort(question)}: ${word}\n`, 0, complaint);
    },
  };
}

export const heartleech = profile(
  { id: "heartleech", title: "heartleech --scan", version: "head" },
  "SAFE",
  scanner.blindSpots.filter((text) => !text.includes("1.0.0f")),
);

export const heartleech100f = profile(
  { id: "heartleech-1.0.0f", title: "heartleech --scan, build 1.0.0f of 28 April 2014", version: "1.0.0f" },
  "VULNERABLE",
  scanner.blindSpots,
);

/** @param wellFormed what the right answer to its well-formed request is to it. */
function* conversation(wellFormed: string): Talk<Verdict> {
  const failed = yield* connect(PATIENCE_MS);
  if (failed !== null) return { word: "INCONCLUSIVE: TCP connect failed" };
  const shaken = yield* shake(HELLO, PATIENCE_MS, TLS10);
  if (!shaken.ok) return { word: "INCONCLUSIVE: SSL handshake failed" };
  const { session } = shaken;
  if (heartbeatMode(session.hello.extensions) !== MODE_ALLOWED) return { word: "SAFE", absent: true };
  for (const request of [MALFORMED, MALFORMED, WELL_FORMED]) {
    yield* sendProtected(session, CONTENT.heartbeat, request, session.client.seal(CONTENT.applicationData, WORDS));
    const length = yield* answer(session);
    if (length === "ended") break;
    if (length === "silence") continue;
    return { word: request === WELL_FORMED && length === MESSAGE ? wellFormed : "VULNERABLE" };
  }
  return { word: "INCONCLUSIVE" };
}

/** The length of a heartbeat. */
function* answer(session: Session): Talk<number | "silence" | "ended"> {
  const until = session.at + PATIENCE_MS;
  for (;;) {
    const next = yield* nextRecord(session, until);
    if (next === "timeout") return "silence";
    // An alert decides nothing either.
    if (typeof next === "string" || next.type === CONTENT.alert || next.plaintext === null) return "ended";
    if (next.type === CONTENT.heartbeat) return next.plaintext.length;
  }
}
