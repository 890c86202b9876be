/** A scripted server's keys and certificates, and its handshakes: the TLS core with OpenSSL 1.0.1's choices. */

import { getDiffieHellman, type KeyObject } from "node:crypto";
import type { Random } from "../../core/ports/clock.ts";
import { ALERT } from "../../core/wire/alert.ts";
import { concat, decodeU16List } from "../../core/wire/bytes.ts";
import { decodeCertificate } from "../../core/wire/certificate.ts";
import type { CertificateRequest } from "../../core/wire/certificate-request.ts";
import type { ClientHello } from "../../core/wire/client-hello.ts";
import { EXTENSION, type Extension, supportedGroupsExtension } from "../../core/wire/extensions.ts";
import { HANDSHAKE, type HandshakeMessage } from "../../core/wire/handshake.ts";
import { ALL_SUITES, type Cipher, type KeyExchange, type Suite } from "../../core/wire/suites.ts";
import { SSL30, TLS10, TLS12 } from "../../core/wire/version.ts";
import { suiteProtection } from "../../tls/key-schedule.ts";
import { TlsServer } from "../../tls/server.ts";
import type { ServerIdentity } from "../../tls/server-key.ts";
import { sequence, setOf, objectIdentifier, utf8String } from "../../tls/certificates/der.ts";
import { makeChain } from "./chain.ts";
import type { Dials } from "../conditions/dials.ts";
import type { Handshake, HandshakeStep, Site } from "./handshake.ts";

/** The private keys that all scripted servers share. */
export interface SiteKeys {
  readonly rsa: KeyObject;
  readonly ec: KeyObject;
  /** For DSS suites; without it they are refused. */
  readonly dsa?: KeyObject;
}

/** The pre-shared key of the conditions that use one: no secret. */
export const RANGE_PSK = { identity: new TextEncoder().encode("range"), key: new TextEncoder().encode("crosscheck") };

const DEFAULT_EXCHANGES: readonly KeyExchange[] = ["ECDHE_RSA", "DHE_RSA", "RSA"];
/** What OpenSSL 1.0.1 had, strongest first as in its own list. */
const DEFAULT_CIPHERS: readonly Cipher[] = [
  "AES_256_GCM",
  "AES_256_CBC",
  "CAMELLIA_256_CBC",
  "AES_128_GCM",
  "AES_128_CBC",
  "SEED_CBC",
  "CAMELLIA_128_CBC",
  "RC4_128",
  "3DES_EDE_CBC",
];
/** The registry's names for Netscape's own suites begin with SSL. */
const standard = (suite: Suite): boolean => suite.name.startsWith("TLS_") && !suite.exportGrade;
const DEFAULT_SUITES: readonly number[] = DEFAULT_CIPHERS.flatMap((cipher) =>
  DEFAULT_EXCHANGES.flatMap((exchange) =>
    ALL_SUITES.filter((suite) => suite.cipher === cipher && suite.keyExchange === exchange && standard(suite)),
  ),
).map(({ id }) => id);

/** The 2048-bit group of RFC 3526, section 3, which the genuine servers of the range are given. */
const OAKLEY_GROUP_14 = { p: getDiffieHellman("modp14").getPrime(), g: Uint8Array.of(2) };

/** Makes what the connections of one server share. */
export function makeSite(keys: SiteKeys, dials: Dials, random: Random): Site {
  const identity = (privateKey: KeyObject): ServerIdentity => ({
    chain: makeChain(privateKey, dials.certificate),
    privateKey,
    psk: RANGE_PSK,
    finiteField: dials.diffieHellmanBits === 1024 ? null : OAKLEY_GROUP_14,
  });
  const rsa = identity(keys.rsa);
  const ec = identity(keys.ec);
  const dsa = keys.dsa === undefined ? rsa : identity(keys.dsa);
  const identityFor = ({ keyExchange }: Suite): ServerIdentity => {
    if (keyExchange.endsWith("_ECDSA") || keyExchange === "ECDH_RSA") return ec;
    return keyExchange.includes("_DSS") ? dsa : rsa;
  };
  return {
    suites: DEFAULT_SUITES,
    usable: (suite, version, hello) =>
      suiteProtection(suite, version) !== null &&
      (!suite.keyExchange.startsWith("ECDHE") || chooseCurve(hello, dials) !== null),
    begin: (clientHello, hello, { version, suite, extensions }) => {
      const core = TlsServer.begin({
        clientHello,
        hello: onlyCurve(hello, dials),
        version,
        suite,
        extensions,
        identity: identityFor(suite),
        certificateRequest: certificateRequest(dials, version, suite),
        random,
        ...session(extensions, dials, random),
      });
      return core && new SiteHandshake(core, suite, version, dials);
    },
  };
}

/** The most wanted curve of both, by whose order counts; null: none. A client that lists none is taken to know them all. */
function chooseCurve(hello: ClientHello, { curves, preference }: Dials): number | null {
  const groups = hello.extensions?.find(({ type }) => type === EXTENSION.supportedGroups)?.data;
  const known = groups === undefined ? curves : (decodeU16List(groups.subarray(2)) ?? []);
  const [ranking, other] = preference === "client" ? [known, curves] : [curves, known];
  return ranking.find((curve) => other.includes(curve)) ?? null;
}

