/** Columns that grow by doubling, and are put in the order of their slots at the end. */

type Column = Int32Array | Uint8Array | Float64Array;

const FIRST = 4096;

export class AnswerColumns {
  #length = 0;
  #slot = new Int32Array(FIRST);
  #source = new Int32Array(FIRST);
  #outcome = new Uint8Array(FIRST);
  #evidence = new Uint8Array(FIRST);
  #reason = new Uint8Array(FIRST);
  #startedAt = new Float64Array(FIRST);
  #id = new Float64Array(FIRST);
  #transcribed = new Uint8Array(FIRST);

  add(
    slot: number,
    source: number,
    outcome: number,
    evidence: number,
    reason: number,
    startedAt: number,
    id: number,
    transcribed: number,
  ): void {
    const at = this.#length++;
    if (at === this.#slot.length) this.#grow();
    this.#slot[at] = slot;
    this.#source[at] = source;
    this.#outcome[at] = outcome;
    this.#evidence[at] = evidence;
    this.#reason[at] = reason;
    this.#startedAt[at] = startedAt;
    this.#id[at] = id;
    this.#transcribed[at] = transcribed;
  }

  /** A counting sort: those of one slot stay in the order in which they were added. */
  inOrderOfSlots(slots: number) {
    const length = this.#length;
    const next = offsetsOf(this.#slot.subarray(0, length), slots);
    const to = new Int32Array(length);
    for (let at = 0; at < length; at++) {
      const slot = this.#slot[at] ?? 0;
      const place = next[slot] ?? 0;
      to[at] = place;
      next[slot] = place + 1;
    }
    return {
      slot: moved(this.#slot, to, new Int32Array(length)),
      source: moved(this.#source, to, new Int32Array(length)),
      outcome: moved(this.#outcome, to, new Uint8Array(length)),
      evidence: moved(this.#evidence, to, new Uint8Array(length)),
      reason: moved(this.#reason, to, new Uint8Array(length)),
      startedAt: moved(this.#startedAt, to, new Float64Array(length)),
      id: moved(this.#id, to, new Float64Array(length)),
      transcribed: moved(this.#transcribed, to, new Uint8Array(length)),
    };
  }

  #grow(): void {
    const length = this.#length * 2;
    this.#slot = resized(this.#slot, new Int32Array(length));
    this.#source = resized(this.#source, new Int32Array(length));
    this.#outcome = resized(this.#outcome, new Uint8Array(length));
    this.#evidence = resized(this.#evidence, new Uint8Array(length));
    this.#reason = resized(this.#reason, new Uint8Array(length));
    this.#startedAt = resized(this.#startedAt, new Float64Array(length));
    this.#id = resized(this.#id, new Float64Array(length));
    this.#transcribed = resized(this.#transcribed, new Uint8Array(length));
  }
}

/** Where each group begins, with one entry more. @param group of every entry, below `groups` */
export function offsetsOf(group: Int32Array, groups: number): Int32Array {
  const starts = new Int32Array(groups + 1);
  for (const each of group) starts[each + 1] = (starts[each + 1] ?? 0) + 1;
  for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  return starts;
}

function moved<T extends Column>(from: T, to: Int32Array, into: T): T {
  for (let at = 0; at < to.length; at++) into[to[at] ?? 0] = from[at] ?? 0;
  return into;
}

function resized<T extends Column>(from: T, to: T): T {
  to.set(from.subarray(0, to.length));
  return to;
}
