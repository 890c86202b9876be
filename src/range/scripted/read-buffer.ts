/**
 * A model of OpenSSL 1.0.1's read buffer, which is what an over-read reads.
 * ssl3_read_n moves every record to the start of one long-lived buffer before it is looked at, and never clears it. So
 * behind a short record lie the tails of longer, earlier ones (the ClientHello, say): the client's own bytes. Only
 * beyond everything this connection ever received lies memory of somebody else. Here that memory is marked filler.
 */

/** What stands where a real server would have served foreign memory. */
export const FILLER = new TextEncoder().encode("[crosscheck range: marked filler, no memory] ");

/** Bytes read from the buffer, and how many of them no client ever sent on this connection. */
export interface BufferRead {
  readonly bytes: Uint8Array;
  readonly foreign: number;
}

export class ReadBuffer {
  /** Everything up to the end of the longest record so far. */
  #bytes = new Uint8Array(0);

  /** Reads in one record, header and body, over the start of what was there before. */
  hold(record: Uint8Array): void {
    this.overwrite(0, record);
  }

  /** Decryption happens in place: the plaintext replaces the ciphertext it came from. */
  overwrite(offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(end);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, offset);
  }

  /** Copies out `length` bytes from `offset`, as memcpy does: without asking whether they belong together. */
  read(offset: number, length: number): BufferRead {
    const bytes = new Uint8Array(length);
    const own = this.#bytes.subarray(offset, offset + length);
    bytes.set(own);
    for (let i = own.length; i < length; i++) bytes[i] = FILLER[i % FILLER.length] ?? 0;
    return { bytes, foreign: length - own.length };
  }
}
