/** The tree of detectors as text, with each detector's lineage beside it. */

import type { Branch } from "../../core/agreement/clusters.ts";
import type { DetectorSummary } from "../../core/agreement/report.ts";
import type { Cell } from "../text/table.ts";
import { percent } from "./numbers.ts";

/** Lines of two cells: a branch or a detector, and the detector's lineage. @param branches from the lowest up, of all detectors */
export function treeLines(
  detectors: readonly DetectorSummary[],
  branches: readonly Branch[],
): readonly (readonly Cell[])[] {
  const lines: (readonly Cell[])[] = [];
  const root = branches.at(-1);
  const draw = (items: readonly number[], before: string, below: string): void => {
    const [only = 0] = items;
    const branch = branches.findLast(
      ({ first, second }) => first[0] === only && sizeOf(first, second) === items.length,
    );
    if (items.length === 1 || branch === undefined) {
      const detector = detectors[only];
      lines.push([`${before}${detector?.id ?? ""}`, detector?.lineages.join(", ") ?? ""]);
      return;
    }
    lines.push([{ text: `${before}${branchWords(branch)}`, style: "dim" }, ""]);
    draw(branch.first, `${below}├─ `, `${below}│  `);
    draw(branch.second, `${below}└─ `, `${below}   `);
  };
  if (root !== undefined)
    draw(
      [...root.first, ...root.second].toSorted((a, b) => a - b),
      "",
      "",
    );
  return lines;
}

const sizeOf = (first: readonly number[], second: readonly number[]): number => first.length + second.length;

function branchWords({ height, support }: Branch): string {
  return height >= 1 ? "nothing in common" : `agree on ${percent(1 - height)} (support ${percent(support)})`;
}
