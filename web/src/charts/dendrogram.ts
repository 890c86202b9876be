/** A tree of detectors as lines: leaves down the side, distance to the left. Pure. */

export interface TreeBranch {
  readonly first: readonly string[];
  readonly second: readonly string[];
  /** 0: they say the same; 1: nothing in common. */
  readonly height: number;
  readonly support: number;
}

export interface TreeLine {
  /** Heights, and leaves counted from the top: halves are between two leaves. */
  readonly fromHeight: number;
  readonly toHeight: number;
  readonly fromLeaf: number;
  readonly toLeaf: number;
}

export interface TreeJoin {
  readonly height: number;
  readonly leaf: number;
  readonly support: number;
  readonly members: readonly string[];
}

export interface Dendrogram {
  /** So that no lines cross; who is in no branch comes last, in the order given. */
  readonly leaves: readonly string[];
  readonly lines: readonly TreeLine[];
  readonly joins: readonly TreeJoin[];
}

/** @param branches from the lowest up. Branches at height 1 join what has nothing in common: they order the leaves and are not drawn. */
export function dendrogram(ids: readonly string[], branches: readonly TreeBranch[]): Dendrogram {
  const leaves = leavesOf(ids, branches);
  const placeOf = new Map(leaves.map((id, place) => [id, place]));
  /** Where each group's own line stands: by its members. */
  const stands = new Map<string, { readonly leaf: number; readonly height: number }>();
  const keyOf = (members: readonly string[]) => members.toSorted().join("\0");
  const standOf = (members: readonly string[]) =>
    stands.get(keyOf(members)) ?? { leaf: placeOf.get(members[0] ?? "") ?? 0, height: 0 };
  const lines: TreeLine[] = [];
  const joins: TreeJoin[] = [];
  for (const { first, second, height, support } of branches) {
    const at = Number.isFinite(height) ? Math.min(1, Math.max(0, height)) : 1;
    const [a, b] = [standOf(first), standOf(second)];
    const leaf = (a.leaf + b.leaf) / 2;
    const members = [...first, ...second];
    stands.set(keyOf(members), { leaf, height: at });
    if (at >= 1) continue;
    lines.push(
      { fromHeight: a.height, toHeight: at, fromLeaf: a.leaf, toLeaf: a.leaf },
      { fromHeight: b.height, toHeight: at, fromLeaf: b.leaf, toLeaf: b.leaf },
      { fromHeight: at, toHeight: at, fromLeaf: Math.min(a.leaf, b.leaf), toLeaf: Math.max(a.leaf, b.leaf) },
    );
    joins.push({ height: at, leaf, support, members });
  }
  return { leaves, lines, joins };
}

function leavesOf(ids: readonly string[], branches: readonly TreeBranch[]): readonly string[] {
  const groups = new Map<string, readonly string[]>(ids.map((id) => [id, [id]]));
  for (const { first, second } of branches) {
    const [a, b] = [groups.get(first[0] ?? "") ?? [], groups.get(second[0] ?? "") ?? []];
    if (a.length === 0 || b.length === 0 || a === b) continue;
    const joined = [...a, ...b];
    for (const member of joined) groups.set(member, joined);
  }
  const done = new Set<string>();
  const bySize = [...new Set(groups.values())].toSorted((a, b) => b.length - a.length);
  return bySize.flatMap((group) => group.filter((id) => !done.has(id) && done.add(id)));
}
