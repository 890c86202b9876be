/**
 * FiloSottile/Heartbleed as of 2015, the command and the website (reference/detectors.md, 2.4): one engine, two rules for a connection
 * that ends on the heartbeat. Neither the website's cache nor its eight days of mixed-up users are played.
 */

import { ALERT, ALERT_LEVEL } from "../../core/wire/alert.ts";
import {
  ecPointFormatsExtension,
  serverNameExtension,
  signatureAlgorithmsExtension,
  supportedGroupsExtension,
} from "../../core/wire/extensions.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { TLS10 } from "../../core/wire/version.ts";
import { hostAndPort } from "../../scanners/console.ts";
import { filosottile as scanner } from "../../scanners/filosottile/index.ts";
import { asPrinted, type Profile, type Question } from "../profile.ts";
import { goDialError, goHandshakeError, goReadError, goRemoteError } from "../shared/go-errors.ts";
import { nextRecord, type Opened, sendProtected, type Session, sessionHello, shake } from "../shared/session.ts";
import { close, connect, type Talk } from "../talk.ts";

/** RSA and ECDHE, with RC4, AES and 3DES, and one pair of GCM. */
const SUITES = [0xc02f, 0xc02b, 0xc011, 0xc007, 0xc013, 0xc009, 0xc014, 0xc00a, 0x0005, 0x002f, 0x0035, 0xc012, 0x000a];
const CURVES = [23, 24, 25];
const SIGNATURE_ALGORITHMS = [0x0401, 0x0403, 0x0201, 0x0203];

const CONNECT_MS = 3000;
const SOCKET_MS = 10_000;
/** After the request: when it says goodbye, and when it gives up. */
const GOODBYE_MS = 3000;
const ANSWER_MS = 8000;

const MARKER = " YELLOW SUBMARINE ";
/** More than the request carries. */
const TOO_MANY = 22;

type Verdict = "VULNERABLE" | "SAFE" | "CLOSED" | `TRYAGAIN: [${string}]` | `ERROR: [${string}]`;

function profile(
  meta: Pick<Profile, "id" | "title" | "version">,
  printed: (target: string, verdict: Verdict) => string,
  blindSpots: readonly string[] = [],
): Profile {
  return {
    ...meta,
    scanner,
    lineage: scanner.lineage,
    sends: scanner.sends,
    blindSpots: [...scanner.blindSpots, ...blindSpots],
    source: "detectors.md 2.4; report-formats.md 3.6",
    mapping: scanner.mapping,
    limitMs: 30_000,
    *talk(question) {
      const verdict = yield* conversation(question);
      yield* close();
      return asPrinted(scanner, question, `${printed(hostAndPort(question), verdict)}\n`);
    },
  };
}

export const filosottile = profile(
  { id: "filosottile", title: "FiloSottile/Heartbleed, the command of 2015", version: "4a3332c" },
  (target, verdict) => `${target} - ${verdict === "CLOSED" ? "ERROR: [heartbleed: Closed]" : verdict}`,
);

export const filosottileWeb = profile(
  { id: "filosottile-web", title: "filippo.io/Heartbleed, the website of 2015", version: "4a3332c" },
  (target, verdict) => `${target} (https) - ${verdict === "CLOSED" ? "SAFE" : verdict}`,
  [
    "A connection that ends on the heartbeat is SAFE, which the command calls an error (detectors.md, 2.4, C31).",
    "Its answers come from a cache of up to six hours, which this profile has not (detectors.md, 2.4).",
  ],
);

function* conversation(question: Question): Talk<Verdict> {
  const failed = yield* connect(CONNECT_MS);
  if (failed !== null) return `ERROR: [${goDialError(question, failed)}]`;
  const { serverName } = question;
  const hello = sessionHello(SUITES, [
    ...(serverName === null ? [] : [serverNameExtension(serverName)]),
    supportedGroupsExtension(CURVES),
    ecPointFormatsExtension(),
    signatureAlgorithmsExtension(SIGNATURE_ALGORITHMS),
  ]);
  const shaken = yield* shake(hello, SOCKET_MS, TLS10);
  if (!shaken.ok) return `ERROR: [${goHandshakeError(question, shaken)}]`;
  const host = serverName ?? question.address;
  yield* sendProtected(shaken.session, CONTENT.heartbeat, request(host));
  return yield* answer(question, shaken.session, host);
}

function request(host: string): Uint8Array {
  const payload = new TextEncoder().encode(`heartbleed${MARKER}${host}`);
  const claimed = payload.length + TOO_MANY;
  return Uint8Array.from([1, claimed >> 8, claimed & 0xff, ...payload]);
}

function* answer(question: Question, session: Session, host: string): Talk<Verdict> {
  const asked = session.at;
  for (let goodbye = false; ; ) {
    const next = yield* nextRecord(session, asked + (goodbye ? ANSWER_MS : GOODBYE_MS));
    if (typeof next !== "string") {
      const verdict = verdictOf(next, host, goodbye);
      if (verdict !== null) return verdict;
    } else if (next === "closed") {
      return goodbye ? "SAFE" : "CLOSED";
    } else if (next !== "timeout") {
      return `ERROR: [${goReadError(question, next)}]`;
    } else if (goodbye) {
      return "ERROR: [heartbleed: timeout]";
    } else {
      yield* sendProtected(session, CONTENT.alert, Uint8Array.of(ALERT_LEVEL.warning, ALERT.closeNotify));
      goodbye = true;
    }
  }
}

/** null: it reads on. */
function verdictOf({ type, plaintext }: Opened, host: string, goodbye: boolean): Verdict | null {
  if (plaintext === null) return "ERROR: [local error: bad record MAC]";
  if (type === CONTENT.heartbeat) {
    // Neither its type nor its length is looked at.
    const text = new TextDecoder("latin1").decode(plaintext);
    if (!text.includes(MARKER)) return null;
    return text.includes(host) ? "VULNERABLE" : "TRYAGAIN: [Please try again]";
  }
  // It waits for an end with reads of no bytes, which do not get past what the server says by itself.
  if (type === CONTENT.applicationData) return "ERROR: [multiple Read calls return no data or error]";
  if (type !== CONTENT.alert) return null;
  const [level, description = 0] = plaintext;
  if (description === ALERT.closeNotify) return goodbye ? "SAFE" : "CLOSED";
  if (level === ALERT_LEVEL.warning) return null;
  return description === ALERT.unexpectedMessage ? "SAFE" : `ERROR: [${goRemoteError(description)}]`;
}
