/** Choosing or dropping a report, mapping a spreadsheet's columns, sending it, and what came of it. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, get, type Problem } from "../api/client.ts";
import { listen } from "../api/live.ts";
import type { Import, Job, Preview } from "../api/types.ts";
import { upload } from "../api/upload.ts";
import { Card, ProblemBox } from "../parts/parts.tsx";
import { percent } from "../parts/words.ts";
import { type ColumnChoice, guessed, mappingOf } from "./column-mapping.ts";
import { ColumnTable } from "./column-table.tsx";
import { Summary } from "./import-summary.tsx";

interface Chosen {
  readonly file: File;
  readonly preview: Preview;
}

/** As much as the server looks at. */
const PREVIEW_BYTES = 1 << 16;

export function ImportForm({ done }: { readonly done: () => void }): JSX.Element {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [choices, setChoices] = useState<readonly ColumnChoice[]>([]);
  const [as, setAs] = useState("");
  const [over, setOver] = useState(false);
  const [sent, setSent] = useState<number | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const chooser = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (job === null || job.state !== "running") return undefined;
    const look = () => {
      get<Job>(`/jobs/${job.id}`).then(
        (now) => {
          setJob(now);
          if (now.state !== "running") done();
        },
        () => {},
      );
    };
    // It may have ended before anybody listened.
    look();
    return listen((event) => {
      if (event.type === "job" && event.id === job.id) look();
    });
  }, [job?.id]);

  const choose = async (file: File | undefined) => {
    if (file === undefined) return;
    setProblem(null);
    setJob(null);
    setAs("");
    try {
      const preview = await upload<Preview>("/imports/preview", {}, file.slice(0, PREVIEW_BYTES), () => {});
      setChosen({ file, preview });
      setChoices(
        preview.columns.map((title, at) =>
          guessed(
            title,
            preview.rows.map((row) => row[at] ?? ""),
          ),
        ),
      );
    } catch (error) {
      setChosen(null);
      setProblem(problemOf(error));
    }
  };
  const mapping = mappingOf(choices);
  const isTable = chosen !== null && chosen.preview.format === null && chosen.preview.columns.length > 1 && as === "";
  const start = async () => {
    if (chosen === null) return;
    setProblem(null);
    setSent(0);
    try {
      const params = { name: chosen.file.name, as, ...(isTable && { columns: mapping.columns }) };
      setJob(await upload<Job>("/imports", params, chosen.file, setSent));
      setChosen(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
    setSent(null);
  };
  const ready = chosen !== null && (chosen.preview.format !== null || as !== "" || (isTable && mapping.missing === ""));

  return (
    <Card>
      <div
        class={`drop${over ? " over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void choose(event.dataTransfer?.files[0]);
        }}
      >
        <p>
          Drop a report here, or{" "}
          <button class="button" type="button" onClick={() => chooser.current?.click()}>
            choose a file
          </button>
        </p>
        <input
          ref={chooser}
          class="aside-text"
          type="file"
          tabIndex={-1}
          aria-label="A report"
          onChange={({ currentTarget }) => void choose(currentTarget.files?.[0])}
        />
        <p class="small soft">
          Nessus, Qualys, OpenVAS, Nexpose, nmap, testssl.sh, sslyze, SARIF and others, or any table; up to 2 GB.
        </p>
      </div>
      {chosen !== null && (
        <div class="chosen">
          <p>
            <strong class="mono">{chosen.file.name}</strong>:{" "}
            {isTable ? "a table; say what its columns are" : (chosen.preview.format?.title ?? chosen.preview.problem)}
          </p>
          <label class="field">
            <span>Read it as</span>
            <select class="input" value={as} onChange={({ currentTarget }) => setAs(currentTarget.value)}>
              <option value="">
                {chosen.preview.format === null ? "a table, by its columns" : "what it looks like"}
              </option>
              {chosen.preview.formats.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          {isTable && <ColumnTable preview={chosen.preview} choices={choices} change={setChoices} />}
          {isTable && mapping.missing !== "" && <p class="hint">To import it: {mapping.missing}.</p>}
          <p>
            <button
              class="button primary"
              type="button"
              disabled={!ready || sent !== null}
              onClick={() => void start()}
            >
              Import
            </button>{" "}
            <span role="status">{sent === null ? "" : sent < 1 ? `${percent(sent)} sent` : "sent"}</span>
          </p>
        </div>
      )}
      {problem !== null && <ProblemBox problem={problem} />}
      {job !== null && <Outcome job={job} />}
    </Card>
  );
}

/** What the command printed: a list with one entry a file. */
function Outcome({ job }: { readonly job: Job }): JSX.Element {
  if (job.state === "running") return <p role="status">Reading …</p>;
  const { state, summary } = reportIn(job);
  return (
    <div role="status">
      <p>
        <strong>{state}</strong>
      </p>
      {summary === null ? <pre class="small">{job.lines.join("\n")}</pre> : <Summary summary={summary} />}
    </div>
  );
}

function reportIn(job: Job): { readonly state: string; readonly summary: Import["summary"] } {
  const said = job.state === "failed" ? "It could not be imported whole." : "Imported.";
  try {
    const [first] = JSON.parse(job.output) as ({ readonly known: boolean } & NonNullable<Import["summary"]>)[];
    if (first === undefined) return { state: said, summary: null };
    return { state: first.known ? "It was imported before: nothing was added." : said, summary: first };
  } catch {
    return { state: said, summary: null };
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof ApiProblem) return error.problem;
  return { code: "internal", title: "Something went wrong", detail: String(error) };
}
