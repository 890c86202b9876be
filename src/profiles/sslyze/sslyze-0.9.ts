/**
 * sslyze 0.9.0 of 15 April 2014 (reference/detectors.md, 2.6): one read of the flight, one read of the answer, whatever they bring.
 * So the length of the certificates decides what a silent server is, and whether the answer is found at all.
 */

import type { MappingRow } from "../../core/claims.ts";
import type { Reason } from "../../core/model/outcome.ts";
import {
  ecPointFormatsExtension,
  EXTENSION,
  heartbeatExtension,
  signatureAlgorithmsExtension,
  supportedGroupsExtension,
} from "../../core/wire/extensions.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { SSL30, TLS10, TLS12 } from "../../core/wire/version.ts";
import { problemOf } from "../../importers/sslyze-json/problems.ts";
import { SSLYZE_MAPPING, sslyzeAnswer, type SslyzeState } from "../../importers/sslyze-json/verdict.ts";
import type { Profile, Question, Reading } from "../profile.ts";
import { joinedFlight } from "../shared/flights.ts";
import { toolHello, withServerName } from "../shared/hello.ts";
import { CERTIFICATE_SUITES, numbersOf } from "../shared/suites.ts";
import { close, connect, receive, send, type Talk } from "../talk.ts";
import { emptyRequest, holdsFiller, mozillaRequest } from "./mozilla.ts";

const PATIENCE_MS = 5000;
const FLIGHT_READ = 2048;
const ANSWER_READ = 16_381;
const IN_A_ROW = 9;
const FATAL = 2;

/** HIGH and MEDIUM of OpenSSL 1.0.1g without 3DES and Camellia. */
const SUITES = CERTIFICATE_SUITES.filter(
  ({ id, cipher, exportGrade, mac }) =>
    !exportGrade && /^(?:AES_|RC4_128|SEED)/.test(cipher) && !cipher.includes("CCM") && mac !== "MD5" && id < 0xc09c,
);
const BELOW_TLS12 = SUITES.filter(({ mac, prf }) => mac !== "AEAD" && prf === "default");
const GROUPS = Array.from({ length: 25 }, (_, index) => index + 1);
const SIGNATURE_ALGORITHMS = [6, 5, 4, 3, 2].flatMap((hash) => [1, 2, 3].map((key) => (hash << 8) | key));

/** What the connectivity test tries, in this order, and what the check makes of it. */
const TRIES = [
  { lowest: TLS10, highest: TLS10, asks: TLS10 },
  // Automatic: whatever version that finds, the check asks in TLS 1.0.
  { lowest: SSL30, highest: TLS12, asks: TLS10 },
  { lowest: SSL30, highest: SSL30, asks: SSL30 },
  { lowest: TLS12, highest: TLS12, asks: TLS12 },
] as const;

/** A target is always given with its address, and one at a time; it reads nothing that it could not understand. */
const NOT_SAID: readonly Reason[] = [
  "dns_failure",
  "report_truncated",
  "tool_output_unreadable",
  "tls_not_shown",
  "tls_version_not_covered",
];
const MAPPING: readonly MappingRow[] = SSLYZE_MAPPING.filter(({ reason }) => !NOT_SAID.includes(reason));

export const sslyze09: Profile = {
  id: "sslyze-0.9",
  title: "sslyze 0.9.0 of 15 April 2014",
  version: "0.9.0",
  scanner: null,
  lineage: "mozilla",
  sends:
    "Handshakes to find a version, TLS 1.0 first; then in TLS 1.0, in most cases, a hello and at once behind it Mozilla's harmless request: a heartbeat that claims 16381 bytes and carries them without padding, and an empty one. " +
    "It reads twice; nine bytes of its own filler in the second read are VULNERABLE.",
  blindSpots: [
    "A server of TLS 1.1 or 1.2 only is asked in TLS 1.0, and one of SSLv3 only too (detectors.md, C03, C04, C06).",
    "A flight that comes in several segments is taken for the answer: not vulnerable (detectors.md, C20).",
    "A repaired server that says nothing is an error where its flight is short, and not vulnerable where it is long (detectors.md, C02).",
    "No Camellia, PSK, SRP or 3DES suites (detectors.md, C10, C11).",
    "Echoes, and answers of stacks that are lenient about padding, are vulnerable (detectors.md, C35, C37).",
  ],
  source: "detectors.md 2.6; report-formats.md 3.10",
  mapping: MAPPING,
  limitMs: 120_000,
  *talk(question) {
    const asks = yield* versionToAskIn(question);
    if (typeof asks === "string") return reading(question, failed(asks));
    const state = yield* ask(asks, question.serverName);
    yield* close();
    return reading(question, state);
  },
};

