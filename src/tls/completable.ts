/** What our client can complete, and a ClientHello that offers it. */

import type { Random } from "../core/ports/clock.ts";
import type { ClientHello } from "../core/wire/client-hello.ts";
import {
  EXTENSION,
  ecPointFormatsExtension,
  type Extension,
  heartbeatExtension,
  serverNameExtension,
  signatureAlgorithmsExtension,
  supportedGroupsExtension,
} from "../core/wire/extensions.ts";
import { ALL_SUITES, type KeyExchange, SCSV_RENEGOTIATION, type Suite } from "../core/wire/suites.ts";
import { SSL30, TLS12 } from "../core/wire/version.ts";
import { COMPLETABLE_GROUPS } from "./ephemeral.ts";
import { suiteProtection } from "./key-schedule.ts";
import { COMPLETABLE_KEY_EXCHANGES } from "./key-exchange.ts";

/** Cheapest first: curves, then RSA, then finite fields; static keys, anonymous and pre-shared ones last. */
const EXCHANGE_ORDER: readonly KeyExchange[] = [
  "ECDHE_ECDSA",
  "ECDHE_RSA",
  "RSA",
  "DHE_RSA",
  "DHE_DSS",
  "ECDH_ECDSA",
  "ECDH_RSA",
  "DH_RSA",
  "DH_DSS",
  "ECDH_anon",
  "DH_anon",
  "RSA_EXPORT",
  "ECDHE_PSK",
  "DHE_PSK",
  "RSA_PSK",
  "PSK",
];

/** What is well supported everywhere goes before what only some servers do, and that before what is broken. */
const CIPHER_ORDER: readonly Suite["cipher"][] = ["AES_128_GCM", "AES_256_GCM", "AES_128_CBC", "AES_256_CBC"];
const WEAK_CIPHERS: readonly Suite["cipher"][] = ["3DES_EDE_CBC", "RC4_128", "DES_CBC", "NULL"];

function rank(suite: Suite): number {
  const exchange = EXCHANGE_ORDER.indexOf(suite.keyExchange);
  const strong = CIPHER_ORDER.indexOf(suite.cipher);
  const weak = WEAK_CIPHERS.indexOf(suite.cipher);
  const cipher = strong >= 0 ? strong : CIPHER_ORDER.length + 1 + weak;
  return (suite.exportGrade ? 1000 : 0) + 20 * exchange + cipher;
}

/** Whether our client can complete a handshake with that suite in some version (given a key where it needs one). */
function completable(suite: Suite): boolean {
  return COMPLETABLE_KEY_EXCHANGES.has(suite.keyExchange) && suiteProtection(suite, TLS12) !== null;
}

const RANKED: readonly Suite[] = ALL_SUITES.filter(completable).toSorted((a, b) => rank(a) - rank(b));

function needsPsk(suite: Suite): boolean {
  return suite.keyExchange === "PSK" || suite.keyExchange.endsWith("_PSK");
}

/** The suites our client can complete without a pre-shared key, best supported and cheapest first. */
export const COMPLETABLE_SUITES: readonly number[] = RANKED.filter((suite) => !needsPsk(suite)).map(({ id }) => id);

/** The suites it can complete when a pre-shared key is given. */
export const COMPLETABLE_PSK_SUITES: readonly number[] = RANKED.filter(needsPsk).map(({ id }) => id);

/** What a ClientHello of ours offers. */
export interface HelloOptions {
  /** The highest version offered; SSL 3.0 goes without extensions. Default TLS 1.2. */
  readonly maxVersion?: number;
  /** Default: all completable suites that need no pre-shared key. */
  readonly suites?: readonly number[];
  readonly serverName?: string | null;
  /** The heartbeat mode offered; null, the default, does not offer the extension. */
  readonly heartbeat?: 1 | 2 | null;
  /** Default: all groups we can do. */
  readonly groups?: readonly number[];
  /** Further extensions, put last. Not encrypt_then_mac or truncated_hmac: these change the record protection. */
  readonly extensions?: readonly Extension[];
}

/** Signature algorithms are offered widely, because signatures are not verified: RSA, DSA and ECDSA with every hash. */
const SIGNATURE_ALGORITHMS: readonly number[] = [4, 5, 6, 2, 3, 1].flatMap((hash) => [
  (hash << 8) | 1,
  (hash << 8) | 3,
  (hash << 8) | 2,
]);
const RSA_PSS: readonly number[] = [0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b];
const EDWARDS: readonly number[] = [0x0807, 0x0808];

/** A ClientHello that our client can follow up. */
export function completableHello(options: HelloOptions, random: Random): ClientHello {
  const version = options.maxVersion ?? TLS12;
  return {
    version,
    random: random.bytes(32),
    sessionId: new Uint8Array(0),
    suites: [...(options.suites ?? COMPLETABLE_SUITES), SCSV_RENEGOTIATION],
    compressions: [0],
    extensions: version === SSL30 ? null : helloExtensions(options, version),
  };
}

function helloExtensions(options: HelloOptions, version: number): readonly Extension[] {
  const { serverName = null, heartbeat = null, groups = COMPLETABLE_GROUPS, extensions = [] } = options;
  return [
    ...(serverName === null ? [] : [serverNameExtension(serverName)]),
    supportedGroupsExtension(groups),
    ecPointFormatsExtension(),
    ...(version < TLS12 ? [] : [signatureAlgorithmsExtension([...SIGNATURE_ALGORITHMS, ...RSA_PSS, ...EDWARDS])]),
    ...(heartbeat === null ? [] : [heartbeatExtension(heartbeat)]),
    { type: EXTENSION.extendedMasterSecret, data: new Uint8Array(0) },
    ...extensions,
  ];
}
