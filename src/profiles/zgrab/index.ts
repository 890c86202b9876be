/**
 * zgrab and zgrab2 up to v0.1.8 (reference/detectors.md, 2.12): a heartbeat that claims and carries nothing, under encryption, and only
 * where the ServerHello accepted the extension. Only the very next record counts.
 */

import { ALERT, ALERT_LEVEL } from "../../core/wire/alert.ts";
import {
  ecPointFormatsExtension,
  heartbeatExtension,
  renegotiationInfoExtension,
  heartbeatMode,
  serverNameExtension,
  signatureAlgorithmsExtension,
  supportedGroupsExtension,
} from "../../core/wire/extensions.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { SSL30 } from "../../core/wire/version.ts";
import { ZGRAB_MAPPING } from "../../importers/zgrab2-json/index.ts";
import { NO_TIME } from "../../importers/importer.ts";
import { readConnection } from "../../importers/zgrab2-json/tls.ts";
import { zgrab2 as scanner } from "../../scanners/zgrab2/index.ts";
import { asPrinted, type Profile, type Question } from "../profile.ts";
import { goDialError, goHandshakeError } from "../shared/go-errors.ts";
import { nextRecord, type Opened, sendProtected, type Session, sessionHello, shake } from "../shared/session.ts";
import { CERTIFICATE_SUITES, numbersOf } from "../shared/suites.ts";
import { close, connect, type Over, type Talk } from "../talk.ts";

/** Connecting, shaking hands and the heartbeat together. */
const PATIENCE_MS = 10_000;

/** What its copy of Go's TLS can complete: it has DHE, which Go has not. */
const SUITES = numbersOf(
  CERTIFICATE_SUITES.filter(
    ({ keyExchange, exportGrade, cipher, mac }) =>
      ["RSA", "DHE_RSA", "ECDHE_RSA", "ECDHE_ECDSA"].includes(keyExchange) &&
      !exportGrade &&
      /^(?:AES_(?:128|256)_(?:CBC|GCM)|3DES_EDE_CBC|RC4_128)$/.test(cipher) &&
      mac !== "MD5",
  ),
);
/** What zgrab2 0.1.8 offers, as seen on the wire: no DHE any more. */
const ZGRAB2_SUITES = [
  0xc02f, 0xc02b, 0xc011, 0xc007, 0xc013, 0xc009, 0xc014, 0xc00a, 0x0005, 0x002f, 0x0035, 0xc012, 0x000a,
];
const CURVES = [23, 24, 25];
const SIGNATURE_ALGORITHMS = [0x0401, 0x0403, 0x0201, 0x0203];

/** What stands in its record. */
interface Grab {
  readonly version: number | null;
  readonly enabled: boolean;
  readonly vulnerable: boolean;
  /** null: none. */
  readonly error: string | null;
  readonly tookMs: number;
}

export const zgrab2: Profile = {
  id: "zgrab2",
  title: "zgrab2 v0.1.8",
  version: "0.1.8",
  scanner,
  lineage: scanner.lineage,
  sends: scanner.sends,
  blindSpots: scanner.blindSpots,
  source: "detectors.md 2.12; report-formats.md 3.17",
  mapping: scanner.mapping,
  limitMs: 60_000,
  *talk(question) {
    const grab = yield* grabbed(question, ZGRAB2_SUITES);
    const result = {
      handshake_log: grab.version === null ? {} : { server_hello: { version: { value: grab.version } } },
      ...(grab.error === null ? { heartbleed_log: flags(grab) } : {}),
    };
    const status = grab.error === null ? "success" : "unknown-error";
    const tls = { status, protocol: "tls", result, ...(grab.error === null ? {} : { error: grab.error }) };
    const summary = { statuses: { tls: {} }, duration: `${grab.tookMs / 1000}s` };
    const line = JSON.stringify({ ip: question.address, port: question.port, data: { tls } });
    return asPrinted(scanner, question, `${line}\n`, 0, `${JSON.stringify(summary)}\n`);
  },
};

export const zgrab: Profile = {
  ...zgrab2,
  id: "zgrab",
  title: "zgrab 0.x",
  version: "0.x",
  scanner: null,
  // It asks one port, and is told which.
  mapping: ZGRAB_MAPPING.filter(({ reason }) => reason !== "host_ambiguous"),
  *talk(question) {
    const grab = yield* grabbed(question, SUITES);
    const handshake = grab.version === null ? undefined : { server_hello: { version: { value: grab.version } } };
    const heartbleed = grab.error === null ? flags(grab) : undefined;
    const found = readConnection({ heartbleed, handshake, status: null, error: grab.error, time: NO_TIME });
    return { finding: found, words: grab.error ?? JSON.stringify(flags(grab)) };
  },
};

const flags = ({ enabled, vulnerable }: Grab) => ({ heartbeat_enabled: enabled, heartbleed_vulnerable: vulnerable });

function* grabbed(question: Question, suites: readonly number[]): Talk<Grab> {
  const none = { version: null, enabled: false, vulnerable: false, tookMs: 0 };
  const failed = yield* connect(PATIENCE_MS);
  if (failed !== null) return { ...none, error: goDialError(question, failed) };
  const { serverName } = question;
  const hello = sessionHello(suites, [
    ...(serverName === null ? [] : [serverNameExtension(serverName)]),
    supportedGroupsExtension(CURVES),
    ecPointFormatsExtension(),
    signatureAlgorithmsExtension(SIGNATURE_ALGORITHMS),
    // Without it OpenSSL puts no extension into an answer of SSL 3.0.
    renegotiationInfoExtension(),
    heartbeatExtension(1),
  ]);
  const shaken = yield* shake(hello, PATIENCE_MS, SSL30);
  if (!shaken.ok) {
    yield* close();
    return { ...none, error: goHandshakeError(question, shaken) };
  }
  const { session } = shaken;
  const enabled = heartbeatMode(session.hello.extensions) !== null;
  const grab = { ...none, version: session.version, enabled, error: null };
  if (!enabled) {
    yield* close();
    return { ...grab, tookMs: session.at };
  }
  yield* sendProtected(session, CONTENT.heartbeat, Uint8Array.of(1, 0, 0));
  const next = yield* nextButWarnings(session);
  yield* close();
  if (next === "timeout") return { ...grab, tookMs: Math.max(PATIENCE_MS, session.at) };
  const vulnerable = typeof next !== "string" && next.type === CONTENT.heartbeat && next.plaintext !== null;
  return { ...grab, vulnerable, tookMs: session.at };
}

/** Go's record layer drops warnings by itself, but for the one that says goodbye. */
function* nextButWarnings(session: Session): Talk<Opened | Over> {
  for (;;) {
    const next = yield* nextRecord(session, PATIENCE_MS);
    if (typeof next === "string" || next.type !== CONTENT.alert) return next;
    const [level, description] = next.plaintext ?? [];
    if (level !== ALERT_LEVEL.warning || description === ALERT.closeNotify) return next;
  }
}
