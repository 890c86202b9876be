/** check-ssl-heartbleed.pl of noxxi's p5-ssl-tools (reference/detectors.md, 2.20). */

import { type MappingRow, printedNegative } from "../../core/claims.ts";
import { finding } from "../../core/model/outcome.ts";
import { EXTENSION, signatureAlgorithmsExtension } from "../../core/wire/extensions.ts";
import { ALL_SUITES, SCSV_RENEGOTIATION } from "../../core/wire/suites.ts";
import { SSL30, TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import type { Profile, Reading } from "../profile.ts";
import { requestRecord, STAFFORD_EXTENSIONS, toolHello } from "../shared/hello.ts";
import { flightAfter, heartbeatAnswer } from "../shared/whole-flight.ts";
import { close, send, type Talk } from "../talk.ts";

const VERSIONS = [TLS12, TLS11, TLS10, SSL30];
const WAIT_MS = 5000;
const MOST_RECORDS = 100;
const CLAIMED = 0x4000;

/** RSA and ECDSA with SHA-512, 384, 256 and 1. */
const SIGNATURES = [0x0601, 0x0603, 0x0501, 0x0503, 0x0401, 0x0403, 0x0201, 0x0203];
const KEY_EXCHANGES = /^(?:RSA|RSA_EXPORT|DHE_RSA|DHE_DSS|ECDHE_RSA|ECDHE_ECDSA|ECDH_RSA|ECDH_ECDSA|PSK|SRP_SHA_\w+)$/;
const CIPHERS = /^(?:AES_\d+_(?:CBC|GCM)|CAMELLIA_\d+_CBC|SEED_CBC|3DES_EDE_CBC|RC4_128|IDEA_CBC|DES_CBC|DES40_CBC)$/;

/** 82, as OpenSSL 1.0.1 had them: GCM and PSK are among them; ARIA and the exports of 0x60 to 0x66 are not. */
export const NOXXI_SUITES: readonly number[] = [
  ...ALL_SUITES.filter(
    ({ id, keyExchange, cipher, mac }) =>
      KEY_EXCHANGES.test(keyExchange) &&
      CIPHERS.test(cipher) &&
      (id < 0x60 || id > 0x66) &&
      (id < 0xba || id > 0xc000) &&
      id < 0xc033 &&
      (keyExchange !== "PSK" || mac === "SHA"),
  ).map(({ id }) => id),
  SCSV_RENEGOTIATION,
];

function hello(version: number): Uint8Array {
  const basic = STAFFORD_EXTENSIONS.filter(({ type }) => type !== EXTENSION.heartbeat);
  const extensions = version === TLS12 ? [...basic, signatureAlgorithmsExtension(SIGNATURES)] : basic;
  const record = version === SSL30 ? SSL30 : TLS10;
  return toolHello({ record, version, suites: NOXXI_SUITES, extensions: version === SSL30 ? null : extensions });
}

const MAPPING: readonly MappingRow[] = [
  { prints: "BAD: got more than was sent; exit code 1", reason: "finding_reported" },
  {
    prints: "that there was no answer; exit code 0",
    reason: "negative_reported",
    why: "said only after the server's whole flight",
  },
  {
    prints: "that no handshake came about, after an alert or an unexpected record; exit code 255",
    reason: "tool_handshake_failed",
  },
  { prints: "the same, after silence or a close", reason: "tls_not_shown" },
  { prints: "the same, after a reset", reason: "reset_at_hello" },
  { prints: "that it could not connect, refused", reason: "port_closed" },
  { prints: "that it could not connect", reason: "connect_unreachable" },
];

export const checkSslHeartbleed: Profile = {
  id: "check-ssl-heartbleed",
  title: "check-ssl-heartbleed.pl (noxxi)",
  version: "2014",
  scanner: null,
  lineage: "noxxi",
  sends:
    "Hellos of TLS 1.2 down to SSLv3 until one is taken, none of them with the heartbeat extension, then a request in the negotiated version that claims 16384 bytes and carries none, in two writes. " +
    "A heartbeat of more than three bytes is a hit, even one cut short; an alert, silence and a closed connection are not.",
  blindSpots: [
    "A warning before the ServerHello, or a message over several records, ends it (detectors.md, C17, C19).",
    "No ARIA suites (detectors.md, C12).",
    "Five seconds of patience (detectors.md, C27, C29).",
    "Stops at any alert (detectors.md, C34).",
    "A device on the path that eats heartbeats looks like a repaired server (detectors.md, C33).",
    "Given an address, it sends no server name (detectors.md, C16).",
  ],
  source: "detectors.md 2.20",
  mapping: MAPPING,
  limitMs: 180_000,
  *talk() {
    return yield* talk();
  },
};

function* talk(): Talk<Reading> {
  let failed: Reading = { finding: finding("tls_not_shown"), words: "no handshake" };
  for (const version of VERSIONS) {
    const flight = yield* flightAfter(hello(version), WAIT_MS, { waitMs: WAIT_MS, mostRecords: MOST_RECORDS });
    if (flight === "refused") return { finding: finding("port_closed"), words: "cannot connect" };
    if (flight === "unreachable") return { finding: finding("connect_unreachable"), words: "cannot connect" };
    if (flight.ok) return yield* ask(flight.version);
    const silent = flight.why === "timeout" || flight.why === "closed";
    const reason = flight.why === "reset" ? "reset_at_hello" : "tool_handshake_failed";
    failed = { finding: finding(silent ? "tls_not_shown" : reason), words: `no handshake: ${flight.why}` };
  }
  return failed;
}

function* ask(version: number): Talk<Reading> {
  const request = requestRecord(version, CLAIMED);
  // Its first byte alone, past filters that look for the whole.
  yield* send(request.subarray(0, 1), request.subarray(1));
  const answer = yield* heartbeatAnswer(WAIT_MS);
  yield* close();
  if (answer.kind === "heartbeat" && answer.bytes > 3) {
    return { finding: finding("finding_reported"), words: "vulnerable" };
  }
  return { finding: printedNegative({}), words: `no leak: ${answer.kind}` };
}
