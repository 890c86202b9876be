/** Everybody who answers: how well the range knows them, and what they say here. */

import type { JSX } from "preact";
import type { Detectors } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { KIND_SIGNS, KIND_WORDS } from "../../charts/kinds.tsx";
import { label } from "../../charts/names.ts";
import { Card, Empty, How, Loaded, Title } from "../../parts/parts.tsx";
import { plural, whole } from "../../parts/words.ts";
import { hrefOf } from "../../state/route.ts";

type Item = Detectors["items"][number];

export function DetectorsScreen(): JSX.Element {
  const asked = useApi<Detectors>("/detectors");
  return (
    <>
      <Title about="who answers, whose code they carry, and where the range has seen them wrong">Detectors</Title>
      <Loaded asked={asked}>{({ items }) => <Shown items={items} />}</Loaded>
    </>
  );
}

function Shown({ items }: { readonly items: readonly Item[] }): JSX.Element {
  const heard = items.filter(({ said }) => said !== null);
  const programs = items.filter(({ said, kind }) => said === null && kind !== "profile");
  const profiles = items.filter(({ said, kind }) => said === null && kind === "profile");
  return (
    <>
      <Card title="In this incident">
        {heard.length === 0 ? (
          <Empty command="crosscheck scan example.org --scope scope.yaml --with all">
            Nobody has answered yet. Ask hosts, or read other scanners' reports.
          </Empty>
        ) : (
          <>
            <p>{takeaway(heard)}</p>
            <Table items={heard} spoke />
          </>
        )}
        <How>
          Answers are counted over the endpoints of the matrix. A detector is alone where no other lineage says the same
          and another says the opposite. Scores are conditions of the range: right, wrong, undecided, or not the same
          each time, of those measured (data/range-scores.json, docs/range.md).
        </How>
      </Card>
      {programs.length > 0 && (
        <Card title="Measured in the range, not asked here">
          <Table items={programs} />
        </Card>
      )}
      {profiles.length > 0 && (
        <Card title="Re-enactments of old tools">
          <Table items={profiles} />
        </Card>
      )}
    </>
  );
}

function takeaway(heard: readonly Item[]): string {
  const lineages = new Set(heard.map(({ lineage }) => lineage)).size;
  const alone = heard.filter(({ said }) => (said?.aloneWith0 ?? 0) + (said?.aloneWith1 ?? 0) > 0);
  const invalid = heard.filter(({ invalid: runs }) => runs.length > 0).length;
  const parts = [
    `${plural(heard.length, "detector")} of ${plural(lineages, "lineage")} answered`,
    alone.length === 0
      ? "none stands alone anywhere"
      : `${alone.map(({ id }) => label(id)).join(", ")} ${alone.length === 1 ? "stands" : "stand"} alone on some endpoints`,
    ...(invalid === 0 ? [] : [`${invalid} failed controls`]),
  ];
  return `${parts.join("; ")}.`;
}

function Table({ items, spoke = false }: { readonly items: readonly Item[]; readonly spoke?: boolean }): JSX.Element {
  return (
    <div class="scroll-x" tabIndex={0} role="group" aria-label="Table of detectors">
      <table class="table detectors">
        <thead>
          <tr>
            <th scope="col">detector</th>
            <th scope="col" class="wide-only">
              version
            </th>
            <th scope="col" class="wide-only">
              lineage
            </th>
            {spoke && (
              <>
                <th scope="col" class="right">
                  says 1
                </th>
                <th scope="col" class="right">
                  says 0
                </th>
                <th scope="col" class="right">
                  ?
                </th>
                <th scope="col" class="right">
                  alone
                </th>
              </>
            )}
            <th scope="col">in the range</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <th scope="row">
                <a href={hrefOf(["detector", item.id])}>{label(item.id)}</a>{" "}
                {item.kind !== "profile" && <span class="small soft">{item.kind}</span>}
                {item.invalid.length > 0 && <span class="small flag">failed controls</span>}
                <span class="narrow-only small soft">{label(item.lineage)}</span>
              </th>
              <td class="wide-only version-cell">
                {(item.versions.length > 0 ? item.versions : [item.range?.version ?? ""]).map(label).join(", ")}
              </td>
              <td class="wide-only">{label(item.lineage)}</td>
              {spoke && item.said !== null && (
                <>
                  <td class="right">{whole(item.said.vulnerable)}</td>
                  <td class="right">{whole(item.said.notVulnerable)}</td>
                  <td class="right">{whole(item.said.unknown)}</td>
                  <td class="right">{aloneText(item.said)}</td>
                </>
              )}
              <td>{item.range === null ? <span class="soft">not measured</span> : <ScoreBar range={item.range} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function aloneText({ aloneWith0, aloneWith1 }: { readonly aloneWith0: number; readonly aloneWith1: number }): string {
  const parts = [
    aloneWith1 > 0 ? `${whole(aloneWith1)} with 1` : "",
    aloneWith0 > 0 ? `${whole(aloneWith0)} with 0` : "",
  ];
  return parts.filter((part) => part !== "").join(", ") || "never";
}

/** Conditions right, undecided, unstable, wrong: as lengths, and as numbers with their signs. */
function ScoreBar({ range }: { readonly range: NonNullable<Item["range"]> | Totals }): JSX.Element {
  const kinds = (["right", "undecided", "unstable", "wrong"] as const).filter((kind) => range[kind] > 0);
  return (
    <span class="score-bar">
      <span class="bar" aria-hidden="true">
        {kinds.map((kind) => (
          <span key={kind} class={`kind-fill ${kind}`} style={{ flex: range[kind] }} />
        ))}
      </span>
      <span class="small number">
        {kinds.map((kind) => (
          <span key={kind} class="part" title={`${range[kind]} ${KIND_WORDS[kind]}`}>
            <span aria-hidden="true">{KIND_SIGNS[kind]}</span> {range[kind]}
            <span class="aside-text"> {KIND_WORDS[kind]}</span>
          </span>
        ))}
      </span>
    </span>
  );
}

interface Totals {
  readonly right: number;
  readonly wrong: number;
  readonly undecided: number;
  readonly unstable: number;
}
