/** RC4, which OpenSSL 3 no longer offers: a stream that is copied before each use, so that a refused record leaves no trace. */

/** RC4's keystream generator. Not for secrecy of ours: it lets us talk to servers that speak nothing better. */
export class Rc4 {
  readonly #state: Uint8Array;
  #i = 0;
  #j = 0;

  private constructor(state: Uint8Array) {
    this.#state = state;
  }

  /** The state after key setup. `key`: 5 to 16 bytes in TLS. */
  static keyed(key: Uint8Array): Rc4 {
    const state = Uint8Array.from({ length: 256 }, (_, i) => i);
    let j = 0;
    for (let i = 0; i < 256; i++) {
      const si = state[i] as number;
      j = (j + si + (key[i % key.length] as number)) & 0xff;
      state[i] = state[j] as number;
      state[j] = si;
    }
    return new Rc4(state);
  }

  /** An independent copy at the same position of the keystream. */
  clone(): Rc4 {
    const copy = new Rc4(this.#state.slice());
    copy.#i = this.#i;
    copy.#j = this.#j;
    return copy;
  }

  /** Encrypts or decrypts the next bytes and advances. */
  apply(data: Uint8Array): Uint8Array {
    const out = new Uint8Array(data.length);
    const s = this.#state;
    let i = this.#i;
    let j = this.#j;
    for (let n = 0; n < data.length; n++) {
      i = (i + 1) & 0xff;
      const si = s[i] as number;
      j = (j + si) & 0xff;
      const sj = s[j] as number;
      s[i] = sj;
      s[j] = si;
      out[n] = (data[n] as number) ^ (s[(si + sj) & 0xff] as number);
    }
    this.#i = i;
    this.#j = j;
    return out;
  }
}
