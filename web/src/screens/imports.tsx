/** Other scanners' reports: drop one, see what became of it. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { get, send } from "../api/client.ts";
import type { Import, Imports, Job } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";
import { Outside } from "../parts/outside.tsx";
import { Card, Empty, Loaded, Time, Title } from "../parts/parts.tsx";
import { plural } from "../parts/words.ts";
import { useMay } from "../state/me.ts";
import { hrefOf } from "../state/route.ts";
import { ImportForm } from "./import-form.tsx";
import { Summary } from "./import-summary.tsx";

export function ImportsScreen(): JSX.Element {
  const asked = useApi<Imports>("/imports", {}, ({ type }) => type === "board" || type === "job");
  const may = useMay("import");
  return (
    <>
      <Title about="what other scanners said, file by file">Imports</Title>
      {may ? (
        <ImportForm done={asked.again} />
      ) : (
        <p class="hint">This token may look at imports, not make them: that needs the scope import.</p>
      )}
      <Loaded asked={asked}>{(data) => <Reports imports={data} may={may} />}</Loaded>
    </>
  );
}

function Reports({ imports: { items, next }, may }: { readonly imports: Imports; readonly may: boolean }): JSX.Element {
  const [more, setMore] = useState<readonly Import[]>([]);
  const [cursor, setCursor] = useState<number | null>(null);
  if (items.length === 0) {
    return (
      <Card>
        <Empty command="crosscheck import report.nessus">No report yet. Drop one above, or on the command line:</Empty>
      </Card>
    );
  }
  const after = cursor ?? next;
  const load = async () => {
    if (after === null) return;
    const page = await get<Imports>("/imports", { cursor: after });
    setMore((before) => [...before, ...page.items]);
    setCursor(page.next);
  };
  return (
    <section class="reports" aria-label="Imported reports">
      {[...items, ...more].map((report) => (
        <Report key={report.run} report={report} may={may} />
      ))}
      {after !== null && (
        <button class="button" type="button" onClick={() => void load()}>
          Older ones
        </button>
      )}
    </section>
  );
}

function Report({ report, may }: { readonly report: Import; readonly may: boolean }): JSX.Element {
  const { run, name, bytes, importer, at, summary, redactions } = report;
  return (
    <article class="card report">
      <h2 class="mono">
        <Outside text={name} />
      </h2>
      <p class="small soft">
        {summary?.title ?? importer}; {plural(bytes, "byte")}; run <a href={hrefOf(["runs", run])}>{run}</a>
        {at !== null && (
          <>
            ; <Time at={at} />
          </>
        )}
      </p>
      {summary === null ? (
        <p class="hint">What became of it was written by another version, and cannot be shown.</p>
      ) : (
        <Summary summary={summary} />
      )}
      {redactions > 0 && (
        <p class="small">
          {plural(redactions, "line")} that looked like memory were taken out of the copy that is kept.
        </p>
      )}
      {may && <ReadAgain run={run} />}
    </article>
  );
}

function ReadAgain({ run }: { readonly run: string }): JSX.Element {
  const [said, setSaid] = useState("");
  const read = async () => {
    setSaid("Reading …");
    try {
      const job = await send<Job>("POST", `/imports/${encodeURIComponent(run)}/reinterpret`);
      setSaid(`Reading: job ${job.id}`);
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <p class="small">
      <button class="button" type="button" onClick={() => void read()}>
        Read again with today's rules
      </button>{" "}
      <span role="status">
        {said} {said !== "" && <a href={hrefOf(["runs"])}>what it says</a>}
      </span>
    </p>
  );
}
