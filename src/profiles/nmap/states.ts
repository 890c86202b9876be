/** nmap's ssl-heartbleed as it grew from 9 to 14 April 2014, and as it is (reference/detectors.md, 2.5 and the lineage in 2.0). */

import {
  type Extension,
  heartbeatExtension,
  signatureAlgorithmsExtension,
  supportedGroupsExtension,
} from "../../core/wire/extensions.ts";
import { TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import { scrambled, SUITES_OF_2014, SUITES_OF_NMAP_7 } from "../shared/every-suite.ts";
import { STAFFORD_EXTENSIONS, STAFFORD_SUITES } from "../shared/hello.ts";

export interface NmapState {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly lineage: string;
  /** Versions it asks in, in its order. */
  readonly versions: readonly number[];
  /** Version of the record around the hello. */
  readonly record: number;
  readonly suites: readonly number[];
  extensions(version: number): readonly Extension[];
  /**
   * How it reads the server's flight. `first_message`: ServerHelloDone is seen only where a record begins with it.
   * `joined`: messages are put together from records, and the server has to allow heartbeats.
   */
  readonly reads: "first_message" | "joined";
  readonly claimed: number;
  readonly payload: string;
  readonly sends: string;
  readonly blindSpots: readonly string[];
}

const GROUPS = Array.from({ length: 25 }, (_, index) => index + 1);
/** RSA, DSA and ECDSA with SHA-512 to SHA-1, and RSA with MD5. */
const SIGNATURES = [
  0x0601, 0x0602, 0x0603, 0x0501, 0x0502, 0x0503, 0x0401, 0x0402, 0x0403, 0x0301, 0x0302, 0x0303, 0x0201, 0x0202,
  0x0203, 0x0101,
];

function ownExtensions(version: number): readonly Extension[] {
  const basic = [supportedGroupsExtension(GROUPS), heartbeatExtension(1)];
  return version === TLS12 ? [...basic, signatureAlgorithmsExtension(SIGNATURES)] : basic;
}

/** As nmap 7.93 sends them, seen on the wire: P-256, P-384, P-521, X25519 and ffdhe2048, and thirteen pairs of hash and signature. */
function todaysExtensions(version: number): readonly Extension[] {
  const basic = [heartbeatExtension(1), supportedGroupsExtension([0x17, 0x18, 0x19, 0x1d, 0x0100])];
  return version === TLS12 ? [...basic, signatureAlgorithmsExtension(SIGNATURES_OF_TODAY)] : basic;
}

const SIGNATURES_OF_TODAY = [
  0x0101, 0x0201, 0x0301, 0x0401, 0x0402, 0x0403, 0x0407, 0x0408, 0x0601, 0x0602, 0x0603, 0x0607, 0x0608,
];

/** What its buffer makes a vulnerable server answer at once, to the byte. */
export const WANTED = 4073;

const OWN = {
  lineage: "nmap",
  versions: [TLS10, TLS11, TLS12],
  record: TLS10,
  extensions: ownExtensions,
  reads: "joined",
  payload: "Nmap ssl-heartbleed",
} as const;

const LATER_SPOTS = [
  "No SSLv3 (detectors.md, C06).",
  "Only where the server announces heartbeat mode 1 (detectors.md, C14, C15).",
  "No server name, so that servers which want one refuse (detectors.md, C16).",
  "Five seconds for the hello and for the answer (detectors.md, C27 to C29).",
  "An alert before the answer ends the test (detectors.md, C34).",
];

export const STATES: readonly NmapState[] = [
  {
    id: "nmap-2014-04-09",
    title: "nmap, script ssl-heartbleed of 9 April 2014",
    version: "2014-04-09",
    lineage: "stafford",
    versions: [TLS11],
    record: TLS11,
    suites: STAFFORD_SUITES,
    extensions: () => STAFFORD_EXTENSIONS,
    reads: "first_message",
    claimed: WANTED,
    payload: "",
    sends:
      "Stafford's TLS 1.1 hello with 51 suites, then a heartbeat in TLS 1.1 that claims 4073 bytes and carries none.",
    blindSpots: [
      "Asks in TLS 1.1 only (detectors.md, 2.5: C03, C05, C06).",
      "Misses a flight in one record (detectors.md, 2.5: C18).",
      "51 suites, none of GCM, PSK or ARIA (detectors.md, C08, C11, C12).",
      "No server name, so that servers which want one refuse (detectors.md, C16).",
      "Five seconds of patience (detectors.md, C27 to C29).",
    ],
  },
  {
    ...OWN,
    id: "nmap-2014-04-11",
    title: "nmap, script ssl-heartbleed of 11 April 2014",
    version: "2014-04-11",
    suites: STAFFORD_SUITES,
    claimed: WANTED,
    sends:
      "Three connections, TLS 1.0 to 1.2, not yet with all suites, then a heartbeat in that version that claims 4073 bytes and carries 19.",
    blindSpots: [...LATER_SPOTS, "Not yet all suites (detectors.md, 2.5: C08, C11, C12)."],
  },
  {
    ...OWN,
    id: "nmap-2014-04-14",
    title: "nmap, script ssl-heartbleed of 14 April 2014",
    version: "2014-04-14",
    suites: scrambled(SUITES_OF_2014),
    claimed: 0x4000,
    sends:
      "Three connections, TLS 1.0 to 1.2, with all suites of that year in no order, then a heartbeat in that version that claims 16384 bytes and carries 19.",
    blindSpots: LATER_SPOTS,
  },
  {
    ...OWN,
    id: "nmap-7",
    title: "nmap, script ssl-heartbleed as in 7.93",
    version: "7.93",
    suites: scrambled(SUITES_OF_NMAP_7),
    extensions: todaysExtensions,
    claimed: 0x4000,
    sends:
      "Three connections, TLS 1.0 to 1.2, with all suites there are in no order, then a heartbeat in that version that claims 16384 bytes and carries 19.",
    blindSpots: LATER_SPOTS,
  },
];
