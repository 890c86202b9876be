/** `crosscheck matrix --server URL`: the matrix of another machine, through its API. */

import * as z from "zod";
import { readCell } from "../../../core/board/cell-code.ts";
import { OUTCOMES } from "../../../core/model/outcome.ts";
import { escapeTerminal } from "../../text/escape-terminal.ts";
import { paintFor } from "../../text/paint.ts";
import { renderTable } from "../../text/table.ts";
import { CommandError, EXIT, type ExitCode, exitCodeOf } from "../exit.ts";
import { type Remote, remote } from "../remote.ts";

/** Of the API's answers no more than is used here: a newer server may say more. */
const rowSchema = z.object({
  key: z.string(),
  verdict: z.object({ outcome: z.enum(OUTCOMES), reason: z.string() }),
  judged: z.object({ word: z.string(), probability: z.number() }).nullable(),
  cells: z.array(z.int()),
});
const pageSchema = z.object({
  revision: z.int(),
  total: z.int(),
  columns: z.array(z.object({ id: z.string() })),
  rows: z.array(rowSchema),
});
const overviewSchema = z.object({
  runs: z.object({ running: z.int(), interrupted: z.int() }),
  leftOut: z.int(),
  coverage: z.object({ unreadable: z.int() }),
  invalid: z.array(z.unknown()),
});
type Page = z.infer<typeof pageSchema>;

const PAGE_ROWS = 500;
const MOST_TRIES = 5;
const SIGN = { vulnerable: "1", not_vulnerable: "0", unknown: "?" } as const;

export interface RemoteMatrixOptions {
  readonly server: string;
  readonly insecure: boolean;
  readonly format: string;
  /** Options that were given and that only work with a database. */
  readonly others: readonly string[];
}

export async function remoteMatrix({ server, insecure, format, others }: RemoteMatrixOptions): Promise<ExitCode> {
  if (others.length > 0) throw new CommandError(EXIT.usage, `--${others[0]} does not go with --server`);
  if (format !== "table" && format !== "json") throw new CommandError(EXIT.usage, "--server: --format table or json");
  const there = remote(server, insecure, process.env);
  const { columns, rows } = await wholeMatrix(there);
  const overview = understood(overviewSchema, await there.get("/overview"));
  if (format === "json") process.stdout.write(`${JSON.stringify({ columns, rows }, null, 2)}\n`);
  else process.stdout.write(`${tableOf(columns, rows).join("\n")}\n`);
  const { runs, leftOut, coverage, invalid } = overview;
  if (runs.running + runs.interrupted > 0) return EXIT.partial;
  const tally = { vulnerable: 0, not_vulnerable: 0, unknown: 0 };
  for (const { verdict } of rows) tally[verdict.outcome]++;
  const outOfScope = rows.filter(({ verdict }) => verdict.reason === "out_of_scope").length;
  return exitCodeOf({
    totals: { tally, outOfScope, leftOut, endpoints: rows.length },
    unreadableLines: coverage.unreadable,
    discredited: invalid.length > 0,
  });
}

/** All rows of one and the same revision: pages of two would miss rows, or have them twice. */
async function wholeMatrix(there: Remote): Promise<Pick<Page, "columns" | "rows">> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const page = async (offset: number) =>
      understood(pageSchema, await there.get(`/matrix?limit=${PAGE_ROWS}&offset=${offset}`));
    const first = await page(0);
    const rows = [...first.rows];
    let same = true;
    while (same && rows.length < first.total) {
      const next = await page(rows.length);
      same = next.revision === first.revision && next.rows.length > 0;
      rows.push(...next.rows);
    }
    if (same) return { columns: first.columns, rows };
  }
  throw new CommandError(EXIT.missing, "the matrix changes faster than it can be read; try again");
}

function tableOf(columns: Page["columns"], rows: Page["rows"]): readonly string[] {
  const headings = ["endpoint", "verdict", "reason", "P", ...columns.map(({ id }) => escapeTerminal(id))];
  const lines = rows.map(({ key, verdict, judged, cells }) => [
    escapeTerminal(key),
    SIGN[verdict.outcome],
    escapeTerminal(verdict.reason),
    judged === null ? "" : judged.probability.toFixed(3),
    ...columns.map((_, at) => {
      const { outcome, invalid } = readCell(cells[at] ?? 0);
      return outcome === null ? "" : invalid ? "×" : SIGN[outcome];
    }),
  ]);
  const look = { width: process.stdout.columns ?? null, paint: paintFor(process.stdout) };
  return renderTable(
    headings.map((title) => ({ title })),
    lines,
    look,
  );
}

function understood<T>(schema: z.ZodType<T>, answer: unknown): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  throw new CommandError(
    EXIT.missing,
    "the server's answer is not what this version understands: are both up to date?",
  );
}
