/** Seeded mutation of bytes: the same seed makes the same nonsense, so that a failure can be looked at again. */

/** A small generator (mulberry32). Quality does not matter here, repeatability does. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Uniform in [0, 1). */
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Below `n`. */
  below(n: number): number {
    return Math.floor(this.unit() * n);
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new RangeError("nothing to pick from");
    return one;
  }
}

type Mutation = (bytes: Uint8Array, dice: Dice, others: readonly Uint8Array[]) => Uint8Array;

const concat = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
const NASTY_LENGTHS = [0x00, 0x01, 0x3f, 0x40, 0x7f, 0x80, 0xff];

const MUTATIONS: readonly Mutation[] = [
  (bytes, dice) => {
    const copy = Uint8Array.from(bytes);
    const at = dice.below(copy.length);
    if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << dice.below(8));
    return copy;
  },
  (bytes, dice) => {
    const copy = Uint8Array.from(bytes);
    if (copy.length > 0) copy[dice.below(copy.length)] = dice.pick(NASTY_LENGTHS);
    return copy;
  },
  (bytes, dice) => bytes.subarray(0, dice.below(bytes.length + 1)),
  (bytes, dice) => {
    const at = dice.below(bytes.length + 1);
    return concat(bytes.subarray(0, at), dice.bytes(dice.below(40)), bytes.subarray(at));
  },
  (bytes, dice) => {
    const from = dice.below(bytes.length + 1);
    return concat(bytes.subarray(0, from), bytes.subarray(from + dice.below(60)));
  },
  (bytes, dice, others) => {
    const other = others.length === 0 ? bytes : dice.pick(others);
    return concat(bytes.subarray(0, dice.below(bytes.length + 1)), other.subarray(dice.below(other.length + 1)));
  },
  (bytes, dice) => {
    const from = dice.below(bytes.length + 1);
    const again = bytes.subarray(from, from + dice.below(200));
    return concat(bytes.subarray(0, from), again, again, bytes.subarray(from));
  },
];

/** Up to three mutations, one after the other; sometimes none. */
export function mutate(bytes: Uint8Array, dice: Dice, others: readonly Uint8Array[] = []): Uint8Array {
  let result = bytes;
  for (let times = dice.below(4); times > 0; times--) result = dice.pick(MUTATIONS)(result, dice, others);
  return result;
}

/** Cuts bytes at random places, as a network may. */
export function segments(bytes: Uint8Array, dice: Dice): readonly Uint8Array[] {
  const longest = dice.pick([1, 5, 100, 1460, 65_536]);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + dice.below(longest);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}
