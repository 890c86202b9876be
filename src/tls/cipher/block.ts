/** Block ciphers of our own and cipher block chaining over them, for what OpenSSL 3 no longer offers. */

/** A keyed block cipher. Both functions transform one block of `blockLength` bytes at `offset` of `data` in place. */
export interface BlockCipher {
  readonly blockLength: number;
  encrypt(data: Uint8Array, offset: number): void;
  decrypt(data: Uint8Array, offset: number): void;
}

/** CBC encryption without padding; `data` must be a whole number of blocks. */
export function cbcEncrypt(cipher: BlockCipher, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data); // slice() of a Buffer would be a view, and what the network gives is one
  let previous = iv;
  for (let at = 0; at < out.length; at += cipher.blockLength) {
    xorInto(out, at, previous);
    cipher.encrypt(out, at);
    previous = out.subarray(at, at + cipher.blockLength);
  }
  return out;
}

/** CBC decryption without padding; `data` must be a whole number of blocks. */
export function cbcDecrypt(cipher: BlockCipher, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data);
  let previous = iv;
  for (let at = 0; at < out.length; at += cipher.blockLength) {
    cipher.decrypt(out, at);
    xorInto(out, at, previous);
    previous = data.subarray(at, at + cipher.blockLength);
  }
  return out;
}

function xorInto(data: Uint8Array, offset: number, mask: Uint8Array): void {
  for (let i = 0; i < mask.length; i++) data[offset + i] = (data[offset + i] as number) ^ (mask[i] as number);
}
