/**
 * For each genuine server the dials that make the scripted server its twin: what the family does, then what the profile changes.
 * Measured: suites by offering them one by one, the rest by comparing every record (test/io/faithful.test.ts).
 */

import { SSL30, TLS10, TLS11, TLS12, TLS13 } from "../../core/wire/version.ts";
import type { CertificateName } from "../certificates/collection.ts";
import type { Dials } from "../conditions/dials.ts";
import { type OpensslProfile, PROFILES as OPENSSL_PROFILES } from "./openssl-profiles.ts";
import { CURRENT_PROFILES, OLD_PROFILES, type Profile } from "./profiles.ts";
import { nginxDials } from "./nginx-dials.ts";
import { suiteNumber } from "./suite-numbers.ts";
import { certificateOf, LOCALHOST_BYTES } from "./twin-certificate.ts";

/** What the servers of one binary have in common. */
interface FamilyDials {
  readonly min: number;
  readonly max: number;
  /** Suites with nothing but a certificate, by what was measured. */
  readonly suites: readonly number[];
  /** Suites with another kind of key. */
  readonly withKey?: Readonly<Partial<Record<"ecdsa" | "dsa", readonly number[]>>>;
  readonly dials: Partial<Dials>;
}

const STATIC_RSA = [0x009d, 0x003d, 0x0035, 0x0084, 0x009c, 0x003c, 0x002f, 0x0041, 0x0005];
const NO_HEARTBEATS = { extension: "none", heartbeat: "not_built" } as const;
/** From 1.0.2 on an unknown record type is refused in every version. */
const REFUSED = { extension: "none", heartbeat: "fatal_alert" } as const;
const X25519 = 29;
const OF_TODAY = {
  curves: [X25519, 23, 30, 25, 24],
  extendedMasterSecret: true,
  supportedVersions: "heeded",
} as const;
/** Node before 0.12 reads once per event and closes on an error without writing out its alert. */
const NODE_010 = { pace: "per_event", fatalAlert: "lost" } as const;

const FAMILIES: Readonly<Record<string, FamilyDials>> = {
  "node-0.8.28": {
    min: SSL30,
    max: TLS10,
    suites: [0x0035, 0x002f, 0x0005, 0x0004, 0x000a],
    dials: { ...NODE_010, ...NO_HEARTBEATS },
  },
  "node-0.10.0": { min: SSL30, max: TLS12, suites: [...STATIC_RSA, 0x000a], dials: NODE_010 },
  "node-0.10.1": { min: SSL30, max: TLS12, suites: [...STATIC_RSA, 0x000a], dials: NODE_010 },
  "node-0.10.2": {
    min: SSL30,
    max: TLS12,
    suites: [...STATIC_RSA, 0x000a],
    dials: { ...NODE_010, ...NO_HEARTBEATS },
  },
  "node-0.10.48": {
    min: TLS10,
    max: TLS12,
    suites: STATIC_RSA,
    dials: { ...NODE_010, ...NO_HEARTBEATS, certificateRequest: { algorithms: 15, alone: false } },
  },
  "node-0.12.18": {
    min: TLS10,
    max: TLS12,
    suites: [0xc030, 0xc028, 0xc014, ...STATIC_RSA, 0xc02f, 0xc027, 0xc013, 0xc011],
    dials: { ...NO_HEARTBEATS, certificateRequest: { algorithms: 15, alone: false } },
  },
  "node-4.9.1": {
    min: TLS10,
    max: TLS12,
    suites: [0xc02f, 0xc030, 0xc027, 0xc028, 0xc014, 0x009d, 0x003d, 0x0035, 0xc013, 0x009c, 0x003c, 0x002f],
    dials: { ...REFUSED, preference: "server", certificateRequest: { algorithms: 15, alone: false } },
  },
  "node-current": {
    min: TLS12,
    max: TLS12,
    suites: [
      0xc02f, 0xc030, 0xc027, 0xc028, 0xcca8, 0xc061, 0xc060, 0xc014, 0xc013, 0x009d, 0xc0a1, 0xc09d, 0xc051, 0x009c,
      0xc0a0, 0xc09c, 0xc050, 0x003d, 0x003c, 0x0035, 0x002f,
    ],
    withKey: {
      ecdsa: [0xc02b, 0xc02c, 0xcca9, 0xc0af, 0xc0ad, 0xc05d, 0xc0ae, 0xc0ac, 0xc05c, 0xc024, 0xc023, 0xc00a, 0xc009],
    },
    dials: {
      ...REFUSED,
      ...OF_TODAY,
      sha1Signatures: "refused",
      preference: "server",
      certificateRequest: { algorithms: 20, alone: true },
    },
  },
  "openssl-3": {
    min: TLS10,
    max: TLS12,
    suites: [
      0xc030, 0x009f, 0xcca8, 0xccaa, 0xc0a3, 0xc09f, 0xc061, 0xc053, 0x00a7, 0xc02f, 0x009e, 0xc0a2, 0xc09e, 0xc060,
      0xc052, 0x00a6, 0xc028, 0x006b, 0xc077, 0x00c4, 0x006d, 0x00c5, 0xc027, 0x0067, 0xc076, 0x00be, 0x006c, 0x00bf,
      0xc014, 0x0039, 0x0088, 0xc019, 0x003a, 0x0089, 0xc013, 0x0033, 0x0045, 0xc018, 0x0034, 0x0046, 0x009d, 0xc0a1,
      0xc09d, 0xc051, 0x009c, 0xc0a0, 0xc09c, 0xc050, 0x003d, 0x00c0, 0x003c, 0x00ba, 0x0035, 0x0084, 0x002f, 0x0041,
    ],
    withKey: {
      dsa: [0x0032, 0x0034, 0x0038, 0x003a, 0x0044, 0x0046, 0x0087, 0x0089, 0xc018, 0xc019],
      ecdsa: [
        0x0034, 0x003a, 0x0046, 0x006c, 0x006d, 0x0089, 0x00a6, 0x00a7, 0x00bf, 0x00c5, 0xc009, 0xc00a, 0xc018, 0xc019,
        0xc023, 0xc024, 0xc02b, 0xc02c, 0xc05c, 0xc05d, 0xc072, 0xc073, 0xc0ac, 0xc0ad, 0xc0ae, 0xc0af, 0xcca9,
      ],
    },
    dials: { ...REFUSED, ...OF_TODAY, certificateRequest: { algorithms: 23, alone: true } },
  },
};

