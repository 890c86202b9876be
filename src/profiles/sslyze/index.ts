/**
 * sslyze's check as it is today (reference/detectors.md, 2.7): in the highest version that the server takes, without a server name, and
 * with the request behind the hello before anything has been read. Everything but its own filler is "not vulnerable".
 */

import { CONTENT } from "../../core/wire/record.ts";
import { HANDSHAKE } from "../../core/wire/handshake.ts";
import {
  ecPointFormatsExtension,
  type Extension,
  heartbeatExtension,
  keyShareExtension,
  signatureAlgorithmsExtension,
  supportedGroupsExtension,
  supportedVersionsExtension,
} from "../../core/wire/extensions.ts";
import { selectedVersion } from "../../core/wire/server-hello.ts";
import { SSL30, TLS10, TLS11, TLS12, TLS13 } from "../../core/wire/version.ts";
import { sslyze as scanner } from "../../scanners/sslyze/index.ts";
import { asPrinted, type Profile, type Question, type Reading } from "../profile.ts";
import { joinedFlight } from "../shared/flights.ts";
import { toolHello, withServerName } from "../shared/hello.ts";
import { messagesOf } from "../shared/messages.ts";
import { CERTIFICATE_SUITES, numbersOf } from "../shared/suites.ts";
import { close, connect, receive, send, type Talk } from "../talk.ts";
import { emptyRequest, holdsFiller, mozillaRequest } from "./mozilla.ts";

const PATIENCE_MS = 5000;
const ONE_READ = 2048;
const ANSWER_READ = 16_381;
const IN_A_ROW = 10;

const NAMES: Readonly<Record<number, string>> = {
  [SSL30]: "SSL_3_0",
  [TLS10]: "TLS_1_0",
  [TLS11]: "TLS_1_1",
  [TLS12]: "TLS_1_2",
  [TLS13]: "TLS_1_3",
};
/** The highest first. */
const VERSIONS = [TLS13, TLS12, TLS11, TLS10, SSL30] as const;

/** Its OpenSSL knows no ARIA (C12). */
const SUITES = numbersOf(CERTIFICATE_SUITES.filter(({ cipher }) => !cipher.startsWith("ARIA")));
const TLS13_SUITES = [0x1302, 0x1303, 0x1301];
const SIGNATURE_ALGORITHMS = [0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201];
const X25519 = 0x001d;
const GROUPS = [X25519, 0x0017, 0x0018, 0x0019];

export const sslyze: Profile = {
  id: "sslyze",
  title: "sslyze 6",
  version: "6.3.1",
  scanner,
  lineage: scanner.lineage,
  sends: scanner.sends,
  blindSpots: scanner.blindSpots,
  source: "detectors.md 2.7",
  mapping: scanner.mapping,
  unlike: [
    { at: ["C12"], why: "the OpenSSL inside the tool does offer ARIA, the reference (2.6) has that it does not" },
  ],
  limitMs: 120_000,
  *talk(question) {
    const highest = yield* highestVersion(question);
    if (typeof highest === "string") return noTls(question, highest);
    // Nothing is sent.
    if (highest === TLS13) return result(question, highest, false);
    const verdict = yield* ask(highest);
    yield* close();
    return result(question, highest, verdict);
  },
};

/** How the connectivity test fails. */
type Failure = "ServerRejectedConnection" | "ConnectionToServerTimedOut" | "ServerTlsConfigurationNotSupported";

function* highestVersion({ address, serverName }: Question): Talk<number | Failure> {
  for (const version of VERSIONS) {
    const failed = yield* connect(PATIENCE_MS);
    if (failed !== null) return failed === "timeout" ? "ConnectionToServerTimedOut" : "ServerRejectedConnection";
    // Where it was given no name, it sends the address as one.
    yield* send(helloOf(version, serverName ?? address));
    const { hello, done, ended } = yield* joinedFlight(PATIENCE_MS);
    yield* close();
    if (ended === "timeout") return "ConnectionToServerTimedOut";
    if (hello !== null && done && selectedVersion(hello) === version) return version;
  }
  return "ServerTlsConfigurationNotSupported";
}