/** The hello as the core is to see it, which would take the client's first curve. */
function onlyCurve(hello: ClientHello, dials: Dials): ClientHello {
  const others = hello.extensions?.filter(({ type }) => type !== EXTENSION.supportedGroups) ?? [];
  const curve = chooseCurve(hello, dials);
  return { ...hello, extensions: [...others, ...(curve === null ? [] : [supportedGroupsExtension([curve])])] };
}

/** OpenSSL gives a session id to whom it gives no ticket. */
const SESSION_ID_BYTES = 32;
/** What a ticket of OpenSSL comes to with neither names nor client certificates in the session. */
const TICKET_BYTES = 160;

function session(extensions: readonly Extension[] | null, dials: Dials, random: Random) {
  if (dials.sessions === "none") return {};
  const ticketed = extensions?.some(({ type }) => type === EXTENSION.sessionTicket) ?? false;
  return ticketed ? { ticket: random.bytes(TICKET_BYTES) } : { sessionId: random.bytes(SESSION_ID_BYTES) };
}

class SiteHandshake implements Handshake {
  readonly flight: readonly Uint8Array[];
  readonly #core: TlsServer;
  readonly #explicit: number;
  readonly #clientCertificate: Dials["clientCertificate"];
  #certificateShown = false;

  constructor(core: TlsServer, suite: Suite, version: number, dials: Dials) {
    this.#core = core;
    this.#explicit = explicitBytes(suite, version);
    const asks = asksWith(dials, suite);
    this.#clientCertificate = asks ? dials.clientCertificate : "not_requested";
    // OpenSSL 1.0.1 writes ServerHelloDone together with a CertificateRequest (its NETSCAPE_HANG_BUG).
    this.flight =
      !asks || dials.certificateRequest?.alone === true
        ? core.flight
        : [...core.flight.slice(0, -2), concat(core.flight.slice(-2))];
  }

  expected(): readonly number[] {
    return this.#core.expected;
  }

  receive(message: HandshakeMessage): HandshakeStep {
    if (message.type === HANDSHAKE.certificate)
      this.#certificateShown = (decodeCertificate(message.body)?.length ?? 0) > 0;
    const required = this.#clientCertificate === "required" || this.#clientCertificate === "verified";
    if (message.type === HANDSHAKE.clientKeyExchange && required && !this.#certificateShown)
      return { kind: "refused", description: ALERT.handshakeFailure };
    const step = this.#core.receive(message);
    return step.kind === "finished" && this.#clientCertificate === "verified" ? { kind: "closed" } : step;
  }

  changeCipherSpec(): ReturnType<Handshake["changeCipherSpec"]> {
    const protection = this.#core.changeCipherSpec();
    return protection && { protection, explicit: this.#explicit };
  }
}

/** How much of a protected record's body is IV or nonce, and stands before the ciphertext. */
function explicitBytes(suite: Suite, version: number): number {
  const bulk = suiteProtection(suite, version)?.bulk;
  if (bulk?.kind === "aead") return bulk.explicitIv;
  return bulk?.kind === "cbc" && version > TLS10 ? bulk.blockLength : 0;
}

const RSA_SIGN = 1;
const DSS_SIGN = 2;
const ECDSA_SIGN = 64;
const SIGNATURES = [0x0401, 0x0403, 0x0201, 0x0203];
/** One authority's name is about this long. */
const AUTHORITY_BYTES = 100;

/** Whether a client is asked for its certificate: never by who shows none, nor with a pre-shared key (OpenSSL, s3_srvr.c). */
const asksWith = (dials: Dials, { keyExchange }: Suite): boolean =>
  dials.clientCertificate !== "not_requested" && !/_anon|PSK$/.test(keyExchange);

function certificateRequest(dials: Dials, version: number, suite: Suite): CertificateRequest | null {
  if (!asksWith(dials, suite)) return null;
  const { certificateRequest: form, authoritiesBytes } = dials;
  const count = Math.ceil(authoritiesBytes / AUTHORITY_BYTES);
  const last = authoritiesBytes % AUTHORITY_BYTES;
  const bytes = (i: number): number => (i === count - 1 && last > 0 ? last : AUTHORITY_BYTES);
  return {
    types:
      form === null
        ? [RSA_SIGN, ECDSA_SIGN]
        : version === SSL30
          ? [RSA_SIGN, DSS_SIGN]
          : [RSA_SIGN, DSS_SIGN, ECDSA_SIGN],
    signatureAlgorithms: version < TLS12 ? null : signatureAlgorithms(form?.algorithms ?? null),
    authorities: Array.from({ length: count }, (_, i) => authority(i, bytes(i))),
  };
}

/** As many pairs as wanted, of every hash with every signature. */
function signatureAlgorithms(count: number | null): readonly number[] {
  if (count === null) return SIGNATURES;
  return Array.from({ length: count }, (_, i) => ((6 - Math.floor(i / 4)) << 8) | (1 + (i % 4)));
}

/** A name of `bytes` bytes, up to 127. */
function authority(number: number, bytes: number): Uint8Array {
  const room = Math.max(0, bytes - 13);
  const name = `crosscheck range authority ${number} `.padEnd(room, ".").slice(0, room);
  return sequence(setOf(sequence(objectIdentifier("2.5.4.3"), utf8String(name))));
}
