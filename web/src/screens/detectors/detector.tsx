/** One detector: how far it can be believed, and where not. */

import type { JSX } from "preact";
import type { Agreement, Detector } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { label } from "../../charts/names.ts";
import { Card, Empty, How, Loaded, Title } from "../../parts/parts.tsx";
import { plural, share, whole } from "../../parts/words.ts";
import { hrefOf, type Route } from "../../state/route.ts";
import { Blind } from "./blind.tsx";
import { Controls } from "./controls.tsx";
import { ForestCard } from "./forest-card.tsx";
import { SelfCard } from "./self-card.tsx";
import { useAgreement } from "../agreement/use-agreement.ts";

export function DetectorScreen({ route }: { readonly route: Route }): JSX.Element {
  const id = route.path.slice(1).join("/");
  const asked = useApi<Detector>(id === "" ? null : `/detectors/${encodeURIComponent(id)}`);
  if (id === "") {
    return (
      <>
        <Title>Detector</Title>
        <Empty>
          Which one? <a href={hrefOf(["detectors"])}>All detectors</a>
        </Empty>
      </>
    );
  }
  return (
    <>
      <Title
        about={
          <>
            <a href={hrefOf(["detectors"])}>all detectors</a>
          </>
        }
      >
        {label(id)}
      </Title>
      <Loaded asked={asked}>{(detector) => <Shown detector={detector} route={route} />}</Loaded>
    </>
  );
}

function Shown({ detector, route }: { readonly detector: Detector; readonly route: Route }): JSX.Element {
  const { range, said } = detector;
  const agreement = useAgreement(said === null ? null : {});
  return (
    <>
      <div class="cards">
        <Identity detector={detector} />
        {said !== null && <Here detector={detector} />}
      </div>
      {range === null ? (
        <Card title="In the range">
          <Empty command={`crosscheck range score --with ${detector.kind === "tool" ? label(detector.id) : "NAME"}`}>
            The range has not measured it: how its answers relate to the truth is not known.
          </Empty>
        </Card>
      ) : (
        <>
          <Blind scores={range.scores} version={range.version} />
          <ForestCard detector={detector} range={range} route={route} />
        </>
      )}
      {said !== null && (
        <Loaded asked={agreement}>{(data: Agreement) => <SelfCard id={detector.id} agreement={data} />}</Loaded>
      )}
      {said !== null && <Controls detector={detector} />}
    </>
  );
}

function Identity({ detector }: { readonly detector: Detector }): JSX.Element {
  const { kind, lineage, versions, vantages, runs, shares, range } = detector;
  const profiles = shares.filter((id) => id.startsWith("profile/"));
  const programs = shares.filter((id) => !id.startsWith("profile/"));
  return (
    <Card title="Who it is">
      <dl class="facts">
        <dt>kind</dt>
        <dd>{KINDS[kind]}</dd>
        <dt>lineage</dt>
        <dd>
          <strong>{label(lineage)}</strong>
        </dd>
        <dt>shares it with</dt>
        <dd>
          {shares.length === 0 ? (
            "nobody: it is a witness of its own"
          ) : (
            <>
              <Links ids={programs} />
              {profiles.length > 0 && (
                <details class="how">
                  <summary>{plural(profiles.length, "re-enactment")} of old tools</summary>
                  <div>
                    <Links ids={profiles} />
                  </div>
                </details>
              )}
              <div class="small soft">Their agreement is one opinion, not several.</div>
            </>
          )}
        </dd>
        <dt>versions here</dt>
        <dd>
          {versions.length === 0
            ? "it did not answer in this incident"
            : versions.map((version) => (
                <span key={version} class="version">
                  {label(version)}{" "}
                  <span class="small soft">
                    {range === null
                      ? "not measured"
                      : range.version === version
                        ? "measured"
                        : `only ${label(range.version)} is measured`}
                  </span>
                </span>
              ))}
        </dd>
        {vantages.length > 0 && (
          <>
            <dt>vantages</dt>
            <dd>{vantages.map(label).join(", ")}</dd>
            <dt>runs</dt>
            <dd>{plural(runs.length, "run")}</dd>
          </>
        )}
      </dl>
    </Card>
  );
}

function Links({ ids }: { readonly ids: readonly string[] }): JSX.Element {
  return (
    <>
      {ids.map((id, at) => (
        <span key={id}>
          {at > 0 && ", "}
          <a href={hrefOf(["detector", id])}>{label(id)}</a>
        </span>
      ))}
    </>
  );
}

const KINDS: Readonly<Record<Detector["kind"], string>> = {
  native: "our own",
  tool: "a program that we run",
  service: "a remote service",
  report: "a file that was imported",
  profile: "a re-enactment of an old tool: it only talks to the range",
};

function Here({ detector: { id, said, lineage } }: { readonly detector: Detector }): JSX.Element | null {
  if (said === null) return null;
  const { vulnerable, notVulnerable, unknown, notAsked, aloneWith0, aloneWith1 } = said;
  const answered = vulnerable + notVulnerable + unknown;
  const cells = [
    ["1", "one", vulnerable, "1"],
    ["0", "zero", notVulnerable, "0"],
    ["?", "unknown", unknown, "?"],
  ] as const;
  return (
    <Card title="In this incident">
      <p>
        It answered about {plural(answered, "endpoint")} and could tell on {share(vulnerable + notVulnerable, answered)}{" "}
        of them.
      </p>
      <ul class="said below">
        {cells.map(([sign, name, count, says]) => (
          <li key={sign}>
            <span class={`glyph ${name}`} aria-hidden="true">
              {sign}
            </span>
            <a href={hrefOf(["matrix"], { cell: `${id}:${says}` })}>
              {whole(count)} <span class="aside-text">endpoints where it says {sign}</span>
            </a>
          </li>
        ))}
        <li class="soft small">{whole(notAsked)} not asked</li>
      </ul>
      <p class="below">
        {aloneWith1 + aloneWith0 === 0
          ? "It stands alone nowhere."
          : `It stands alone with a 1 on ${plural(aloneWith1, "endpoint")} and with a 0 on ${whole(aloneWith0)}.`}
      </p>
      <How>
        Alone: nobody outside the lineage {label(lineage)} says the same, and somebody outside it says the opposite.
        Unknown answers are neither company nor opposition.
      </How>
    </Card>
  );
}