/** The dials of a genuine server's twin, by its id (`node-0.10.1/ssl3`); null: nobody has written any down. */
export function matchingDials(id: string): Partial<Dials> | null {
  const [familyId = "", name] = id.split("/");
  if (familyId === "nginx") return nginxDials(name ?? "");
  const family = FAMILIES[familyId] ?? FAMILIES[familyId.replace(/^(openssl-\d+).*/, "$1")];
  if (family === undefined) return null;
  if (familyId.startsWith("openssl-")) {
    const profile = OPENSSL_PROFILES.find((each) => each.name === name);
    return profile === undefined ? null : opensslDials(family, profile);
  }
  const profiles = familyId === "node-current" ? CURRENT_PROFILES : OLD_PROFILES;
  const profile = profiles.find((each) => each.name === name);
  return profile === undefined ? null : nodeDials(family, profile, familyId === "node-current");
}

/** What every one of them does. */
const OPENSSL = { sessions: "kept", certificateRequest: { algorithms: 16, alone: false } } as const;

function nodeDials(
  family: FamilyDials,
  { settings, certificate, clientCertificate }: Profile,
  today: boolean,
): Partial<Dials> {
  const asked = { no: "not_requested", asked: "requested", required: "verified" } as const;
  return {
    ...OPENSSL,
    authoritiesBytes: LOCALHOST_BYTES,
    ...family.dials,
    ...versionsOf(
      // Node switches SSL 3.0 off only where no options are given.
      settings.secureOptions === undefined ? family : { ...family, min: SSL30 },
      bounds(settings.secureProtocol ?? settings.minVersion, settings.secureOptions ?? 0),
      today,
    ),
    ...suitesOf(family, settings.ciphers ?? null, certificate),
    ...certificateOf(certificate),
    clientCertificate: asked[clientCertificate],
  };
}

function opensslDials(family: FamilyDials, profile: OpensslProfile): Partial<Dials> {
  const asked = { verify: "requested", Verify: "required" } as const;
  return {
    ...OPENSSL,
    ...family.dials,
    ...versionsOf(family, bounds(profile.version ?? undefined, 0), true),
    ...suitesOf(family, profile.cipher, profile.certificate),
    ...certificateOf(profile.certificate ?? "rsa"),
    clientCertificate: profile.clientCertificate === null ? "not_requested" : asked[profile.clientCertificate],
  };
}

/** OpenSSL's options and Node's, by the version that they leave alone or switch off. */
const ONLY: Readonly<Record<string, number>> = {
  SSLv3_method: SSL30,
  TLSv1_method: TLS10,
  "TLSv1.2": TLS12,
  "TLSv1.3": TLS13,
  ssl3: SSL30,
  tls1: TLS10,
  tls1_1: TLS11,
  tls1_2: TLS12,
  tls1_3: TLS13,
};
const OFF: readonly (readonly [version: number, option: number])[] = [
  [SSL30, 0x02000000],
  [TLS10, 0x04000000],
  [TLS12, 0x08000000],
  [TLS11, 0x10000000],
];

function bounds(only: string | undefined, options: number): readonly number[] {
  const one = ONLY[only ?? ""];
  if (one !== undefined) return [one];
  return OFF.filter(([, option]) => (options & option) === 0)
    .map(([version]) => version)
    .toSorted((a, b) => a - b);
}

function versionsOf({ min, max }: FamilyDials, allowed: readonly number[], today: boolean): Pick<Dials, "versions"> {
  // What a profile names alone is switched on for it.
  const left = allowed.length === 1 ? allowed : allowed.filter((version) => version >= min && version <= max);
  const lowest = left[0] ?? min;
  // Where several versions are on, SSLv23_server_method of OpenSSL before 1.1.0 knows none that is off above TLS 1.0.
  const otherwise = lowest > TLS10 && !today ? "close" : "alert";
  return { versions: { min: lowest, max: left.at(-1) ?? max, otherwise } };
}

function suitesOf(
  family: FamilyDials,
  only: string | null,
  certificate: CertificateName | null,
): Pick<Dials, "suites"> {
  const one = only === null ? undefined : suiteNumber(only);
  if (one !== undefined) return { suites: [one] };
  const others = certificate === "ecdsa" || certificate === "dsa" ? family.withKey?.[certificate] : undefined;
  return { suites: others ?? family.suites };
}
