/** The report as one page: a single file that loads nothing, runs nothing, and prints. */

import type { Exporter } from "../exporter.ts";
import { HEAPS, type Report } from "../report.ts";
import { banner, documentHead, doubts, type Section, tiles } from "./head.ts";
import { disagreements, heapList } from "./lists.ts";
import type { Markup } from "./markup.ts";
import { matrix } from "./matrix.ts";
import { detectors, end, method, runs, untested } from "./tail.ts";

const SECTIONS: readonly Section[] = [
  { id: "doubts", title: "Not known" },
  { id: "vulnerable", title: "Vulnerable" },
  { id: "open", title: "Open" },
  { id: "disagreements", title: "Contradictions" },
  { id: "untested", title: "Not tested" },
  { id: "safe", title: "Safe" },
  { id: "matrix", title: "Matrix" },
  { id: "detectors", title: "Detectors" },
  { id: "runs", title: "Runs" },
  { id: "method", title: "How computed" },
];

export const htmlReport: Exporter = {
  id: "html",
  mediaType: "text/html; charset=utf-8",
  extension: "html",
  binary: false,
  description: "a page for people: one file, no script, no network; prints as PDF",
  *render(report) {
    for (const { markup } of page(report)) yield markup;
  },
};

function* page(report: Report): Generator<Markup> {
  const [vulnerable, open, safe] = HEAPS;
  yield documentHead(report);
  yield banner(report, SECTIONS);
  yield tiles(report);
  yield doubts(report);
  yield* heapList(report, vulnerable);
  yield* heapList(report, open);
  yield* disagreements(report);
  yield* untested(report);
  yield* heapList(report, safe);
  yield* matrix(report);
  yield detectors(report);
  yield runs(report);
  yield method(report);
  yield end(report);
}