function helloOf(version: number, serverName: string | null): Uint8Array {
  if (version === SSL30) return toolHello({ record: SSL30, version, suites: SUITES, extensions: null });
  const extensions: readonly Extension[] = [
    ecPointFormatsExtension(),
    supportedGroupsExtension(GROUPS),
    heartbeatExtension(1),
    ...(version >= TLS12 ? [signatureAlgorithmsExtension(SIGNATURE_ALGORITHMS)] : []),
    ...(version === TLS13
      ? [
          supportedVersionsExtension([TLS13]),
          keyShareExtension([{ group: X25519, key: Uint8Array.from({ length: 32 }, (_, i) => i + 9) }]),
        ]
      : []),
  ];
  const suites = version === TLS13 ? TLS13_SUITES : SUITES;
  return toolHello({
    record: TLS10,
    version: Math.min(version, TLS12),
    suites,
    extensions: withServerName(serverName, extensions),
  });
}

/** A string: the exception in which it ends. */
function* ask(version: number): Talk<boolean | string> {
  const failed = yield* connect(PATIENCE_MS);
  if (failed !== null) return "CONNECTIVITY_ISSUE";
  // The second request was meant to be empty, and carries three bytes.
  yield* send(helloOf(version, null), mozillaRequest(version), emptyRequest(version, 3));
  let unread: Uint8Array = new Uint8Array(0);
  for (;;) {
    const record = firstRecord(unread);
    if (record === "unknown") return "tls_parser.exceptions.UnknownTypeByte";
    if (record === null) {
      const more = yield* receive(ONE_READ, PATIENCE_MS);
      // The end, a reset, silence: all the same to it.
      if (!more.ok) return false;
      unread = Uint8Array.from([...unread, ...more.bytes]);
      continue;
    }
    unread = unread.subarray(record.length);
    if (record.type === CONTENT.alert) return false;
    if (record.type !== CONTENT.handshake) continue;
    const { messages, whole } = messagesOf(record.body);
    // It cannot join what is split over records.
    if (!whole) return "tls_parser.exceptions.NotEnoughData";
    if (messages.some(({ type }) => type === HANDSHAKE.serverHelloDone)) break;
  }
  if (unread.length > 0) return holdsFiller(unread, IN_A_ROW);
  const answer = yield* receive(ANSWER_READ, PATIENCE_MS);
  return answer.ok && holdsFiller(answer.bytes, IN_A_ROW);
}

interface CutRecord {
  readonly type: number;
  readonly length: number;
  readonly body: Uint8Array;
}

/** null: not all of it is there yet. */
function firstRecord(bytes: Uint8Array): CutRecord | "unknown" | null {
  const [type = 0, major = 0, , high = 0, low = 0] = bytes;
  if (bytes.length === 0) return null;
  if (type < CONTENT.changeCipherSpec || type > CONTENT.heartbeat || (bytes.length > 1 && major !== 3))
    return "unknown";
  const length = 5 + ((high << 8) | low);
  if (bytes.length < 5 || bytes.length < length) return null;
  return { type, length, body: bytes.subarray(5, length) };
}

const MESSAGES: Readonly<Record<Failure, string>> = {
  ServerRejectedConnection: "Server rejected the connection",
  ConnectionToServerTimedOut: "Connection to the server timed out",
  ServerTlsConfigurationNotSupported: "TLS probing failed: could not find a TLS version and cipher suite supported",
};

function noTls(question: Question, failure: Failure): Reading {
  return printed(question, {
    connectivity_status: "ERROR",
    connectivity_error_trace: `Traceback\nsslyze.errors.${failure}: ${question.address}:${question.port} -> "${MESSAGES[failure]}".\n`,
    connectivity_result: null,
    scan_result: null,
  });
}

function result(question: Question, version: number, verdict: boolean | string): Reading {
  const failed = typeof verdict === "string";
  const attempt = failed
    ? { status: "ERROR", error_reason: "BUG_IN_SSLYZE", error_trace: `Traceback\n${verdict}\n`, result: null }
    : { status: "COMPLETED", result: { is_vulnerable_to_heartbleed: verdict } };
  return printed(question, {
    connectivity_status: "COMPLETED",
    connectivity_error_trace: null,
    connectivity_result: { highest_tls_version_supported: NAMES[version] },
    scan_result: { heartbleed: attempt },
  });
}

function printed({ address, port, serverName }: Question, rest: object): Reading {
  const hostname = serverName ?? address;
  const server_scan_results = [
    {
      server_location: { hostname, port, ip_address: address },
      network_configuration: { tls_server_name_indication: hostname, tls_opportunistic_encryption: null },
      ...rest,
    },
  ];
  const document = JSON.stringify({ server_scan_results, sslyze_version: "6.3.1" });
  return asPrinted(scanner, { address, port, serverName }, document);
}
