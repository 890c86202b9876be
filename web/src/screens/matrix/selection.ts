/** Which rows are selected: some by name, or all that match a view but some. Pure. */

export interface Selection {
  /** Whether `keys` are those left out of all that match. */
  readonly all: boolean;
  readonly keys: ReadonlySet<string>;
}

export const NOTHING: Selection = { all: false, keys: new Set() };
export const EVERYTHING: Selection = { all: true, keys: new Set() };

export function isSelected({ all, keys }: Selection, key: string): boolean {
  return keys.has(key) !== all;
}

export function withToggled(selection: Selection, key: string): Selection {
  return withSet(selection, [key], !isSelected(selection, key));
}

export function withSet({ all, keys }: Selection, some: Iterable<string>, selected: boolean): Selection {
  const changed = new Set(keys);
  for (const key of some) {
    if (selected === all) changed.delete(key);
    else changed.add(key);
  }
  return { all, keys: changed };
}

/** @param total rows that match */
export function sizeOf({ all, keys }: Selection, total: number): number {
  return all ? Math.max(0, total - keys.size) : keys.size;
}
