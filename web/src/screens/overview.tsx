/** What one looks at first, and again every few minutes: the incident in a few numbers. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Overview } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";
import { Card, Empty, How, Loaded, Time, Title } from "../parts/parts.tsx";
import { duration, percent, plural, share, whole } from "../parts/words.ts";
import { StartScanButton } from "./start-scan.tsx";
import { WhatChanged } from "./what-changed.tsx";
import { hrefOf } from "../state/route.ts";

const HEAPS = [
  ["vulnerable", "vulnerable"],
  ["open", "open"],
  ["safe", "safe"],
] as const;

export function OverviewScreen(): JSX.Element {
  const asked = useApi<Overview>("/overview");
  return <Loaded asked={asked}>{(data) => <Shown overview={data} />}</Loaded>;
}

function Shown({ overview }: { readonly overview: Overview }): JSX.Element {
  const { pack, heaps, disagreements, startedAt, runs } = overview;
  const total = heaps.vulnerable + heaps.safe + heaps.open;
  if (pack === null || startedAt === null) {
    return (
      <>
        <Title actions={<StartScanButton />}>Overview</Title>
        <Card>
          <Empty command="crosscheck scan example.org --scope scope.yaml">
            Nothing is known yet. Ask hosts, or read other scanners' reports with <code>crosscheck import</code>.
          </Empty>
        </Card>
      </>
    );
  }
  return (
    <>
      <Title about={`${pack.cve}, ${pack.title}`} actions={<StartScanButton />}>
        Overview
      </Title>
      <Clock overview={overview} />
      <section class="figures" aria-label="Counts">
        {HEAPS.map(([heap, name]) => (
          <a key={heap} class={`figure ${heap}`} href={hrefOf(["matrix"], { heap })}>
            <span class="soft">{name}</span>
            <strong>{whole(heaps[heap])}</strong>
            <span class="small soft">{total === 0 ? "" : `${percent(heaps[heap] / total)} of ${whole(total)}`}</span>
          </a>
        ))}
        <a class="figure" href={hrefOf(["matrix"], { split: "true", sort: "disagreement" })}>
          <span class="soft">disagreements</span>
          <strong>{whole(disagreements)}</strong>
          <span class="small soft">a 1 against a 0</span>
        </a>
        <a class="figure" href={hrefOf(["runs"])}>
          <span class="soft">runs</span>
          <strong>{whole(runs.total)}</strong>
          <span class="small soft">
            {runs.running} running, {runs.interrupted} interrupted
          </span>
        </a>
      </section>
      <Card title="Settled and open">
        <div class="heap-bar" aria-hidden="true">
          {HEAPS.filter(([heap]) => heaps[heap] > 0).map(([heap]) => (
            <span key={heap} class={heap} style={{ flex: heaps[heap] }} />
          ))}
        </div>
        <p class="below">{sentence(overview)}</p>
        <How>
          An endpoint is settled by proof, by its own controlled refutation, or when the model's probability passes the
          policy's thresholds; everything else is open. Errors, silence and missing answers never count as safe. See
          docs/judgement.md.
        </How>
      </Card>
      <div class="cards">
        <Coverage overview={overview} />
        <Missed overview={overview} />
        <Open overview={overview} />
        <Invalid overview={overview} />
      </div>
      <WhatChanged />
    </>
  );
}

function sentence({ heaps, judgement }: Overview): string {
  const total = heaps.vulnerable + heaps.safe + heaps.open;
  const policy =
    judgement === null ? "by the rules alone; the model is still judging" : `by the policy ${judgement.policy}`;
  return `Of ${plural(total, "endpoint")}, ${whole(heaps.vulnerable)} are vulnerable, ${whole(heaps.safe)} safe and ${whole(heaps.open)} open, ${policy}.`;
}

function Clock({ overview: { startedAt, lastAnswerAt } }: { readonly overview: Overview }): JSX.Element {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="soft">
      Incident clock:{" "}
      <strong class="number">{startedAt === null ? "not started" : duration(now - Date.parse(startedAt))}</strong>
      {startedAt !== null && (
        <>
          , since <Time at={startedAt} />
        </>
      )}
      {lastAnswerAt !== null && <>; last answer {duration(now - Date.parse(lastAnswerAt))} ago</>}
    </p>
  );
}

function Coverage({ overview: { coverage, leftOut } }: { readonly overview: Overview }): JSX.Element {
  const { targets, unreadable, endpoints, asked } = coverage;
  return (
    <Card title="Coverage of the newest scan">
      {endpoints === 0 ? (
        <p class="soft">No scan yet: what is known comes from reports.</p>
      ) : (
        <dl class="facts">
          <dt>asked</dt>
          <dd class="number">
            {whole(asked)} of {plural(endpoints, "endpoint")} ({share(asked, endpoints)})
          </dd>
          <dt>targets</dt>
          <dd class="number">{whole(targets)}</dd>
          <dt>unreadable lines</dt>
          <dd class="number">{whole(unreadable)}</dd>
          <dt>nothing there</dt>
          <dd class="number">{whole(leftOut)} places that nobody promised</dd>
        </dl>
      )}
    </Card>
  );
}

function Missed({ overview: { judgement } }: { readonly overview: Overview }): JSX.Element {
  if (judgement === null) {
    return (
      <Card title="What may be missed">
        <p class="soft" role="status">
          Being judged …
        </p>
      </Card>
    );
  }
  const { missed, unseen } = judgement;
  return (
    <Card title="What may be missed">
      <p>
        Among the {whole(missed.cleared)} safe ones{" "}
        <strong class="number">{missed.expected.toFixed(missed.expected < 0.1 ? 3 : 1)}</strong> vulnerable are expected
        ({missed.low} to {missed.high}, 90 %).
      </p>
      <p class="soft">
        {unseen.known
          ? `Missed by everybody: at least ${unseen.unseen.toFixed(1)} of ${whole(unseen.hosts)} (${unseen.low.toFixed(1)} to ${unseen.high.toFixed(1)}, 95 %).`
          : `How many everybody missed cannot be said: ${unseen.detail}.`}
      </p>
      <How>
        The expectation is the sum of the probabilities of all cleared endpoints, with a bootstrapped interval; the
        lower bound is Chao's, from how many lineages found each host. See docs/judgement.md.
      </How>
    </Card>
  );
}

function Open({ overview: { reasons } }: { readonly overview: Overview }): JSX.Element {
  return (
    <Card title="Why endpoints are open">
      {reasons.length === 0 ? (
        <p class="soft">None is.</p>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">reason</th>
              <th scope="col" class="right">
                endpoints
              </th>
            </tr>
          </thead>
          <tbody>
            {reasons.slice(0, 8).map(({ reason, meaning, endpoints }) => (
              <tr key={reason}>
                <td>
                  <a href={hrefOf(["matrix"], { heap: "open", reason })}>{reason}</a>
                  <div class="small soft">{meaning}</div>
                </td>
                <td class="right">{whole(endpoints)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function Invalid({ overview: { invalid } }: { readonly overview: Overview }): JSX.Element | null {
  if (invalid.length === 0) return null;
  return (
    <Card title="Detectors that failed their controls">
      <ul>
        {invalid.map(({ run, detector, why }) => (
          <li key={`${run} ${detector}`}>
            <strong>{detector}</strong> in run <code>{run}</code>: {why}. What it says there is not counted.
          </li>
        ))}
      </ul>
    </Card>
  );
}
