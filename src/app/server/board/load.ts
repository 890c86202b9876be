/** Rows of the board out of the store: all of them at the start, one at a time as answers come in. */

import type { BoardRow } from "../../../core/board/board-row.ts";
import { cellCode } from "../../../core/board/cell-code.ts";
import { withoutDiscredited } from "../../../core/controls.ts";
import { judge } from "../../../core/judge.ts";
import { latestWords } from "../../../core/matrix/latest.ts";
import { matrixCells } from "../../../core/matrix/matrix.ts";
import { type Endpoint, endpointLabel } from "../../../core/model/endpoint.ts";
import type { Verdict } from "../../../core/model/observation.ts";
import type { Mention, Store, StoredObservation } from "../../../core/ports/store.ts";
import { counts } from "../../output/results.ts";
import { type Campaign, campaignObservations, type Discredited } from "../../rows.ts";

/** A row with what it takes to make it anew. */
export interface LoadedRow extends BoardRow {
  /** The endpoint's ids, one for each run that has it. */
  readonly ids: readonly number[];
}

/** Numbers for detectors, in the order in which they are met. */
export interface ColumnIndex {
  indexOf(detector: string): number;
}

/** Who named what: by endpoint id. */
export type Mentions = ReadonlyMap<number, Pick<BoardRow, "names" | "owner" | "tag">>;

/** Of these endpoints only. */
export function mentionsOf(store: Store, ids: readonly number[]): Mentions {
  return gathered(
    ids.flatMap((endpointId) => store.targetsOf(endpointId).map((target) => ({ endpointId, ...target }))),
  );
}

function gathered(mentions: Iterable<Mention>): Mentions {
  const found = new Map<number, { names: string[]; owner: string | null; tag: string | null }>();
  for (const { endpointId, text, owner, tag } of mentions) {
    const known = found.get(endpointId);
    if (known === undefined) {
      found.set(endpointId, { names: [text], owner, tag });
      continue;
    }
    if (!known.names.includes(text)) known.names.push(text);
    known.owner ??= owner;
    known.tag ??= tag;
  }
  return found;
}

export function* loadRows(store: Store, campaign: Campaign, columns: ColumnIndex): Generator<LoadedRow> {
  const mentions = gathered(store.mentions(campaign.runs.map(({ id }) => id)));
  for (const { endpoint, ids, latest, verdict } of campaignObservations(store, campaign)) {
    yield rowOf({ endpoint, ids, latest, verdict: verdict(), mentions, columns });
  }
}

/** One row as it is now. */
export function reloadRow(
  store: Store,
  campaign: Campaign,
  discredited: Discredited,
  { endpoint, ids, mentions, columns }: RowSource,
): LoadedRow {
  const said = ids.flatMap((id) => store.currentObservationsOf(id));
  const latest = latestWords(withoutDiscredited(said, discredited));
  const verdict = judge(endpoint, campaign.pack, latest, campaign.draws);
  return rowOf({ endpoint, ids, latest, verdict, mentions, columns });
}

export interface RowSource {
  readonly endpoint: Endpoint;
  readonly ids: readonly number[];
  readonly mentions: Mentions;
  readonly columns: ColumnIndex;
}

function rowOf({
  endpoint,
  ids,
  latest,
  verdict,
  mentions,
  columns,
}: RowSource & { readonly latest: readonly StoredObservation[]; readonly verdict: Verdict }): LoadedRow {
  const mentioned = ids.flatMap((id) => mentions.get(id) ?? []);
  const places: number[] = [];
  const codes: number[] = [];
  for (const [detector, cell] of matrixCells(latest)) {
    places.push(columns.indexOf(detector));
    codes.push(cellCode(cell));
  }
  const cells = new Uint8Array(Math.max(-1, ...places) + 1);
  for (const [at, place] of places.entries()) cells[place] = codes[at] ?? 0;
  const [only] = mentioned;
  return {
    key: endpointLabel(endpoint),
    endpoint,
    ids,
    names: mentioned.length === 1 && only !== undefined ? only.names : [...new Set(mentioned.flatMap((m) => m.names))],
    owner: mentioned.find(({ owner }) => owner !== null)?.owner ?? null,
    tag: mentioned.find(({ tag }) => tag !== null)?.tag ?? null,
    outcome: verdict.outcome,
    reason: verdict.reason,
    evidence: verdict.evidence,
    cells,
    shown: counts({ endpoint, verdict }),
    judged: null,
    muted: false,
  };
}
