/** Rows of one view, fetched in pages as they come into sight. What is known stays on the screen while it is asked again. */

import type { Column, Matrix, Row } from "../../api/types.ts";
import { pagesIn, type Sight } from "./track.ts";

export const PAGE = 100;
/** Pages kept: ten thousand rows. */
const MOST_KEPT = 100;
/** Requests at once. */
const AT_ONCE = 2;

interface Kept {
  readonly rows: readonly Row[];
  stale: boolean;
}

export interface Pages {
  readonly total: number | null;
  readonly columns: readonly Column[];
  readonly revision: number;
  /** null: not known yet. */
  row(index: number): Row | null;
  /** What is in sight; ahead: which way one scrolls, 0: not at all. */
  want(sight: Sight, ahead: -1 | 0 | 1): void;
  /** Something changed on the server: what is in sight is asked again. */
  renew(): void;
  close(): void;
}

export interface Fetching {
  readonly fetch: (offset: number, limit: number) => Promise<Matrix>;
  /** Rows, columns or the total are other than before. */
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

export function createPages({ fetch, changed, failed }: Fetching): Pages {
  const kept = new Map<number, Kept>();
  const asking = new Set<number>();
  let wanted: readonly number[] = [];
  let total: number | null = null;
  let columns: readonly Column[] = [];
  let revision = 0;
  /** Grows when all becomes stale: an answer asked for before then is stale when it comes. */
  let age = 0;
  let closed = false;

  const next = () => {
    for (const page of wanted) {
      if (asking.size >= AT_ONCE) return;
      const known = kept.get(page);
      if (asking.has(page) || (known !== undefined && !known.stale)) continue;
      void ask(page);
    }
  };
  const ask = async (page: number) => {
    asking.add(page);
    const asked = age;
    try {
      const matrix = await fetch(page * PAGE, PAGE);
      if (closed) return;
      take(page, matrix, asked !== age);
      changed();
    } catch (error) {
      // Asked again when something changes or comes into sight, not in a loop.
      wanted = wanted.filter((each) => each !== page);
      if (!closed) failed(error);
    }
    asking.delete(page);
    if (!closed) next();
  };
  const take = (page: number, matrix: Matrix, stale: boolean) => {
    kept.delete(page);
    kept.set(page, { rows: matrix.rows, stale });
    for (const old of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      if (!wanted.includes(old)) kept.delete(old);
    }
    if (matrix.revision < revision) return;
    ({ total, revision, columns } = matrix);
  };

  return {
    get total() {
      return total;
    },
    get columns() {
      return columns;
    },
    get revision() {
      return revision;
    },
    row: (index) => kept.get(Math.floor(index / PAGE))?.rows[index % PAGE] ?? null,
    want(sight, ahead) {
      const seen = total === null ? [0] : pagesIn(sight, PAGE);
      const further = ahead === 0 || total === null ? [] : pagesAhead(seen, ahead, total);
      wanted = [...seen, ...further];
      next();
    },
    renew() {
      age++;
      for (const page of kept.values()) page.stale = true;
      next();
    },
    close() {
      closed = true;
    },
  };
}

function pagesAhead(seen: readonly number[], ahead: -1 | 1, total: number): readonly number[] {
  const edge = (ahead > 0 ? seen.at(-1) : seen[0]) ?? 0;
  const page = edge + ahead;
  return page < 0 || page * PAGE >= total ? [] : [page];
}
