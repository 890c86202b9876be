/** Other scanners' reports: drop one, see what was read, mapped and dropped. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ApiProblem, pathWith, type Problem, send } from "../api/client.ts";
import type { ImportPreview, ImportSummary, Job, Reports } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";
import { JobLog, useJob } from "../parts/job-log.tsx";
import { Outside } from "../parts/outside.tsx";
import { Card, Empty, How, Loaded, ProblemBox, Time, Title } from "../parts/parts.tsx";
import { plural, whole } from "../parts/words.ts";
import { useMay } from "../state/me.ts";
import { hrefOf, type Route } from "../state/route.ts";

/** What of a file tells its format. */
const HEAD_BYTES = 1 << 18;

export function ImportsScreen({ route }: { readonly route: Route }): JSX.Element {
  const may = useMay("import");
  const reports = useApi<Reports>(
    "/imports",
    { cursor: route.query["cursor"] },
    (e) => e.type === "board" || e.type === "job",
  );
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const [busy, setBusy] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const shown = useJob(job);

  const doing = async (what: string, work: () => Promise<void>) => {
    setBusy(what);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (error instanceof ApiProblem) setProblem(error.problem);
    } finally {
      setBusy("");
    }
  };
  const upload = (chosen: File, columns?: string) =>
    doing(`Sending ${whole(chosen.size)} bytes …`, async () => {
      const begun = await send<Job>("POST", pathWith("/imports", { name: chosen.name, columns }), chosen);
      setPreview(null);
      setJob(begun.id);
    });
  const take = (chosen: File | undefined) => {
    if (chosen === undefined) return;
    setFile(chosen);
    setJob(null);
    setPreview(null);
    void doing("Looking at it …", async () => {
      const head = chosen.slice(0, HEAD_BYTES);
      const seen = await send<ImportPreview>("POST", pathWith("/imports/preview", { name: chosen.name }), head);
      if (seen.recognised !== null) await upload(chosen);
      else setPreview(seen);
    });
  };
  const again = (run: string) =>
    void doing("", async () => setJob((await send<Job>("POST", `/imports/${run}/again`)).id));
  return (
    <>
      <Title about="other scanners' reports: what they say, and what they do not">Imports</Title>
      {may && <Drop take={take} />}
      {busy !== "" && <p role="status">{busy}</p>}
      {problem !== null && <ProblemBox problem={problem} />}
      {file !== null && preview !== null && <Mapping file={file} preview={preview} upload={upload} />}
      {shown !== null && (
        <Card title="This import">
          <JobLog job={shown} />
          {shown.state !== "running" &&
            summariesOf(shown.output).map((each, at) => <Summary key={at} summary={each} />)}
        </Card>
      )}
      <Loaded asked={reports}>
        {({ items, next }) => (
          <Card title="Reports">
            {items.length === 0 ? (
              <Empty command="crosscheck import report.xml">No report was imported yet.</Empty>
            ) : (
              items.map((report) => (
                <details key={report.run} class="report">
                  <summary>
                    <strong>
                      <Outside text={report.name} />
                    </strong>{" "}
                    <span class="soft small">
                      {report.summary?.title ?? report.importer}, {whole(report.bytes)} bytes
                      {report.summary !== null &&
                        ` · 1: ${report.summary.outcomes.vulnerable} 0: ${report.summary.outcomes.not_vulnerable} ?: ${report.summary.outcomes.unknown}`}
                      {report.summary?.broken != null && " · BROKEN"}
                    </span>
                  </summary>
                  <p class="small soft below">
                    {report.at !== "" && <Time at={report.at} />} · run{" "}
                    <a href={hrefOf(["runs", report.run])}>{report.run}</a> · SHA-256 <code>{report.sha256}</code>
                    {report.redactions > 0 && ` · ${plural(report.redactions, "line")} of memory removed`}{" "}
                    {may && (
                      <button class="button" type="button" onClick={() => again(report.run)}>
                        Read again
                      </button>
                    )}
                  </p>
                  {report.summary !== null && <Summary summary={report.summary} />}
                </details>
              ))
            )}
            {next !== null && (
              <p class="below">
                <a href={hrefOf(["imports"], { cursor: next })}>older reports</a>
              </p>
            )}
          </Card>
        )}
      </Loaded>
    </>
  );
}

function Drop({ take }: { readonly take: (file: File | undefined) => void }): JSX.Element {
  const [over, setOver] = useState(false);
  return (
    <div
      class={over ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files[0]);
      }}
    >
      <label class="field">
        <span>Drop a report here, or choose one</span>
        <input class="input" type="file" onChange={({ currentTarget }) => take(currentTarget.files?.[0])} />
      </label>
      <span class="small soft">Nessus, OpenVAS, Qualys, Nmap, testssl.sh, SARIF and others; a spreadsheet as CSV</span>
    </div>
  );
}

