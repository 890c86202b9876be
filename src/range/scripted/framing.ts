/** How handshake messages become record bodies: any cut is allowed (RFC 5246, 6.2.1), and clients differ in what they can read. */

import { concat } from "../../core/wire/bytes.ts";
import { pieces } from "../network/pieces.ts";
import type { Dials } from "../conditions/dials.ts";

/** Largest plaintext of one record. */
export const MAX_PLAINTEXT = 16384;

/** The bodies of the records that carry these writes of the handshake layer. */
export function frame(writes: readonly Uint8Array[], framing: Dials["framing"]): readonly Uint8Array[] {
  if (framing === "message_per_record") return writes.flatMap((write) => pieces(write, MAX_PLAINTEXT));
  return pieces(concat(writes), framing === "one_record" ? MAX_PLAINTEXT : framing.recordBytes);
}
