/**
 * The DTLS record layer (RFC 6347 section 4.1): thirteen bytes of header, then the body. Records never span datagrams;
 * a datagram may carry several.
 */

import { ByteReader, ByteWriter } from "./bytes.ts";
import { CONTENT } from "./record.ts";

export interface DtlsRecord {
  readonly type: number;
  readonly version: number;
  readonly epoch: number;
  /** 48 bits. */
  readonly sequence: number;
  readonly body: Uint8Array;
}

const DTLS_HEADER = 13;
const MAX_BODY = 2 ** 14 + 2048;
const MAX_SEQUENCE = 2 ** 48;

/** One record as bytes. @throws RangeError for a body beyond 2^16 - 1 bytes or a number that does not fit its field. */
export function encodeDtlsRecord({ type, version, epoch, sequence, body }: DtlsRecord): Uint8Array {
  if (!Number.isInteger(sequence) || sequence < 0 || sequence >= MAX_SEQUENCE) {
    throw new RangeError("a DTLS sequence number has 48 bits");
  }
  return new ByteWriter(DTLS_HEADER + body.length)
    .u8(type)
    .u16(version)
    .u16(epoch)
    .u16(Math.floor(sequence / 2 ** 32))
    .u32(sequence % 2 ** 32)
    .vector16(body)
    .finish();
}

export interface Datagram {
  /** The whole records in front; bodies are views of the datagram. */
  readonly records: readonly DtlsRecord[];
  /** A record that the datagram ends inside: its type and how long it says to be, without its bytes. */
  readonly cut: { readonly type: number; readonly length: number; readonly received: number } | null;
  /** What is left is no DTLS record at all. */
  readonly defect: boolean;
}

/** Reads one datagram. Total: whatever is not a record ends the reading. */
export function decodeDatagram(bytes: Uint8Array): Datagram {
  const reader = new ByteReader(bytes);
  const records: DtlsRecord[] = [];
  while (reader.remaining > 0) {
    const type = reader.u8();
    const version = reader.u16();
    const epoch = reader.u16();
    const high = reader.u16();
    const low = reader.u32();
    const length = reader.u16();
    if (type === null || version === null || epoch === null || high === null || low === null || length === null) {
      return { records, cut: null, defect: true };
    }
    // 0x0100 is the version of OpenSSL's first, incompatible DTLS: framed alike, never negotiated here.
    const framed = version >> 8 === 0xfe && type >= CONTENT.changeCipherSpec && type <= CONTENT.heartbeat;
    if (!framed || length > MAX_BODY) return { records, cut: null, defect: true };
    const body = reader.take(length);
    if (body === null) return { records, cut: { type, length, received: reader.remaining }, defect: false };
    records.push({ type, version, epoch, sequence: high * 2 ** 32 + low, body });
  }
  return { records, cut: null, defect: false };
}
