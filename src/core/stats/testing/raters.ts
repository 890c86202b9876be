/** Published ratings, rater by rater, where statistics need to know who said what (reference/statistics.md 13.4). */

import { collapse, MISSING, type Patterns } from "../ratings.ts";

/** A line a rater, `.` for a missing cell. @param first the number of the first category */
function raters(categories: number, first: number, ...lines: readonly string[]): Patterns {
  return collapse(
    lines.map((line) => Int8Array.from(line.split(" "), (cell) => (cell === "." ? MISSING : Number(cell) - first))),
    categories,
  );
}

/** Krippendorff's example; `cac.raw4raters` of irrCAC. */
export const FOUR_OBSERVERS = raters(
  5,
  1,
  "1 2 3 3 2 1 4 1 2 . . .",
  "1 2 3 3 2 2 4 1 2 5 . .",
  ". 3 3 3 2 3 4 2 2 5 1 3",
  "1 2 3 3 2 4 4 1 2 5 1 .",
);

/** Gwet, Handbook of Inter-Rater Reliability, 2014, p. 120; `cac.raw5obser` of irrCAC. */
export const FIVE_OBSERVERS = raters(
  4,
  0,
  "1 1 2 . 0 0 1 1 2 2 . 0 1 3 1",
  "1 1 3 0 0 0 0 . 2 1 1 0 2 3 1",
  "2 0 3 0 0 0 2 2 2 1 0 0 2 2 1",
  ". 1 3 . . . . 0 . 1 0 0 2 2 .",
  "2 . . 0 0 0 1 . 2 . . . . 3 1",
);

/** Fleiss, Psychol. Bull. 76, 1971, table 1: how many of six psychiatrists gave each of 30 patients each of five diagnoses. */
export const PSYCHIATRIST_COUNTS =
  "0 0 0 6 0|0 3 0 0 3|0 1 4 0 1|0 0 0 0 6|0 3 0 3 0|2 0 4 0 0|0 0 4 0 2|2 0 3 1 0|2 0 0 4 0|0 0 0 0 6|" +
  "1 0 0 5 0|1 1 0 4 0|0 3 3 0 0|1 0 0 5 0|0 2 0 3 1|0 0 5 0 1|3 0 0 1 2|5 1 0 0 0|0 2 0 4 0|1 0 2 0 3|" +
  "0 0 0 0 6|0 1 0 5 0|0 2 0 1 3|2 0 0 4 0|1 0 0 4 1|0 5 0 1 0|4 0 0 0 2|0 2 0 4 0|1 0 5 0 0|0 0 0 0 6";

/** The paper prints counts; `diagnoses` of irr gives the lower diagnoses to the first raters, which is what its values are of. */
export const PSYCHIATRISTS: Patterns = collapse(
  [0, 1, 2, 3, 4, 5].map((rater) =>
    Int8Array.from(PSYCHIATRIST_COUNTS.split("|"), (row) => {
      const sorted = row.split(" ").flatMap((count, category) => Array.from({ length: Number(count) }, () => category));
      return sorted[rater] ?? MISSING;
    }),
  ),
  5,
);
