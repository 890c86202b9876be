/** Who agrees with whom, and how many opinions that comes to. */

import type { JSX } from "preact";
import type { Agreement } from "../../api/types.ts";
import { dendrogram } from "../../charts/dendrogram.ts";
import { inWords, label, listed } from "../../charts/names.ts";
import { Card, Empty, How, Loaded, Title } from "../../parts/parts.tsx";
import { plural, whole } from "../../parts/words.ts";
import { replaceRoute, type Route } from "../../state/route.ts";
import { SelfTables } from "../detectors/self-card.tsx";
import { estimate } from "./estimate.ts";
import { Filters } from "./filters.tsx";
import { PairCard } from "./pair-card.tsx";
import { UpsetCard } from "./upset-card.tsx";
import { useAgreement } from "./use-agreement.ts";

export function AgreementScreen({ route }: { readonly route: Route }): JSX.Element {
  const { run, kind } = route.query;
  const asked = useAgreement({ run, kind });
  return (
    <>
      <Title about="which detectors say the same, and how many opinions that comes to">Agreement</Title>
      <Filters route={route} />
      <Loaded asked={asked}>{(data) => <Shown agreement={data} route={route} />}</Loaded>
    </>
  );
}

function Shown({ agreement, route }: { readonly agreement: Agreement; readonly route: Route }): JSX.Element {
  const { detectors, tree, self, current } = agreement;
  const set = (change: Readonly<Record<string, string>>) => replaceRoute(route.path, { ...route.query, ...change });
  if (detectors.length === 0) {
    return (
      <Card>
        <Empty command="crosscheck scan example.org --scope scope.yaml --with all">
          No detector has answered here. Ask hosts with several scanners, or read their reports.
        </Empty>
      </Card>
    );
  }
  const shape = dendrogram(
    detectors.map(({ id }) => id),
    tree.branches,
  );
  const lineages = [...new Set(detectors.flatMap((each) => each.lineages))];
  const filtered = (route.query["run"] ?? "") !== "" || (route.query["kind"] ?? "") !== "";
  return (
    <>
      <Card title={headline(agreement)}>
        <p>{opinions(agreement)}</p>
        {!current && (
          <p class="small soft" role="status">
            Answers are coming in; this is computed anew every few seconds.
          </p>
        )}
        <dl class="facts below">
          <dt>lineages</dt>
          <dd>
            {plural(lineages.length, "lineage")}: {lineages.map(label).join(", ")}
          </dd>
          <dt>endpoints</dt>
          <dd class="number">
            {whole(agreement.endpoints)}, of which {whole(agreement.disputed)} have a 1 against a 0
          </dd>
          <dt>all together</dt>
          <dd class="number">
            AC1 {estimate(agreement.group.ac1)}, Krippendorff's α {estimate(agreement.group.alpha)}, raw{" "}
            {estimate(agreement.group.raw)}
          </dd>
        </dl>
        <How>
          The tree joins detectors by how far they agree on what is vulnerable (average linkage of 1 − positive
          agreement, over {whole(tree.rows)} endpoints that somebody calls vulnerable). Cut where positive agreement
          falls below {tree.oneOpinionFrom}, what hangs together is one opinion: a convention, and a picture rather than
          a proof. Whose code a detector carries is its lineage. Group coefficients leave ? out (docs/agreement.md).
        </How>
      </Card>
      <PairCard agreement={agreement} shape={shape} query={route.query} set={set} />
      <UpsetCard agreement={agreement} order={shape.leaves} linked={!filtered} />
      <Card title="Each with itself">
        {self.length === 0 ? (
          <p class="soft">
            Every detector answered in one version, from one vantage, in one run and in one mode: there is nothing to
            lay beside it. A second run, or another vantage, changes that.
          </p>
        ) : (
          <>
            <p>
              {plural(new Set(self.map(({ detector }) => detector)).size, "detector")} answered in several versions,
              vantages, runs or modes; where they differ is below.
            </p>
            <SelfTables self={self} named />
          </>
        )}
      </Card>
    </>
  );
}

/** "Ten detectors, three opinions". */
function headline({ tree }: Agreement): string {
  const { compared, opinions: all } = tree;
  if (compared.length < 2) return "No two detectors can be compared";
  const many = inWords(compared.length);
  const counted = `${many.charAt(0).toUpperCase()}${many.slice(1)} detectors`;
  return `${counted}, ${inWords(all.length)} ${all.length === 1 ? "opinion" : "opinions"}`;
}

function opinions({ tree, detectors }: Agreement): string {
  const { compared, opinions: all } = tree;
  if (compared.length < 2) {
    return "Fewer than five endpoints that somebody calls vulnerable were answered by the same two: too little to say who agrees.";
  }
  const groups = all.filter((group) => group.length > 1).map((group) => listed(group.map(label)));
  const alone = all.filter((group) => group.length === 1).flat();
  const rest = detectors.filter(({ id }) => !compared.includes(id)).map(({ id }) => label(id));
  const parts = [
    ...groups.map((group) => `${group} say the same`),
    ...(alone.length === 0
      ? []
      : [`${listed(alone.map(label))} ${alone.length === 1 ? "goes its" : "go their"} own way`]),
    ...(rest.length === 0 ? [] : [`${listed(rest)} cannot be placed: too little in common`]),
  ];
  return `${parts.join("; ")}.`;
}
