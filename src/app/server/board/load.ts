/** Rows of the board out of the store: all of them at the start in one pass, one at a time as answers come in. */

import type { BoardRow } from "../../../core/board/board-row.ts";
import { cellCode } from "../../../core/board/cell-code.ts";
import { withoutDiscredited } from "../../../core/controls.ts";
import { judge } from "../../../core/judge.ts";
import { latestWords } from "../../../core/matrix/latest.ts";
import { type CellObservation, matrixCells } from "../../../core/matrix/matrix.ts";
import { type Endpoint, endpointLabel } from "../../../core/model/endpoint.ts";
import type { Verdict } from "../../../core/model/observation.ts";
import type { Answered, Mention, Store } from "../../../core/ports/store.ts";
import { type Incident, readIncident } from "../../incident.ts";
import { counts } from "../../output/results.ts";
import type { Campaign, Discredited } from "../../rows.ts";

/** A row with what it takes to make it anew. */
export interface LoadedRow extends BoardRow {
  /** The endpoint's ids, one for each run that has it, ascending. */
  readonly ids: readonly number[];
}

/** Numbers for detectors, in the order in which they are met. */
export interface ColumnIndex {
  indexOf(detector: string): number;
}

/** What was typed that led to an endpoint. */
type Named = Pick<BoardRow, "names" | "owner" | "tag">;

interface Loaded {
  readonly rows: readonly LoadedRow[];
  /** Everyone who answered. */
  readonly answered: readonly Answered[];
}

/** Rows about which the same was said share their cells: a hundred thousand rows have some thousand patterns. */
export function loadRows(store: Store, campaign: Campaign, columns: ColumnIndex): Loaded {
  const incident = readIncident(store, campaign);
  const owned = ownersOf(store, campaign);
  const patterns = new Map<number, Uint8Array>();
  const cellsAt = (index: number): Uint8Array => {
    const pattern = incident.pattern(index);
    const known = patterns.get(pattern);
    if (known !== undefined) return known;
    const cells = cellsOf(
      incident.latestOf(index).map((at) => incident.said(at)),
      columns,
    );
    patterns.set(pattern, cells);
    return cells;
  };
  const rows = incident.table.endpoints.map((endpoint, index) => {
    const ids = idsAt(incident, index);
    const named = { names: incident.names(index), ...ownerOf(ids, owned) };
    return rowOf({ endpoint, ids, named, verdict: incident.verdict(index), cells: cellsAt(index) });
  });
  return { rows, answered: incident.table.sources };
}

function idsAt({ table }: Incident, index: number): readonly number[] {
  const [from, to] = [table.idStarts[index] ?? 0, table.idStarts[index + 1] ?? 0];
  return [...table.endpointIds.subarray(from, to)].toSorted((a, b) => a - b);
}

type Owners = ReadonlyMap<number, Pick<BoardRow, "owner" | "tag">>;

/** By endpoint id: of the first mention that has one. */
function ownersOf(store: Store, campaign: Campaign): Owners {
  const found = new Map<number, { owner: string | null; tag: string | null }>();
  for (const { endpointId, owner, tag } of store.owned(campaign.runs.map(({ id }) => id))) {
    const known = found.get(endpointId);
    if (known === undefined) found.set(endpointId, { owner, tag });
    else {
      known.owner ??= owner;
      known.tag ??= tag;
    }
  }
  return found;
}

const NOBODY = { owner: null, tag: null } as const;

function ownerOf(ids: readonly number[], owners: Owners): Pick<BoardRow, "owner" | "tag"> {
  if (owners.size === 0) return NOBODY;
  const all = ids.map((id) => owners.get(id) ?? NOBODY);
  return {
    owner: all.find(({ owner }) => owner !== null)?.owner ?? null,
    tag: all.find(({ tag }) => tag !== null)?.tag ?? null,
  };
}

/** Of one endpoint, by its ids. */
export function namedAt(store: Store, ids: readonly number[]): Named {
  const mentions = ids.flatMap((id) => store.targetsOf(id)) satisfies readonly Omit<Mention, "endpointId">[];
  return {
    names: [...new Set(mentions.map(({ text }) => text))],
    owner: mentions.find(({ owner }) => owner !== null)?.owner ?? null,
    tag: mentions.find(({ tag }) => tag !== null)?.tag ?? null,
  };
}

/** One row as it is now, and who answered there. */
export function reloadRow(
  store: Store,
  campaign: Campaign,
  discredited: Discredited,
  {
    endpoint,
    ids,
    columns,
  }: { readonly endpoint: Endpoint; readonly ids: readonly number[]; readonly columns: ColumnIndex },
): {
  readonly row: LoadedRow;
  readonly said: readonly Pick<Answered, "detector" | "version" | "lineage" | "vantage" | "run" | "mode">[];
} {
  const ascending = ids.toSorted((a, b) => a - b);
  const said = ascending.flatMap((id) => store.currentObservationsOf(id));
  const latest = latestWords(withoutDiscredited(said, discredited));
  const verdict = judge(endpoint, campaign.pack, latest, campaign.draws);
  const row = rowOf({
    endpoint,
    ids: ascending,
    named: namedAt(store, ascending),
    verdict,
    cells: cellsOf(latest, columns),
  });
  return { row, said };
}

function cellsOf(latest: readonly CellObservation[], columns: ColumnIndex): Uint8Array {
  const found = [...matrixCells(latest)].map(
    ([detector, cell]) => [columns.indexOf(detector), cellCode(cell)] as const,
  );
  const cells = new Uint8Array(Math.max(-1, ...found.map(([place]) => place)) + 1);
  for (const [place, code] of found) cells[place] = code;
  return cells;
}

interface RowSource {
  readonly endpoint: Endpoint;
  readonly ids: readonly number[];
  readonly named: Named;
  readonly verdict: Verdict;
  readonly cells: Uint8Array;
}

function rowOf({ endpoint, ids, named, verdict, cells }: RowSource): LoadedRow {
  return {
    key: endpointLabel(endpoint),
    endpoint,
    ids,
    names: named.names,
    owner: named.owner,
    tag: named.tag,
    outcome: verdict.outcome,
    reason: verdict.reason,
    evidence: verdict.evidence,
    cells,
    shown: counts({ endpoint, verdict }),
    judged: null,
    muted: false,
  };
}
