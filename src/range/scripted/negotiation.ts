/** What a server makes of a ClientHello: version, suite and extensions, in OpenSSL 1.0.1's order of checks. */

import { ALERT } from "../../core/wire/alert.ts";
import { ByteReader, decodeU16List } from "../../core/wire/bytes.ts";
import type { ClientHello } from "../../core/wire/client-hello.ts";
import {
  decodeServerName,
  decodeSupportedVersions,
  EXTENSION,
  type Extension,
  heartbeatExtension,
  renegotiationInfoExtension,
} from "../../core/wire/extensions.ts";
import { SCSV_RENEGOTIATION, type Suite, suite } from "../../core/wire/suites.ts";
import { SSL30, TLS12 } from "../../core/wire/version.ts";
import type { Dials } from "../conditions/dials.ts";

export interface Agreement {
  readonly kind: "agreed";
  readonly version: number;
  readonly suite: Suite;
  /** For the ServerHello; null: no block at all. */
  readonly extensions: readonly Extension[] | null;
  /** A warning alert that goes before the ServerHello. */
  readonly warning: number | null;
}

export type Negotiation =
  | Agreement
  /** A fatal alert, in a record of this version. */
  | { readonly kind: "refused"; readonly description: number; readonly version: number }
  | { readonly kind: "closed" };

/** Whether the server can use a suite with that version and this client. */
export type SuiteCheck = (suite: Suite, version: number, hello: ClientHello) => boolean;

/** `supported`: every suite the server can do, most wanted first, used where the dial names none. */
export function negotiate(
  hello: ClientHello,
  dials: Dials,
  supported: readonly number[],
  usable: SuiteCheck,
): Negotiation {
  const { min, otherwise } = dials.versions;
  const version = agreeOnVersion(hello, dials);
  if (version === null || version < min) {
    if (otherwise === "close") return { kind: "closed" };
    // OpenSSL's alert carries the client's version where that is one.
    return { kind: "refused", description: ALERT.protocolVersion, version: Math.max(hello.version, SSL30) };
  }
  const refused = (description: number): Negotiation => ({ kind: "refused", description, version });
  if (!hello.compressions.includes(0)) return refused(ALERT.decodeError);
  if (dials.serverName === "required" && serverName(hello) === null) return refused(ALERT.unrecognizedName);
  if (dials.sha1Signatures === "refused" && version === TLS12 && !namesBetterThanSha1(hello))
    return refused(ALERT.handshakeFailure);
  const agreed = agreeOnSuite(hello, version, dials.preference, dials.suites ?? supported, usable);
  if (agreed === null) return refused(ALERT.handshakeFailure);
  return {
    kind: "agreed",
    version,
    suite: agreed,
    extensions: serverExtensions(hello, version, agreed, dials),
    warning: dials.serverName === "warned_about" ? ALERT.unrecognizedName : null,
  };
}

/** The first pair of hash and signature (RFC 5246 section 7.4.1.4.1) whose hash is newer than SHA-1. */
const SHA224 = 0x0300;
/** OpenSSL names compressed points too (RFC 4492 section 5.1.2), though it sends none. */
const POINT_FORMATS: Extension = { type: EXTENSION.ecPointFormats, data: Uint8Array.of(3, 0, 1, 2) };
/** The name was of use (RFC 6066 section 3). */
const EMPTY_NAME: Extension = { type: EXTENSION.serverName, data: new Uint8Array(0) };
/** A ticket will follow (RFC 5077 section 3.2). */
const EMPTY_TICKET: Extension = { type: EXTENSION.sessionTicket, data: new Uint8Array(0) };
const EXTENDED_MASTER_SECRET: Extension = { type: EXTENSION.extendedMasterSecret, data: new Uint8Array(0) };

/** The best of both; null: nothing in common. May be below what the server takes. */
function agreeOnVersion(hello: ClientHello, { versions: { min, max }, supportedVersions }: Dials): number | null {
  const named = supportedVersions === "heeded" ? supportedVersionsOf(hello) : null;
  if (named === null) return Math.min(hello.version, max);
  const common = named.filter((version) => version >= min && version <= max);
  // RFC 8446 appendix D.5: who names versions there has 0x0303 in the old field, and never SSL 3.0.
  return hello.version <= SSL30 || common.length === 0 ? null : Math.max(...common);
}

function agreeOnSuite(
  hello: ClientHello,
  version: number,
  preference: Dials["preference"],
  accepted: readonly number[],
  usable: SuiteCheck,
): Suite | null {
  const [ranking, other] = preference === "client" ? [hello.suites, accepted] : [accepted, hello.suites];
  const common = new Set(other);
  for (const id of ranking) {
    const candidate = common.has(id) ? suite(id) : undefined;
    if (candidate !== undefined && usable(candidate, version, hello)) return candidate;
  }
  return null;
}

/** SSLv3 has no extensions; OpenSSL sends them all the same once the client has signalled secure renegotiation. */
function serverExtensions(
  hello: ClientHello,
  version: number,
  agreed: Suite,
  { extension: heartbeat, serverName: name, sessions, extendedMasterSecret }: Dials,
): readonly Extension[] | null {
  const renegotiation = hello.suites.includes(SCSV_RENEGOTIATION) || offers(hello, EXTENSION.renegotiationInfo);
  if (version === SSL30 && !renegotiation) return null;
  const extensions: Extension[] = [];
  if (renegotiation) extensions.push(renegotiationInfoExtension());
  if (name === "acknowledged" && serverName(hello) !== null) extensions.push(EMPTY_NAME);
  // OpenSSL does not count ECDHE_PSK.
  if (/^ECDHE?_(?!PSK)/.test(agreed.keyExchange) && offers(hello, EXTENSION.ecPointFormats))
    extensions.push(POINT_FORMATS);
  if (sessions === "kept" && offers(hello, EXTENSION.sessionTicket)) extensions.push(EMPTY_TICKET);
  if (extendedMasterSecret && version > SSL30 && offers(hello, EXTENSION.extendedMasterSecret))
    extensions.push(EXTENDED_MASTER_SECRET);
  if (heartbeat !== "none" && offers(hello, EXTENSION.heartbeat))
    extensions.push(heartbeatExtension(heartbeat === "mode_1" ? 1 : 2));
  return extensions.length === 0 ? null : extensions;
}

function offers(hello: ClientHello, type: number): boolean {
  return hello.extensions?.some((extension) => extension.type === type) ?? false;
}

/** Who has no such extension means SHA-1 (RFC 5246 section 7.4.1.4.1). */
function namesBetterThanSha1(hello: ClientHello): boolean {
  const extension = hello.extensions?.find(({ type }) => type === EXTENSION.signatureAlgorithms);
  const pairs = extension === undefined ? null : new ByteReader(extension.data).vector16();
  return (pairs && decodeU16List(pairs))?.some((pair) => pair >= SHA224) ?? false;
}

function supportedVersionsOf(hello: ClientHello): readonly number[] | null {
  const extension = hello.extensions?.find(({ type }) => type === EXTENSION.supportedVersions);
  return extension === undefined ? null : decodeSupportedVersions(extension.data);
}

function serverName(hello: ClientHello): string | null {
  const extension = hello.extensions?.find(({ type }) => type === EXTENSION.serverName);
  return extension === undefined ? null : decodeServerName(extension.data);
}
