/** Two detectors about one endpoint: their conversations side by side, where they part, and why, by experiment. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Beside, Endpoint, SeenLine } from "../api/types.ts";
import { isAbout } from "../api/live.ts";
import { useApi } from "../api/use-api.ts";
import { Outside } from "../parts/outside.tsx";
import { Card, Empty, Loaded, Title } from "../parts/parts.tsx";
import { OutcomeGlyph, signOf } from "../parts/signs.tsx";
import { go, hrefOf, type Route } from "../state/route.ts";
import { align } from "./disagreement/align.ts";
import { Experiment, Reenact } from "./disagreement/experiment.tsx";
import { SequencePair } from "./disagreement/sequence.tsx";

export function DisagreementScreen({ route }: { readonly route: Route }): JSX.Element {
  const key = route.path[1] ?? "";
  const { a, b } = route.query;
  const asked = useApi<Endpoint>(key === "" ? null : `/endpoints/${encodeURIComponent(key)}`, {}, isAbout(key));
  if (key === "") {
    return (
      <Empty>
        Which one? <a href={hrefOf(["disagreements"])}>All disagreements</a>.
      </Empty>
    );
  }
  return (
    <Loaded asked={asked}>{(endpoint) => <Chosen key={key} endpoint={endpoint} {...sidesOf(endpoint, a, b)} />}</Loaded>
  );
}

/** Whoever is not named is found: one who says what the verdict says, and one who does not. */
function sidesOf({ row, columns }: Endpoint, a: string | undefined, b: string | undefined): { a: string; b: string } {
  const wanted = row.verdict.outcome === "not_vulnerable" ? "0" : "1";
  const answered = columns.map((column, at) => ({ ...column, sign: signOf(row.cells[at] ?? 0).sign }));
  const holding = answered.filter(({ sign, detector }) => sign === wanted && detector !== b);
  const against = answered.filter(
    ({ sign, detector }) => (sign === "1" || sign === "0") && sign !== wanted && detector !== a,
  );
  const first = a ?? (holding.find(({ kind }) => kind === "native") ?? holding[0])?.detector ?? "";
  return {
    a: first,
    b:
      b ??
      against[0]?.detector ??
      answered.find(({ detector, sign }) => detector !== first && sign !== "·")?.detector ??
      "",
  };
}

function Chosen({
  endpoint,
  a,
  b,
}: {
  readonly endpoint: Endpoint;
  readonly a: string;
  readonly b: string;
}): JSX.Element {
  const { row, columns } = endpoint;
  const answered = columns.filter((_, at) => (row.cells[at] ?? 0) !== 0).map(({ detector }) => detector);
  const choose = (side: "a" | "b", detector: string) => go(["disagreement", row.key], { a, b, [side]: detector });
  return (
    <>
      <Title
        about={
          <>
            about <a href={hrefOf(["endpoint", row.key])}>{row.key}</a>
            {row.names[0] !== undefined && row.names[0] !== row.key && (
              <>
                , <Outside text={row.names[0]} fold={100} />
              </>
            )}
          </>
        }
        actions={<a href={hrefOf(["disagreements"])}>all disagreements</a>}
      >
        Disagreement
      </Title>
      <div class="versus">
        <Choice label="Left" value={a} from={answered.filter((each) => each !== b)} choose={(to) => choose("a", to)} />
        <span class="soft" aria-hidden="true">
          against
        </span>
        <Choice label="Right" value={b} from={answered.filter((each) => each !== a)} choose={(to) => choose("b", to)} />
      </div>
      {a === "" || b === "" ? (
        <Card>
          <Empty command={`crosscheck scan ${row.key} --with all`}>It takes two who have answered.</Empty>
        </Card>
      ) : (
        <Asked key={`${a} ${b}`} endpoint={row.key} loopback={isLoopback(endpoint.place.address)} a={a} b={b} />
      )}
    </>
  );
}

function isLoopback(address: string | null): boolean {
  return address !== null && (address.startsWith("127.") || address === "::1");
}

function Choice({
  label,
  value,
  from,
  choose,
}: {
  readonly label: string;
  readonly value: string;
  readonly from: readonly string[];
  readonly choose: (detector: string) => void;
}): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <select class="input" value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {!from.includes(value) && <option value={value}>{value === "" ? "nobody" : value}</option>}
        {from.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}

interface Pair {
  readonly endpoint: string;
  readonly loopback: boolean;
  readonly a: string;
  readonly b: string;
}

function Asked({ endpoint, loopback, a, b }: Pair): JSX.Element {
  const asked = useApi<Beside>(`/endpoints/${encodeURIComponent(endpoint)}/beside`, { a, b }, isAbout(endpoint));
  return <Loaded asked={asked}>{(beside) => <Compared beside={beside} loopback={loopback} />}</Loaded>;
}

function Compared({ beside, loopback }: { readonly beside: Beside; readonly loopback: boolean }): JSX.Element {
  const { endpoint, verdict, a, b } = beside;
  const [reenacted, setReenacted] = useState<Readonly<Record<string, readonly SeenLine[]>>>({});
  const linesOf = ({ detector, lines }: Beside["a"]) => lines ?? reenacted[detector] ?? null;
  const [left, right] = [linesOf(a), linesOf(b)];
  const contradicts = [a, b].filter(
    ({ outcome, lines }) => lines === null && verdict.outcome !== "unknown" && outcome !== verdict.outcome,
  );
  return (
    <>
      <div class="cards wide">
        <SideCard side={a} />
        <SideCard side={b} />
      </div>
      <Card title="The two conversations">
        {[a, b].map((side) =>
          linesOf(side) !== null ? null : (
            <Reenact
              key={side.detector}
              endpoint={endpoint}
              side={side}
              loopback={loopback}
              found={(lines) => setReenacted((before) => ({ ...before, [side.detector]: lines }))}
            />
          ),
        )}
        {left !== null || right !== null ? (
          <SequencePair
            a={nameOf(a, reenacted)}
            b={nameOf(b, reenacted)}
            rows={align(left ?? [], right ?? [])}
            complete={left !== null && right !== null}
          />
        ) : (
          <p class="soft">Neither conversation was kept: both are other programs.</p>
        )}
      </Card>
      {contradicts.map((side) => (
        <Experiment key={side.detector} endpoint={endpoint} side={side} loopback={loopback} />
      ))}
    </>
  );
}

function nameOf({ detector, lines }: Beside["a"], reenacted: Readonly<Record<string, unknown>>): string {
  return lines === null && detector in reenacted ? `${detector}, re-enacted` : detector;
}

function SideCard({ side }: { readonly side: Beside["a"] }): JSX.Element {
  const { detector, version, outcome, reason, meaning, words, lineage } = side;
  return (
    <Card>
      <div class="side-head">
        <OutcomeGlyph outcome={outcome} />
        <strong>{detector}</strong>{" "}
        <span class="soft">
          <Outside text={version} fold={60} />, lineage {lineage}
        </span>
      </div>
      <p>{meaning}</p>
      <p class="small soft">
        <code>{reason}</code>
        {words !== "" && (
          <>
            {" "}
            · “<Outside text={words} fold={200} />”
          </>
        )}
      </p>
    </Card>
  );
}
