/** The dendrogram, its leaves beside the rows of the pair matrix. */

import type { JSX } from "preact";
import type { Dendrogram } from "../../charts/dendrogram.ts";
import { label, listed } from "../../charts/names.ts";
import { percent } from "../../parts/words.ts";

/** Height of a row, px: the matrix beside it has the same. */
export const TREE_ROW = 34;
const WIDTH = 120;
const EDGE = 6;

/** @param oneOpinion positive agreement from which detectors count as one opinion: where the tree is cut */
export function Tree({
  shape: { leaves, lines, joins },
  oneOpinion,
}: {
  readonly shape: Dendrogram;
  readonly oneOpinion: number;
}): JSX.Element {
  const cut = 1 - oneOpinion;
  const widest = Math.min(1, 1.1 * Math.max(1.4 * cut, ...joins.map(({ height }) => height)));
  const x = (height: number) => WIDTH - EDGE - (height / widest) * (WIDTH - 2 * EDGE);
  const y = (leaf: number) => (leaf + 0.5) * TREE_ROW;
  const text = joins
    .map(({ members, height }) => `${listed(members.map(label))} at ${(1 - height).toFixed(2)}`)
    .join("; ");
  return (
    <svg
      class="tree"
      width={WIDTH}
      height={leaves.length * TREE_ROW}
      role="img"
      aria-label={
        joins.length === 0 ? "No two detectors have anything in common" : `Tree by positive agreement: ${text}`
      }
    >
      {joins.length > 0 && (
        <line class="cut" x1={x(cut)} x2={x(cut)} y1={2} y2={leaves.length * TREE_ROW - 2}>
          <title>{`further left than this, what hangs together is no longer one opinion: positive agreement ${oneOpinion}`}</title>
        </line>
      )}
      {lines.map(({ fromHeight, toHeight, fromLeaf, toLeaf }, at) => (
        <line key={at} class="branch" x1={x(fromHeight)} y1={y(fromLeaf)} x2={x(toHeight)} y2={y(toLeaf)} />
      ))}
      {joins.map(({ height, leaf, support, members }) => (
        <circle key={members.join()} class="join" cx={x(height)} cy={y(leaf)} r={3.5}>
          <title>{`${listed(members.map(label))}: positive agreement ${(1 - height).toFixed(2)}, in ${percent(support)} of resamples`}</title>
        </circle>
      ))}
    </svg>
  );
}
