/** What an experiment printed, read strictly: whatever else it is, it is no result. Pure. */

import type { ExperimentResult, Job, SeenLine } from "../../api/types.ts";

/** null: it cannot be read. The first answer that contradicts the verdict. */
export function provenIn(output: string): ExperimentResult | null {
  const [first] = listIn(output) ?? [];
  return isResult(first) ? first : null;
}

/** Nothing contradicts the verdict any more: an empty list. */
export function nothingIn(output: string): boolean {
  return listIn(output)?.length === 0;
}

/** The other's lines out of `explain --beside --format json`; null: it cannot be read. */
export function besideIn(output: string): readonly SeenLine[] | null {
  const read = parsed(output);
  if (typeof read !== "object" || read === null || !("rows" in read) || !Array.isArray(read.rows)) return null;
  return read.rows.flatMap((row: unknown) => {
    const line = typeof row === "object" && row !== null && "theirs" in row ? row.theirs : null;
    return isLine(line) ? [line] : [];
  });
}

function listIn(output: string): readonly unknown[] | null {
  const read = parsed(output);
  return Array.isArray(read) ? read : null;
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return null;
  }
}

function isResult(value: unknown): value is ExperimentResult {
  if (typeof value !== "object" || value === null) return false;
  const { sentence, causes, ruledOut } = value as Record<string, unknown>;
  return typeof sentence === "string" && Array.isArray(causes) && Array.isArray(ruledOut);
}

function isLine(value: unknown): value is SeenLine {
  if (typeof value !== "object" || value === null) return false;
  const { atMs, who, what } = value as Record<string, unknown>;
  return typeof atMs === "number" && typeof who === "string" && typeof what === "string";
}

/** The newest experiment of the kind among the jobs, newest first; null: there is none that has not failed. */
export function jobOf(
  jobs: readonly Pick<Job, "id" | "kind" | "state" | "argv">[],
  {
    endpoint,
    detector,
    what,
  }: { readonly endpoint: string; readonly detector: string; readonly what: "prove" | "beside" },
): string | null {
  const wanted = what === "prove" ? `--detector=${detector}` : `--beside=${detector}`;
  const found = jobs.find(
    ({ kind, state, argv }) =>
      kind === "experiment" &&
      (state === "running" || state === "done") &&
      argv.at(-1) === endpoint &&
      argv.includes(wanted),
  );
  return found?.id ?? null;
}

const HEADS: Readonly<Record<NonNullable<ExperimentResult["explanation"]> | "none", string>> = {
  proven: "✓ Proven",
  varies: "↔ The same bytes get different answers",
  differs: "✗ Not explained: the re-enactment answers differently",
  elsewhere: "✗ Not explained from here: it needs the other vantage",
  not_explained: "✗ Not explained",
  interrupted: "Interrupted",
  none: "No experiment was made",
};

/** What came out, in a few words: `✓ Proven, 3 of 3`. Some causes are proven by another count, which the sentence tells. */
export function headOf({ explanation, sentence }: Pick<ExperimentResult, "explanation" | "sentence">): string {
  const times = explanation === "proven" ? /Proven(, \d+ of \d+)\.$/.exec(sentence)?.[1] : undefined;
  return `${HEADS[explanation ?? "none"] ?? "No result"}${times ?? ""}`;
}