interface MappingProps {
  readonly file: File;
  readonly preview: ImportPreview;
  readonly upload: (file: File, columns: string) => Promise<void>;
}

/** A column is a field, a detector's answers, or left out. */
function Mapping({ file, preview, upload }: MappingProps): JSX.Element {
  const { columns, rows, fields } = preview;
  const [what, setWhat] = useState<readonly string[]>(() => columns.map((name) => guess(name, fields)));
  if (preview.kind !== "text" || columns.length < 2) {
    return (
      <p class="problem">
        <Outside text={`${file.name}: ${preview.problem ?? "it is not recognised"}`} />
      </p>
    );
  }
  const unusable = columns.some((name, at) => what[at] !== "" && name.includes(","));
  const mapping = columns.flatMap((name, at) => ((what[at] ?? "") === "" ? [] : [`${what[at]}=${name}`])).join(",");
  const detectors = what.filter((each) => each !== "" && !fields.includes(each));
  const located = what.some((each) => ["host", "name", "address"].includes(each));
  return (
    <Card title="Which column is what?">
      <p class="soft">
        <Outside text={file.name} /> is no report that is recognised. Say which column names the host, and which hold a
        detector's answers: for those, type the detector's name.
      </p>
      <div class="scroll-x below">
        <table class="table">
          <thead>
            <tr>
              {columns.map((name, at) => (
                <th key={`${at}`} scope="col">
                  <Outside text={name} />
                  <input
                    class="input"
                    list="fields"
                    placeholder="left out"
                    aria-label={`what the column ${name} is`}
                    value={what[at]}
                    onInput={({ currentTarget: { value } }) =>
                      setWhat((before) => before.map((each, i) => (i === at ? value.trim() : each)))
                    }
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={`${at}`}>
                {columns.map((_, i) => (
                  <td key={`${i}`}>
                    <Outside text={row[i] ?? ""} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <datalist id="fields">
        {fields.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      {unusable && <p class="hint below">A column whose name has a comma cannot be mapped: rename it in the file.</p>}
      <p class="below">
        <button
          class="button primary"
          type="button"
          disabled={!located || detectors.length === 0 || unusable}
          onClick={() => void upload(file, mapping)}
        >
          Import
        </button>
      </p>
    </Card>
  );
}

function guess(name: string, fields: readonly string[]): string {
  const lower = name.trim().toLowerCase();
  if (fields.includes(lower)) return lower;
  if (/^(server|hostname|target|fqdn|url)$/.test(lower)) return "host";
  if (/^(ip|ip address)$/.test(lower)) return "address";
  return "";
}

function summariesOf(output: string): readonly ImportSummary[] {
  try {
    const shown: unknown = JSON.parse(output);
    return Array.isArray(shown) ? (shown as ImportSummary[]).filter((each) => "outcomes" in each) : [];
  } catch {
    return [];
  }
}

function Summary({ summary }: { readonly summary: ImportSummary }): JSX.Element {
  const { title, hosts, ports, checks, outcomes, reasons, matches, dropped, broken, ambiguous } = summary;
  const known = matches.same + matches.by_address + matches.by_name;
  return (
    <div class="below">
      {broken !== null && (
        <p class="problem">
          Broken{broken.line === null ? "" : ` at line ${broken.line}`}: <Outside text={broken.problem} />; what was
          complete before that is kept, nothing is claimed of what follows.
        </p>
      )}
      <dl class="facts">
        <dt>format</dt>
        <dd>
          <Outside text={title} />
        </dd>
        <dt>read</dt>
        <dd>
          {plural(hosts, "host")}, {plural(ports, "port")}, {plural(checks, "check")}
        </dd>
        <dt>mapped</dt>
        <dd>
          1: {outcomes.vulnerable} · 0: {outcomes.not_vulnerable} · ?: {outcomes.unknown}
          {Object.entries(reasons).map(([reason, n]) => (
            <div key={reason} class="small soft">
              {whole(n ?? 0)} {reason.replaceAll("_", " ")}
            </div>
          ))}
        </dd>
        <dt>matched</dt>
        <dd>
          {known} with endpoints known before ({matches.by_address} by address, {matches.by_name} by name),{" "}
          {matches.new} new, {matches.ambiguous} ambiguous
          {ambiguous.map((label) => (
            <div key={label} class="small soft">
              could be of several: <Outside text={label} />
            </div>
          ))}
        </dd>
        <dt>dropped</dt>
        <dd>
          {dropped.length === 0 && "nothing"}
          {dropped.map(({ what, why, count }) => (
            <div key={`${what} ${why}`}>
              {whole(count)} × <Outside text={what} />:{" "}
              <span class="soft">
                <Outside text={why} />
              </span>
            </div>
          ))}
        </dd>
      </dl>
      <How>
        Answers are the report's own words, mapped by the importer of its format; what a report does not say is never a
        0. Rows are matched with endpoints by address and port, then by name and port.
      </How>
    </div>
  );
}
