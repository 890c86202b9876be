/**
 * The forms of ClientHello that the flight tries, in order, until a server accepts one. Each exists because some
 * servers refuse the one before it; none depends on the range.
 */

import { encodeClientHello } from "../../core/wire/client-hello.ts";
import {
  ecPointFormatsExtension,
  type Extension,
  heartbeatExtension,
  keyShareExtension,
  renegotiationInfoExtension,
  serverNameExtension,
  signatureAlgorithmsExtension,
  supportedGroupsExtension,
  supportedVersionsExtension,
} from "../../core/wire/extensions.ts";
import { NAMED_GROUPS } from "../../core/wire/groups.ts";
import { encodeHandshake, HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT, encodeRecord } from "../../core/wire/record.ts";
import { ALL_SUITES, SCSV_RENEGOTIATION } from "../../core/wire/suites.ts";
import { SSL30, TLS10, TLS12, TLS13 } from "../../core/wire/version.ts";

/**
 * `broad`: TLS 1.2 with every registered suite, what a vulnerable server of any configuration accepts.
 * `small`: TLS 1.2, few suites, under 256 bytes: for servers that choke on long hellos.
 * `old`: TLS 1.0 without suites of later versions: for servers that close on a higher version.
 * `ssl3`: SSL 3.0 without extensions.
 * `nameless`: `broad` without a server name: for servers that refuse names they do not know.
 * `modern`: TLS 1.3 only; never probes, it shows whether TLS 1.3 is all that is spoken.
 */
export const HELLO_FORMS = ["broad", "small", "old", "ssl3", "nameless", "modern"] as const;
export type HelloForm = (typeof HELLO_FORMS)[number];

const HEARTBEAT_ALLOWED = 1;

/** Suites of TLS 1.3 mean nothing in an older hello; GREASE and signalling values are no suites. */
const BROAD_SUITES = ALL_SUITES.filter((s) => s.keyExchange !== "TLS13").map((s) => s.id);
/** ECDHE, DHE and RSA with AES-GCM, AES-CBC, 3DES and RC4: what nearly everything accepts at least one of. */
const SMALL_SUITES = [
  0xc02f, 0xc02b, 0xc030, 0xc02c, 0xc013, 0xc009, 0xc014, 0xc00a, 0x009c, 0x009d, 0x003c, 0x002f, 0x0035, 0x0033,
  0x0039, 0x0032, 0x0038, 0x000a, 0x0016, 0x0005, 0x0004,
];
/** Everything defined before TLS 1.2: the number ranges of RFC 2246, 3268, 4132, 4162, 4279, 4492, 5054. */
const OLD_SUITES = ALL_SUITES.filter((s) => s.mac === "MD5" || s.mac === "SHA" || s.mac === "NULL").map((s) => s.id);

/** hash << 8 | signature (RFC 5246 section 7.4.1.4.1): SHA-512 .. MD5 with RSA, DSA, ECDSA. */
const SIGNATURES = [6, 5, 4, 3, 2, 1].flatMap((hash) => [1, 2, 3].map((signature) => (hash << 8) | signature));
/** RFC 8446 section 4.2.3: RSA-PSS with either kind of RSA key, Ed25519, Ed448. Servers with such a key accept nothing else. */
const NEWER_SIGNATURES = [0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0807, 0x0808];
const X25519 = 29;
const P256 = 23;
/** Every group of TLS 1.3 (RFC 8446 section 4.2.7); which of them a server wants, it says in a HelloRetryRequest. */
const TLS13_GROUPS = [X25519, P256, 24, 25, 30, 256, 257, 258, 259, 260];

/** What a hello needs from outside: the server name and 64 random bytes (32 for the hello, 32 for a key share). */
export interface HelloInput {
  readonly serverName: string | null;
  readonly random: Uint8Array;
}

export const HELLO_RANDOM_BYTES = 64;