const failed = (text: string): SslyzeState => ({ kind: "failed", problem: problemOf(text) });

/** A handshake that comes as far as ServerHelloDone is taken as completed. */
function* versionToAskIn({ serverName }: Question): Talk<number | string> {
  for (const { lowest, highest, asks } of TRIES) {
    const over = yield* connect(PATIENCE_MS);
    if (over === "timeout") return "Could not connect (timeout)";
    if (over !== null) return "Connection rejected";
    yield* send(helloOf(highest, serverName));
    const { hello, done, ended } = yield* joinedFlight(PATIENCE_MS);
    yield* close();
    if (ended === "timeout") return "Could not connect (timeout)";
    if (hello !== null && done && hello.version >= lowest && hello.version <= highest) return asks;
  }
  return "Could not complete an SSL handshake";
}

function helloOf(version: number, serverName: string | null): Uint8Array {
  const suites = numbersOf(version === TLS12 ? SUITES : BELOW_TLS12);
  if (version === SSL30) return toolHello({ record: SSL30, version, suites, extensions: null });
  const extensions = withServerName(serverName, [
    ecPointFormatsExtension(),
    supportedGroupsExtension(GROUPS),
    { type: EXTENSION.sessionTicket, data: new Uint8Array(0) },
    ...(version === TLS12 ? [signatureAlgorithmsExtension(SIGNATURE_ALGORITHMS)] : []),
    heartbeatExtension(1),
  ]);
  return toolHello({ record: TLS10, version, suites, extensions });
}

function* ask(version: number, serverName: string | null): Talk<SslyzeState> {
  const over = yield* connect(PATIENCE_MS);
  if (over !== null) return failed("error - [Errno 111] Connection refused");
  yield* send(helloOf(version, serverName), mozillaRequest(version), emptyRequest(version, 0));
  for (const most of [FLIGHT_READ, ANSWER_READ]) {
    const part = yield* receive(most, PATIENCE_MS);
    if (!part.ok) {
      if (part.how === "timeout") return failed("timeout - timed out");
      if (part.how === "reset") return failed("error - [Errno 104] Connection reset by peer");
      // Of an empty answer the text says "not vulnerable", the XML nothing.
      return most === FLIGHT_READ ? failed("IOError - Nothing came back") : { kind: "absent" };
    }
    const [type, , , , , level] = part.bytes;
    // The first read goes into its OpenSSL, which takes a refusal for what it is; the second is only searched.
    if (most === FLIGHT_READ && type === CONTENT.alert && level === FATAL) return failed("SSLError - tlsv1 alert");
    if (most === ANSWER_READ) return { kind: holdsFiller(part.bytes, IN_A_ROW) ? "vulnerable" : "not_vulnerable" };
  }
  return { kind: "absent" };
}

/** As the importer reads its XML: the protocols that it found stand in the same report. */
function reading({ address, port }: Question, state: SslyzeState): Reading {
  const words =
    state.kind === "failed"
      ? state.problem.words
      : state.kind === "absent"
        ? ""
        : `isVulnerable: ${state.kind === "vulnerable" ? "True" : "False"}`;
  const answer = sslyzeAnswer({
    host: { address, name: null },
    port: String(port),
    startTls: null,
    serverName: null,
    tls: "open",
    state,
    words,
    place: "",
  });
  return { finding: answer.finding, words };
}
