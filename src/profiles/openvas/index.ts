/**
 * OpenVAS' and Greenbone's NVT 103936 of the old public feed (reference/detectors.md, 2.14): it asks in every version that an earlier
 * plugin found, where the ServerHello allows heartbeats, and takes one receive for the answer, which must hold its marker.
 */

import { derivedNegative, type MappingRow } from "../../core/claims.ts";
import { finding } from "../../core/model/outcome.ts";
import {
  ecPointFormatsExtension,
  type Extension,
  heartbeatExtension,
  heartbeatMode,
  signatureAlgorithmsExtension,
  supportedGroupsExtension,
} from "../../core/wire/extensions.ts";
import { SSL30, TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import type { Profile } from "../profile.ts";
import { type JoinedFlight, joinedFlight } from "../shared/flights.ts";
import { requestRecord, toolHello } from "../shared/hello.ts";
import { CERTIFICATE_SUITES, numbersOf } from "../shared/suites.ts";
import { close, connect, receive, send, type Talk } from "../talk.ts";

/** The sheet does not say how long it waits: this is the scan engine's own default for a read. */
const PATIENCE_MS = 5000;
const ONE_READ = 65_535;
const VERSIONS = [SSL30, TLS10, TLS11, TLS12] as const;
const MODE_ALLOWED = 1;

const MARKER = new TextEncoder().encode("crosscheck marks what it sent");
const PAYLOAD = Uint8Array.from([...new Uint8Array(16).fill(0x41), ...MARKER]);

const SUITES = numbersOf(CERTIFICATE_SUITES);
const GROUPS = Array.from({ length: 25 }, (_, index) => index + 1);
const SIGNATURE_ALGORITHMS = [6, 5, 4, 3, 2, 1].flatMap((hash) => [1, 2, 3].map((key) => (hash << 8) | key));

const MAPPING: readonly MappingRow[] = [
  { prints: "a result of NVT 103936", reason: "finding_reported" },
  {
    prints: "no result of it, and EXIT_NOTVULN, on a port where a version of SSL or TLS was found",
    reason: "negative_derived",
    why: "a detailed report; the check leaves that way after everything, be it silence, an alert or no heartbeat extension",
  },
  { prints: "no result of it, and no version of SSL or TLS found", reason: "tls_not_shown" },
];

export const openvas: Profile = {
  id: "openvas",
  title: "OpenVAS / Greenbone, NVT 103936 of the public feed",
  version: "5525",
  scanner: null,
  lineage: "openvas",
  sends:
    "Hellos to find the versions that the server takes, SSLv3 and up; then in each of them a hello with heartbeats allowed and, in the middle of the handshake, a request that claims 16384 bytes and carries a marker. " +
    "The request's first byte goes alone, past filters that look at single packets. Its marker in more than three bytes is a hit.",
  blindSpots: [
    "Asks nothing where the ServerHello does not allow heartbeats (detectors.md, C14, C15), as one of SSLv3 cannot.",
    "An alert first, a slow answer and one in pieces are no hit (detectors.md, 2.14).",
    "Where the versions were not found, the check does not run; no server name (detectors.md, 2.14).",
    "An echo holds the marker too (detectors.md, C35).",
  ],
  source: "detectors.md 2.14; report-formats.md 3.14",
  mapping: MAPPING,
  limitMs: 180_000,
  *talk() {
    const found: number[] = [];
    for (const version of VERSIONS) {
      const { hello } = yield* shake(version);
      yield* close();
      if (hello?.version === version) found.push(version);
    }
    if (found.length === 0) return { finding: finding("tls_not_shown"), words: "" };
    for (const version of found) {
      const { hello, done } = yield* shake(version);
      const allowed = hello !== null && done && heartbeatMode(hello.extensions) === MODE_ALLOWED;
      const hit = allowed && (yield* ask(version));
      yield* close();
      if (hit) return { finding: finding("finding_reported"), words: "1.3.6.1.4.1.25623.1.0.103936" };
    }
    return { finding: derivedNegative(ALL_OPEN), words: "EXIT_NOTVULN" };
  },
};

/** What a detailed report of a finished scan shows: the versions, and that the check left. */
const ALL_OPEN = {
  scope: "open",
  alive: "open",
  port: "open",
  tls: "open",
  check: "open",
  ran: "open",
  finished: "open",
  unfiltered: "open",
} as const;

const NONE: JoinedFlight = { hello: null, done: false, alert: null, ended: "closed" };

function* shake(version: number): Talk<JoinedFlight> {
  const failed = yield* connect(PATIENCE_MS);
  if (failed !== null) return NONE;
  yield* send(toolHello({ record: version, version, suites: SUITES, extensions: extensionsOf(version) }));
  return yield* joinedFlight(PATIENCE_MS);
}

function extensionsOf(version: number): readonly Extension[] | null {
  if (version === SSL30) return null;
  return [
    ecPointFormatsExtension(),
    supportedGroupsExtension(GROUPS),
    ...(version === TLS12 ? [signatureAlgorithmsExtension(SIGNATURE_ALGORITHMS)] : []),
    heartbeatExtension(1),
  ];
}

function* ask(version: number): Talk<boolean> {
  const request = requestRecord(version, 0x4000, PAYLOAD);
  yield* send(request.subarray(0, 1), request.subarray(1));
  const answer = yield* receive(ONE_READ, PATIENCE_MS);
  return answer.ok && answer.bytes.length > 3 && holds(answer.bytes, MARKER);
}

function holds(bytes: Uint8Array, part: Uint8Array): boolean {
  return bytes.some((_, at) => part.every((byte, index) => bytes[at + index] === byte));
}
