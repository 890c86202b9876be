/**
 * What can be done with selected rows. A new deed is one entry in ROW_ACTIONS: its name, the scope it needs, and a form that does it. What the
 * token may not do is shown with the reason, not hidden.
 */

import type { ComponentType, JSX } from "preact";
import { useState } from "preact/hooks";
import { csvRow } from "../../../../src/app/text/csv.ts";
import { readCell } from "../../../../src/core/board/cell-code.ts";
import { OUTCOME_SYMBOL } from "../../../../src/core/model/outcome.ts";
import { ApiProblem, get, type Problem, send } from "../../api/client.ts";
import type { Matrix, Row } from "../../api/types.ts";
import { ProblemBox } from "../../parts/parts.tsx";
import { plural, whole } from "../../parts/words.ts";
import { isSelected, type Selection } from "./selection.ts";
import { rowQueryOf, type View } from "./view.ts";

export interface Chosen {
  readonly count: number;
  readonly view: View;
  readonly selection: Selection;
  /** Keys of all selected rows, asked for where only "all that match" is known. */
  keys(): Promise<readonly string[]>;
}

export interface RowAction {
  readonly id: string;
  readonly name: string;
  readonly scope: "read" | "scan" | "import" | "admin";
  /** More rows than this at once are refused. */
  readonly most: number;
  readonly Form: ComponentType<{ readonly chosen: Chosen; readonly done: (said: string) => void }>;
}

export const ROW_ACTIONS: readonly RowAction[] = [
  { id: "retest", name: "Ask again", scope: "scan", most: 10_000, Form: Retest },
  { id: "export", name: "Export", scope: "read", most: 100_000, Form: ExportRows },
  { id: "mute", name: "Mute", scope: "scan", most: 10_000, Form: Mute },
];

function Retest({ chosen, done }: { readonly chosen: Chosen; readonly done: (said: string) => void }): JSX.Element {
  const doing = useDoing(async () => {
    await send("POST", "/retests", { endpoints: await chosen.keys() });
    return `${plural(chosen.count, "endpoint")} will be asked again; Runs shows how it goes.`;
  }, done);
  return (
    <form class="mx-form" onSubmit={doing.submit}>
      <p>Our own detectors connect to {plural(chosen.count, "endpoint")} within the scope and ask once more.</p>
      <Submit doing={doing}>Ask again</Submit>
    </form>
  );
}

function Mute({ chosen, done }: { readonly chosen: Chosen; readonly done: (said: string) => void }): JSX.Element {
  const [reason, setReason] = useState("");
  const [days, setDays] = useState("7");
  const doing = useDoing(async () => {
    const until = new Date(Date.now() + Number(days) * 86_400_000).toISOString();
    await send("POST", "/mutes", { endpoints: await chosen.keys(), reason, until });
    return `${plural(chosen.count, "endpoint")} muted for ${plural(Number(days), "day")}.`;
  }, done);
  return (
    <form class="mx-form" onSubmit={doing.submit}>
      <label class="field">
        <span>Why</span>
        <input
          class="input"
          required
          maxLength={500}
          value={reason}
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>For how long</span>
        <select class="input" value={days} onChange={({ currentTarget }) => setDays(currentTarget.value)}>
          {["1", "7", "30", "90"].map((each) => (
            <option key={each} value={each}>
              {plural(Number(each), "day")}
            </option>
          ))}
        </select>
      </label>
      <p class="small soft">
        A mute ends by itself, and at once when the evidence changes. It takes nothing out of a count.
      </p>
      <Submit doing={doing}>Mute {plural(chosen.count, "endpoint")}</Submit>
    </form>
  );
}

const WINDOW = 500;

function ExportRows({ chosen, done }: { readonly chosen: Chosen; readonly done: (said: string) => void }): JSX.Element {
  const [format, setFormat] = useState("csv");
  const [read, setRead] = useState(0);
  const doing = useDoing(async () => {
    const parts: string[] = [];
    let total = Number.POSITIVE_INFINITY;
    let found = 0;
    // Those selected by name may not be among those that match.
    const query = chosen.selection.all ? rowQueryOf(chosen.view) : {};
    for (let offset = 0; offset < total && found < chosen.count; offset += WINDOW) {
      const window = await get<Matrix>("/matrix", { ...query, offset, limit: WINDOW });
      ({ total } = window);
      const rows = window.rows.filter(({ key }) => isSelected(chosen.selection, key));
      found += rows.length;
      parts.push(
        format === "csv" ? csvOf(window, rows, offset === 0) : rows.map((row) => `${JSON.stringify(row)}\n`).join(""),
      );
      setRead(found);
    }
    download(parts, format === "csv" ? "text/csv" : "application/jsonl", `crosscheck-rows.${format}`);
    return `${plural(found, "row")} saved.`;
  }, done);
  return (
    <form class="mx-form" onSubmit={doing.submit}>
      <label class="field">
        <span>As</span>
        <select class="input" value={format} onChange={({ currentTarget }) => setFormat(currentTarget.value)}>
          <option value="csv">CSV, for spreadsheets</option>
          <option value="jsonl">JSON, a row a line</option>
        </select>
      </label>
      <p class="small soft">An empty cell was not asked; ? is unknown, which is never safe.</p>
      <Submit doing={doing}>{doing.busy ? `Read ${whole(read)} …` : "Save"}</Submit>
    </form>
  );
}

function csvOf({ columns }: Matrix, rows: readonly Row[], first: boolean): string {
  const head = [
    "endpoint",
    "names",
    "owner",
    "tag",
    "verdict",
    "reason",
    "word",
    "probability",
    "low",
    "high",
    "muted",
  ];
  const lines = rows.map(({ key, names, owner, tag, verdict, judged, muted, cells }) =>
    csvRow([
      key,
      names.join(" "),
      owner,
      tag,
      verdict.outcome,
      verdict.reason,
      judged?.word ?? "not judged yet",
      judged?.probability ?? null,
      judged?.low ?? null,
      judged?.high ?? null,
      String(muted),
      ...cells.map((code) => {
        const { outcome, invalid } = readCell(code);
        return outcome === null ? "" : invalid ? "✗" : OUTCOME_SYMBOL[outcome];
      }),
    ]),
  );
  return (first ? csvRow([...head, ...columns.map(({ id }) => id)]) : "") + lines.join("");
}

function download(parts: readonly string[], type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

interface Doing {
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly submit: (event: Event) => void;
}

function useDoing(act: () => Promise<string>, done: (said: string) => void): Doing {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async () => {
    setBusy(true);
    setProblem(null);
    try {
      done(await act());
    } catch (error) {
      setProblem(
        error instanceof ApiProblem
          ? error.problem
          : { code: "internal", title: "Something went wrong", detail: String(error) },
      );
    }
    setBusy(false);
  };
  return {
    busy,
    problem,
    submit(event) {
      event.preventDefault();
      void run();
    },
  };
}

function Submit({
  doing,
  children,
}: {
  readonly doing: Doing;
  readonly children: preact.ComponentChildren;
}): JSX.Element {
  return (
    <>
      {doing.problem !== null && <ProblemBox problem={doing.problem} />}
      <button type="submit" class="button primary" disabled={doing.busy}>
        {children}
      </button>
    </>
  );
}
