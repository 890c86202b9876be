/** Gives equal sequences of whole numbers the same small number: how equal cells, lineages and endpoints become one (statistics.md, section 3). */

import * as arrays from "./arrays.ts";

// Local names: where the code is transformed (tests), an imported one is looked up again in every turn of a loop.
const { whole } = arrays;

export interface Interner {
  /** The number of the first `length` entries of `sequence`; numbers are given from 0 in order of first appearance. */
  readonly intern: (sequence: Int32Array, length: number) => number;
  readonly size: () => number;
  /** Where each sequence begins in `pool`, with one entry more. */
  readonly offsets: () => Int32Array;
  readonly pool: () => Int32Array;
}

export function interner(): Interner {
  let pool = new Int32Array(1024);
  let used = 0;
  let offsets = new Int32Array(256);
  let hashes = new Int32Array(256);
  let count = 0;
  // Open addressing; 0 is empty, else the number plus one. Never more than half full.
  let slots = new Int32Array(1024);

  const same = (id: number, sequence: Int32Array, length: number): boolean => {
    const from = whole(offsets, id);
    if (whole(offsets, id + 1) - from !== length) return false;
    for (let i = 0; i < length; i++) if (pool[from + i] !== sequence[i]) return false;
    return true;
  };
  const widen = () => {
    slots = new Int32Array(slots.length * 2);
    for (let id = 0; id < count; id++) {
      let at = whole(hashes, id) & (slots.length - 1);
      while (slots[at] !== 0) at = (at + 1) & (slots.length - 1);
      slots[at] = id + 1;
    }
  };
  const keep = (sequence: Int32Array, length: number, hash: number): number => {
    if (used + length > pool.length) pool = grown(pool, used + length);
    for (let i = 0; i < length; i++) pool[used + i] = whole(sequence, i);
    used += length;
    if (count + 2 > offsets.length) {
      offsets = grown(offsets, count + 2);
      hashes = grown(hashes, count + 2);
    }
    offsets[count + 1] = used;
    hashes[count] = hash;
    count += 1;
    if (count * 2 > slots.length) widen();
    return count - 1;
  };
  return {
    intern: (sequence, length) => {
      const hash = hashOf(sequence, length);
      let at = hash & (slots.length - 1);
      for (let id = whole(slots, at); id !== 0; id = whole(slots, at)) {
        if (hashes[id - 1] === hash && same(id - 1, sequence, length)) return id - 1;
        at = (at + 1) & (slots.length - 1);
      }
      slots[at] = count + 1;
      return keep(sequence, length, hash);
    },
    size: () => count,
    offsets: () => offsets.slice(0, count + 1),
    pool: () => pool.slice(0, used),
  };
}

function grown(array: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(needed, array.length * 2));
  larger.set(array);
  return larger;
}

/** Murmur-like mixing: consecutive small numbers must not fall into neighbouring slots. */
function hashOf(sequence: Int32Array, length: number): number {
  let hash = length;
  for (let i = 0; i < length; i++) {
    hash = Math.imul(hash ^ whole(sequence, i), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  return Math.imul(hash, 0x2c1b3c6d) ^ (hash >>> 13);
}
