/** Servers of known truth, started and stopped from here. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ApiProblem, isLive, type Problem, send } from "../../api/client.ts";
import type { Laboratories as Labs } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { label } from "../../charts/names.ts";
import { Card, Empty, ProblemBox, Time } from "../../parts/parts.tsx";
import { plural } from "../../parts/words.ts";
import { hrefOf } from "../../state/route.ts";
import { useMay } from "../../state/me.ts";
import { Truth } from "./score-grid.tsx";

type Lab = Labs["items"][number];

export function Laboratories({
  selected,
  clear,
}: {
  readonly selected: readonly string[];
  readonly clear: () => void;
}): JSX.Element | null {
  const may = useMay("scan");
  const asked = useApi<Labs>(isLive() ? "/range/laboratories" : null, {}, ({ type }) => type === "job");
  const { problem, busy, act } = useAction(asked.again);
  if (!isLive()) return null;
  const labs = asked.data?.items ?? [];
  const shown = labs.filter(({ state }) => state === "running" || state === "failed").slice(0, 8);
  return (
    <Card title="Laboratories">
      <div class="chart-tools">
        <button
          type="button"
          class="button primary"
          disabled={!may || busy || selected.length === 0}
          onClick={() => void act(() => send("POST", "/range/laboratories", { conditions: selected }))}
        >
          Start a laboratory{selected.length > 0 && ` with ${plural(selected.length, "condition")}`}
        </button>
        {selected.length > 0 ? (
          <button type="button" class="button quiet" onClick={clear}>
            Clear the selection
          </button>
        ) : (
          <span class="soft small">Select conditions in the table above: each becomes a server on loopback.</span>
        )}
        {!may && <span class="soft small">This needs the scope “scan”.</span>}
      </div>
      {problem !== null && <ProblemBox problem={problem} />}
      {asked.problem !== null && <ProblemBox problem={asked.problem} />}
      {shown.length === 0 ? (
        <Empty command="crosscheck range up --condition C03 --condition C26">
          No laboratory is up. From a terminal, for your own tools:
        </Empty>
      ) : (
        shown.map((lab) => <Shown key={lab.job} lab={lab} may={may && !busy} act={act} />)
      )}
    </Card>
  );
}

type Act = (what: () => Promise<unknown>, done?: string) => Promise<void>;

function useAction(again: () => void) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const act: Act = async (what) => {
    setBusy(true);
    setProblem(null);
    try {
      await what();
    } catch (error) {
      setProblem(
        error instanceof ApiProblem
          ? error.problem
          : { code: "internal", title: "Something went wrong", detail: String(error) },
      );
    }
    setBusy(false);
    again();
  };
  return { problem, busy, act };
}

function Shown({ lab, may, act }: { readonly lab: Lab; readonly may: boolean; readonly act: Act }): JSX.Element {
  const [scanned, setScanned] = useState(false);
  const { job, state, servers, conditions, problem, startedAt } = lab;
  const scan = (targets: readonly string[]) =>
    act(async () => {
      await send("POST", "/scans", { targets, ports: "first" });
      setScanned(true);
    });
  if (state === "failed") {
    return (
      <div class="problem below">
        A laboratory with {conditions.join(", ")} did not start: {problem ?? "it did not say why"}
      </div>
    );
  }
  return (
    <section class="lab below" aria-label={`Laboratory with ${conditions.join(", ")}`}>
      <header>
        <h3>
          {servers.length === 0 ? "Starting …" : `${plural(servers.length, "server")} up`}{" "}
          <span class="soft small">
            since <Time at={startedAt} />
          </span>
        </h3>
        <div class="actions">
          <button
            type="button"
            class="button"
            disabled={!may || servers.length === 0}
            onClick={() => void scan(servers.map(({ target }) => target))}
          >
            Scan {servers.length === 1 ? "it" : "them all"}
          </button>
          <button
            type="button"
            class="button"
            disabled={!may}
            onClick={() => void act(() => send("DELETE", `/jobs/${job}`))}
          >
            Stop
          </button>
        </div>
      </header>
      {scanned && (
        <p role="status" class="small">
          A scan has begun: <a href={hrefOf(["runs"])}>runs</a>.
        </p>
      )}
      <div class="scroll-x" tabIndex={0} role="group" aria-label="Servers">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">condition</th>
              <th scope="col">truth</th>
              <th scope="col">listens at</th>
              <th scope="col">what it is</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {servers.map((server) => (
              <tr key={server.id}>
                <th scope="row">{label(server.condition)}</th>
                <td>
                  <Truth truth={server.truth} />
                </td>
                <td class="mono">{label(server.target)}</td>
                <td>{server.title}</td>
                <td class="right">
                  <button type="button" class="button small" disabled={!may} onClick={() => void scan([server.target])}>
                    Scan it<span class="aside-text">: {label(server.condition)}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
