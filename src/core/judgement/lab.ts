/** The range as the model's laboratory: endpoints of known truth with what detectors said of them (statistics.md, 5.4). Pure. */

import { classIndex } from "../latent/capability/index.ts";
import type { Observation } from "../model/observation.ts";
import { evidenceOf } from "./evidence-of.ts";

/** A server of the range with what a detector said of it: known truth, from which the model learns what detectors are worth. */
export interface LabEndpoint {
  readonly truth: 0 | 1;
  readonly answers: readonly (Pick<Observation, "detector" | "version" | "reason"> & { readonly count: number })[];
}

export interface EvidenceRow {
  readonly tool: number;
  readonly evidence: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly count?: number;
}

type ToolOf = (named: Pick<Observation, "detector" | "version">) => number;

/** Rows of the detectors that take part; a server that none of them was asked about is left out. */
export function labRows(lab: readonly LabEndpoint[], toolOf: ToolOf) {
  const read = lab.map(({ truth, answers }) => ({
    truth,
    rows: answers.flatMap(({ detector, version, reason, count }): readonly EvidenceRow[] => {
      const [tool, code] = [toolOf({ detector, version }), evidenceOf(reason)];
      return tool < 0 || code === null ? [] : [{ tool, evidence: classIndex(code), at: 0, count }];
    }),
  }));
  const asked = read.filter(({ rows }) => rows.length > 0);
  return { truths: asked.map(({ truth }) => truth), rows: asked.map(({ rows }) => rows) };
}

/** The laboratory alone, as columns for `gather`. */
export function evidenceOfLab(lab: readonly LabEndpoint[], toolOf: ToolOf) {
  const { truths, rows } = labRows(lab, toolOf);
  return { truths, rows: columnsOf(rows) };
}

/** Rows by endpoint, as the typed columns that `gather` reads. */
export function columnsOf(read: readonly (readonly EvidenceRow[])[]) {
  const length = read.reduce((sum, rows) => sum + rows.length, 0);
  const endpoint = new Int32Array(length);
  const tool = new Int32Array(length);
  const evidence = new Int32Array(length);
  const count = new Float64Array(length);
  let place = 0;
  for (const [index, rows] of read.entries()) {
    for (const row of rows) {
      endpoint[place] = index;
      tool[place] = row.tool;
      evidence[place] = row.evidence;
      count[place] = row.count ?? 1;
      place++;
    }
  }
  return { endpoint, tool, evidence, count };
}