/** Record header, handshake header, version: the client random follows (RFC 5246 sections 6.2.1, 7.4, 7.4.1.2). */
const RANDOM_OFFSET = 5 + 4 + 2;
/** Encoding some 370 suites costs more than the rest of a flight, and hellos differ in nothing but their random. */
const templates = new Map<string, Uint8Array>();
const MOST_TEMPLATES = 64;

/** The ClientHello record of a form, ready to send. */
export function helloRecord(form: HelloForm, input: HelloInput): Uint8Array {
  if (form === "modern") return encode(form, input); // its key share and session id are random too
  const key = `${form} ${input.serverName ?? ""}`;
  let template = templates.get(key);
  if (template === undefined) {
    if (templates.size >= MOST_TEMPLATES) templates.clear();
    template = encode(form, input);
    templates.set(key, template);
  }
  const record = template.slice();
  record.set(input.random.subarray(0, 32), RANDOM_OFFSET);
  return record;
}

function encode(form: HelloForm, input: HelloInput): Uint8Array {
  const { version, suites, extensions, recordVersion } = shape(form, input);
  const body = encodeClientHello({
    version,
    random: input.random.subarray(0, 32),
    // A TLS 1.3 server echoes it; a middlebox expects it (RFC 8446 appendix D.4).
    sessionId: form === "modern" ? input.random.subarray(0, 32) : new Uint8Array(0),
    suites,
    compressions: [0],
    extensions,
  });
  return encodeRecord(CONTENT.handshake, recordVersion, encodeHandshake(HANDSHAKE.clientHello, body));
}

interface Shape {
  readonly version: number;
  /** RFC 5246 appendix E.1: the first record of a client that offers more may carry { 3, 1 }. */
  readonly recordVersion: number;
  readonly suites: readonly number[];
  readonly extensions: readonly Extension[] | null;
}

function shape(form: HelloForm, input: HelloInput): Shape {
  const name = input.serverName === null || form === "nameless" ? [] : [serverNameExtension(input.serverName)];
  switch (form) {
    case "broad":
    case "nameless":
      return {
        version: TLS12,
        recordVersion: TLS10,
        suites: [...BROAD_SUITES, SCSV_RENEGOTIATION],
        extensions: [
          ...name,
          supportedGroupsExtension(NAMED_GROUPS.map((group) => group.id)),
          ecPointFormatsExtension(),
          signatureAlgorithmsExtension([...SIGNATURES, ...NEWER_SIGNATURES]),
          heartbeatExtension(HEARTBEAT_ALLOWED),
        ],
      };
    case "small":
      return {
        version: TLS12,
        recordVersion: TLS10,
        suites: [...SMALL_SUITES, SCSV_RENEGOTIATION],
        extensions: [
          ...name,
          supportedGroupsExtension([X25519, P256, 24]),
          ecPointFormatsExtension(),
          signatureAlgorithmsExtension(SIGNATURES),
          heartbeatExtension(HEARTBEAT_ALLOWED),
        ],
      };
    case "old":
      return {
        version: TLS10,
        recordVersion: TLS10,
        suites: OLD_SUITES,
        extensions: [
          ...name,
          supportedGroupsExtension([P256, 24, 25]),
          ecPointFormatsExtension(),
          heartbeatExtension(HEARTBEAT_ALLOWED),
          renegotiationInfoExtension(),
        ],
      };
    case "ssl3":
      return { version: SSL30, recordVersion: SSL30, suites: [...OLD_SUITES, SCSV_RENEGOTIATION], extensions: null };
    case "modern":
      return {
        version: TLS12,
        recordVersion: TLS10,
        suites: [0x1301, 0x1302, 0x1303, 0x1304, 0x1305],
        extensions: [
          ...name,
          supportedVersionsExtension([TLS13]),
          supportedGroupsExtension(TLS13_GROUPS),
          signatureAlgorithmsExtension([...NEWER_SIGNATURES, 0x0403, 0x0503, 0x0603, 0x0401, 0x0501, 0x0601]),
          keyShareExtension([{ group: X25519, key: input.random.subarray(32, 64) }]),
        ],
      };
  }
}
