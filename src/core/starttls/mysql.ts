/** MySQL and MariaDB (MySQL internals, "Connection Phase": Protocol::HandshakeV10, Protocol::SSLRequest). */

import { ByteReader, fromHex } from "../wire/bytes.ts";
import { type Dialogue, NOT_OFFERED, NOT_UNDERSTOOD, READY, REFUSED, sendBytes, take } from "./dialogue.ts";

/**
 * Packet 1 of 32 bytes: CLIENT_PROTOCOL_41, CLIENT_SSL and CLIENT_SECURE_CONNECTION, packets up to 16 MB, character set
 * utf8, 23 zeros. After it the client speaks TLS at once; the server says no word of its own.
 */
const SSL_REQUEST = fromHex(`20000001 008a0000 00000001 21 ${"00".repeat(23)}`);
const CLIENT_SSL = 0x0800;
const HANDSHAKE_V10 = 10;
const ERROR = 0xff;

export function* mysql(): Dialogue {
  const [low = 0, mid = 0, high = 0, sequence] = yield* take(4);
  if (sequence !== 0) return NOT_UNDERSTOOD;
  const packet = yield* take(low + 256 * mid + 65_536 * high);
  if (packet[0] === ERROR) return REFUSED;
  if (packet[0] !== HANDSHAKE_V10) return NOT_UNDERSTOOD;
  const version = packet.indexOf(0, 1);
  if (version === -1) return NOT_UNDERSTOOD;
  // Behind the version: thread id (4), first part of the challenge (8), a filler, capabilities.
  const reader = new ByteReader(packet.subarray(version + 1 + 4 + 8 + 1));
  const [flagsLow, flagsHigh] = reader.take(2) ?? [];
  if (flagsLow === undefined || flagsHigh === undefined) return NOT_UNDERSTOOD;
  if ((((flagsHigh << 8) | flagsLow) & CLIENT_SSL) === 0) return NOT_OFFERED;
  yield* sendBytes(SSL_REQUEST);
  return READY;
}
