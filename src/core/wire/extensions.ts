/** Hello extensions (RFC 5246 section 7.4.1.4, RFC 6066, RFC 6520, RFC 8446): the block, and the few we write ourselves. */

import { ByteReader, ByteWriter, decodeU16List, encodeU16List } from "./bytes.ts";

/** One extension, its data not interpreted. */
export interface Extension {
  readonly type: number;
  readonly data: Uint8Array;
}

/** Extension types. */
export const EXTENSION = {
  serverName: 0,
  maxFragmentLength: 1,
  clientCertificateUrl: 2,
  trustedCaKeys: 3,
  truncatedHmac: 4,
  statusRequest: 5,
  userMapping: 6,
  clientAuthz: 7,
  serverAuthz: 8,
  certType: 9,
  supportedGroups: 10,
  ecPointFormats: 11,
  srp: 12,
  signatureAlgorithms: 13,
  useSrtp: 14,
  heartbeat: 15,
  alpn: 16,
  statusRequestV2: 17,
  signedCertificateTimestamp: 18,
  clientCertificateType: 19,
  serverCertificateType: 20,
  padding: 21,
  encryptThenMac: 22,
  extendedMasterSecret: 23,
  compressCertificate: 27,
  recordSizeLimit: 28,
  sessionTicket: 35,
  preSharedKey: 41,
  earlyData: 42,
  supportedVersions: 43,
  cookie: 44,
  pskKeyExchangeModes: 45,
  certificateAuthorities: 47,
  postHandshakeAuth: 49,
  signatureAlgorithmsCert: 50,
  keyShare: 51,
  nextProtocol: 0x3374,
  encryptedClientHello: 0xfe0d,
  renegotiationInfo: 0xff01,
} as const;

const HOST_NAME = 0;
const MAX_SERVER_NAME = 255;

/** The whole block, its two-byte length included. */
export function encodeExtensions(extensions: readonly Extension[]): Uint8Array {
  const list = new ByteWriter();
  for (const { type, data } of extensions) list.u16(type).vector16(data);
  return new ByteWriter().vector16(list.finish()).finish();
}

/** The reverse of `encodeExtensions`; null when the bytes are not exactly one block. */
export function decodeExtensions(block: Uint8Array): readonly Extension[] | null {
  const outer = new ByteReader(block);
  const list = outer.vector16();
  if (list === null || outer.remaining > 0) return null;
  const reader = new ByteReader(list);
  const extensions: Extension[] = [];
  while (reader.remaining > 0) {
    const type = reader.u16();
    const data = reader.vector16();
    if (type === null || data === null) return null;
    extensions.push({ type, data });
  }
  return extensions;
}

/** server_name (RFC 6066 section 3) with one host name, in A-label form. */
export function serverNameExtension(name: string): Extension {
  const entry = new ByteWriter().u8(HOST_NAME).vector16(new TextEncoder().encode(name)).finish();
  return { type: EXTENSION.serverName, data: new ByteWriter().vector16(entry).finish() };
}

/** The first host name of a client's server_name data; null when there is none, or it is not plain ASCII. */
export function decodeServerName(data: Uint8Array): string | null {
  const list = new ByteReader(data).vector16();
  if (list === null) return null;
  const reader = new ByteReader(list);
  const type = reader.u8();
  const name = reader.vector16();
  if (type !== HOST_NAME || name === null || name.length === 0 || name.length > MAX_SERVER_NAME) return null;
  return name.every((byte) => byte > 0x20 && byte < 0x7f) ? String.fromCharCode(...name) : null;
}

/** heartbeat (RFC 6520 section 2): 1 allows the peer to send requests, 2 forbids it. */
export function heartbeatExtension(mode: 1 | 2): Extension {
  return { type: EXTENSION.heartbeat, data: Uint8Array.of(mode) };
}

/** The heartbeat mode a hello carries (any byte, for the peer may send nonsense); null when there is none. */
export function heartbeatMode(extensions: readonly Extension[] | null): number | null {
  const data = extensions?.find((extension) => extension.type === EXTENSION.heartbeat)?.data;
  return data?.length === 1 ? (data[0] ?? null) : null;
}

/** supported_groups (RFC 8422 section 5.1.1). */
export function supportedGroupsExtension(groups: readonly number[]): Extension {
  return { type: EXTENSION.supportedGroups, data: new ByteWriter().vector16(encodeU16List(groups)).finish() };
}

/** ec_point_formats (RFC 8422 section 5.1.2): uncompressed points only. */
export function ecPointFormatsExtension(): Extension {
  return { type: EXTENSION.ecPointFormats, data: Uint8Array.of(1, 0) };
}

/** signature_algorithms (RFC 5246 section 7.4.1.4.1), each pair as one number: hash in the high byte, signature in the low. */
export function signatureAlgorithmsExtension(pairs: readonly number[]): Extension {
  return { type: EXTENSION.signatureAlgorithms, data: new ByteWriter().vector16(encodeU16List(pairs)).finish() };
}

/** renegotiation_info of a first handshake (RFC 5746 section 3.2): nothing to bind to yet. */
export function renegotiationInfoExtension(): Extension {
  return { type: EXTENSION.renegotiationInfo, data: Uint8Array.of(0) };
}

/** supported_versions as a client sends it (RFC 8446 section 4.2.1). */
export function supportedVersionsExtension(versions: readonly number[]): Extension {
  return { type: EXTENSION.supportedVersions, data: new ByteWriter().vector8(encodeU16List(versions)).finish() };
}

/** The reverse of `supportedVersionsExtension`, from its data; null when it is no list of versions. */
export function decodeSupportedVersions(data: Uint8Array): readonly number[] | null {
  const reader = new ByteReader(data);
  const list = reader.vector8();
  return list === null || list.length === 0 || reader.remaining > 0 ? null : decodeU16List(list);
}

/** supported_versions as a server sends it: the one it chose. */
export function selectedVersionExtension(version: number): Extension {
  return { type: EXTENSION.supportedVersions, data: encodeU16List([version]) };
}

/** key_share as a client sends it (RFC 8446 section 4.2.8). */
export function keyShareExtension(entries: readonly { readonly group: number; readonly key: Uint8Array }[]): Extension {
  const shares = new ByteWriter();
  for (const { group, key } of entries) shares.u16(group).vector16(key);
  return { type: EXTENSION.keyShare, data: new ByteWriter().vector16(shares.finish()).finish() };
}
