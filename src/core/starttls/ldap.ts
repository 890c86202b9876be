/** LDAP (RFC 4511 section 4.14): the extended operation StartTLS and its answer, in BER. */

import { fromHex } from "../wire/bytes.ts";
import { type Dialogue, NOT_OFFERED, NOT_UNDERSTOOD, READY, REFUSED, sendBytes, take } from "./dialogue.ts";

/** SEQUENCE { messageID 1, [APPLICATION 23] { [0] "1.3.6.1.4.1.1466.20037" } } */
export const START_TLS_REQUEST = fromHex("301d02010177188016312e332e362e312e342e312e313436362e3230303337");

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const ENUMERATED = 0x0a;
const EXTENDED_RESPONSE = 0x78;
/** resultCode protocolError: what section 4.14.2 says for an operation that is not supported. */
const PROTOCOL_ERROR = 2;

export function* ldap(): Dialogue {
  yield* sendBytes(START_TLS_REQUEST);
  const [tag = 0, first = 0] = yield* take(2);
  if (tag !== SEQUENCE) return NOT_UNDERSTOOD;
  let length = first;
  if (first >= 0x80) {
    // Long form; more than two bytes of length is more than is read here.
    if (first !== 0x81 && first !== 0x82) return NOT_UNDERSTOOD;
    length = (yield* take(first & 0x7f)).reduce((sum, byte) => sum * 256 + byte, 0);
  }
  const result = resultOf(yield* take(length));
  if (result === null) return NOT_UNDERSTOOD;
  if (result === 0) return READY;
  return result === PROTOCOL_ERROR ? NOT_OFFERED : REFUSED;
}

/** The result code of the answer to message 1; null: it is something else, a notice of disconnection for one. */
function resultOf(message: Uint8Array): number | null {
  const id = element(message, 0);
  if (id?.tag !== INTEGER || id.body.length !== 1 || id.body[0] !== 1) return null;
  const response = element(message, id.end);
  if (response?.tag !== EXTENDED_RESPONSE) return null;
  const code = element(response.body, 0);
  if (code?.tag !== ENUMERATED || code.body.length !== 1) return null;
  return code.body[0] ?? null;
}

interface Element {
  readonly tag: number;
  readonly body: Uint8Array;
  readonly end: number;
}

function element(bytes: Uint8Array, at: number): Element | null {
  const [tag, first] = bytes.subarray(at, at + 2);
  if (tag === undefined || first === undefined) return null;
  const wide = first < 0x80 ? 0 : first & 0x7f;
  if (wide > 2 || first === 0x80) return null;
  const start = at + 2 + wide;
  if (start > bytes.length) return null;
  const length = wide === 0 ? first : bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  const end = start + length;
  return end > bytes.length ? null : { tag, body: bytes.subarray(start, end), end };
}
