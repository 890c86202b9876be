/** Who found what, as rows of dots and bars (UpSet: Lex et al., IEEE TVCG 20, 2014), lying on its side. Pure. */

export interface FoundSet {
  readonly detectors: readonly string[];
  readonly endpoints: number;
}

export interface UpsetRow {
  readonly detectors: readonly string[];
  /** By column. */
  readonly members: readonly boolean[];
  /** First and last column that is a member: where the line runs. */
  readonly from: number;
  readonly to: number;
  readonly endpoints: number;
  /** Of the longest bar, 0 to 1. */
  readonly length: number;
}

export interface Upset {
  readonly columns: readonly string[];
  readonly rows: readonly UpsetRow[];
  /** Endpoints that each column calls vulnerable. */
  readonly totals: readonly number[];
  readonly endpoints: number;
  /** Endpoints in rows beyond `most`. */
  readonly rest: number;
}

/** @param order of the columns; who found nothing has none. @param most rows */
export function upset(found: readonly FoundSet[], order: readonly string[], most: number): Upset {
  const sets = found.filter(({ endpoints, detectors }) => endpoints > 0 && detectors.length > 0);
  const finders = new Set(sets.flatMap(({ detectors }) => detectors));
  const columns = [...order.filter((id) => finders.has(id)), ...[...finders].filter((id) => !order.includes(id))];
  const sorted = sets.toSorted((a, b) => b.endpoints - a.endpoints);
  const longest = sorted[0]?.endpoints ?? 1;
  const rows = sorted.slice(0, most).map(({ detectors, endpoints }): UpsetRow => {
    const members = columns.map((id) => detectors.includes(id));
    return {
      ...{ detectors, members, endpoints },
      from: members.indexOf(true),
      to: members.lastIndexOf(true),
      length: endpoints / longest,
    };
  });
  const sum = (some: readonly FoundSet[]) => some.reduce((total, { endpoints }) => total + endpoints, 0);
  return {
    columns,
    rows,
    totals: columns.map((id) => sum(sets.filter(({ detectors }) => detectors.includes(id)))),
    endpoints: sum(sets),
    rest: sum(sorted.slice(most)),
  };
}
