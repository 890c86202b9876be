/** PostgreSQL (documentation, "Message Flow", SSL Session Encryption): eight bytes, one byte back. */

import { fromHex } from "../wire/bytes.ts";
import { type Dialogue, NOT_OFFERED, NOT_UNDERSTOOD, READY, sendBytes, take } from "./dialogue.ts";

/** SSLRequest: length 8, code 80877103. */
export const SSL_REQUEST = fromHex("0000000804d2162f");

export function* postgres(): Dialogue {
  yield* sendBytes(SSL_REQUEST);
  switch (String.fromCharCode(...(yield* take(1)))) {
    case "S":
      return READY;
    // Also what a server says that knows no SSLRequest: an ErrorMessage, which begins with E.
    case "N":
    case "E":
      return NOT_OFFERED;
    default:
      return NOT_UNDERSTOOD;
  }
}
