/** The endpoints of several runs, where the same place has another id in each: every place once, in the order of `campaign`. */

import type { Endpoint } from "../../core/model/endpoint.ts";
import type { SqlValue } from "./driver.ts";
import { endpointOf } from "./rows.ts";

interface Placed {
  readonly columns: readonly SqlValue[];
  /** "asked" where any run says so. */
  origin: SqlValue;
  readonly ids: number[];
}

export class EndpointPlaces {
  readonly #places = new Map<string, Placed>();

  /** @param row id, address, port, transport, server_name, origin */
  add(row: readonly SqlValue[]): void {
    const [id, address, port, transport, serverName, origin] = row;
    const key = [address, port, transport, serverName].join("\0");
    const known = this.#places.get(key);
    if (known === undefined) {
      this.#places.set(key, { columns: row, origin: origin ?? null, ids: [Number(id)] });
      return;
    }
    known.ids.push(Number(id));
    if (String(origin) < String(known.origin)) known.origin = origin ?? null;
  }

  /** A slot is one id; slots are sorted by place, then by id. Forgets what was added. */
  sorted() {
    const placed = [...this.#places.values()].toSorted(inOrder);
    this.#places.clear();
    const total = placed.reduce((sum, { ids }) => sum + ids.length, 0);
    const ids = new Float64Array(total);
    const slotIndex = new Int32Array(total);
    const idStarts = new Int32Array(placed.length + 1);
    const endpoints: Endpoint[] = [];
    let slot = 0;
    for (const [index, { columns, origin, ids: own }] of placed.entries()) {
      endpoints.push(readEndpoint(columns, origin));
      for (const id of own.toSorted((a, b) => a - b)) {
        ids[slot] = id;
        slotIndex[slot++] = index;
      }
      idStarts[index + 1] = slot;
    }
    return { endpoints, ids, slotIndex, idStarts, slotOf: slotsById(ids) };
  }
}

/** As SQLite sorts (campaign): text by its code points, numbers by their value. */
function inOrder({ columns: a }: Placed, { columns: b }: Placed): number {
  for (const column of COMPARED) {
    const [one, other] = [a[column] ?? "", b[column] ?? ""];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

const COMPARED = [1, 2, 3, 4] as const;

function readEndpoint(columns: readonly SqlValue[], origin: SqlValue): Endpoint {
  const [, address = null, port = null, transport = null, serverName = null] = columns;
  return endpointOf({ address, port, transport, server_name: serverName, origin });
}

/** Ids are dense in a database of one incident: an array instead of a map; -1: not among them. */
function slotsById(ids: Float64Array): (id: number) => number {
  if (ids.length === 0) return () => -1;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const id of ids) {
    low = Math.min(low, id);
    high = Math.max(high, id);
  }
  if (!(high - low < 8 * ids.length + 1024)) {
    const slots = new Map(Array.from(ids, (id, slot) => [id, slot]));
    return (id) => slots.get(id) ?? -1;
  }
  const slots = new Int32Array(high - low + 1).fill(-1);
  for (const [slot, id] of ids.entries()) slots[id - low] = slot;
  return (id) => slots[id - low] ?? -1;
}
