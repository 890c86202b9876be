/** The inbox: endpoints where a 1 stands against a 0, the one most worth resolving first. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { get } from "../api/client.ts";
import type { Disagreement, Disagreements } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";
import { useAct } from "../parts/act.tsx";
import { Outside } from "../parts/outside.tsx";
import { Card, Empty, How, Loaded, ProblemBox, Title } from "../parts/parts.tsx";
import { OutcomeGlyph, Posterior, Word } from "../parts/signs.tsx";
import { percent, plural } from "../parts/words.ts";
import { hrefOf } from "../state/route.ts";

export function DisagreementsScreen(): JSX.Element {
  const asked = useApi<Disagreements>("/disagreements");
  return (
    <>
      <Title about="Endpoints where a 1 stands against a 0">Disagreements</Title>
      <Loaded asked={asked}>{(page) => <Listed first={page} />}</Loaded>
    </>
  );
}

function Listed({ first }: { readonly first: Disagreements }): JSX.Element {
  const [older, setOlder] = useState<readonly Disagreements[]>([]);
  const act = useAct();
  if (first.total === 0) {
    return (
      <Card>
        <Empty command="crosscheck scan --file hosts.txt --with all">
          Nobody contradicts anybody. Ask more scanners, or import their reports, to find out whether they agree.
        </Empty>
      </Card>
    );
  }
  const last = older.at(-1) ?? first;
  const items = [...new Map([first, ...older].flatMap((page) => page.items).map((each) => [each.key, each])).values()];
  const more = () =>
    void act.run(async () => {
      setOlder([...older, await get<Disagreements>("/disagreements", { cursor: last.next ?? undefined })]);
    });
  return (
    <>
      <Card>
        <p>{takeaway(first)}</p>
        <How>
          The value is what knowing the truth would save at most: the expected cost, by the policy, of the best that can
          be done without it (to clear, to treat, to leave open). Where the verdict is settled anyway, those come first
          whose cause would explain most others: the same detectors disagree there in the same way. Muted endpoints are
          left out.
        </How>
      </Card>
      <ol class="inbox">
        {items.map((each) => (
          <Item key={each.key} item={each} />
        ))}
      </ol>
      {act.problem !== null && <ProblemBox problem={act.problem} />}
      {last.next !== null && (
        <div>
          <button type="button" class="button" disabled={act.busy} onClick={more}>
            More
          </button>
        </div>
      )}
    </>
  );
}

function takeaway({ total, items, policy }: Disagreements): string {
  const open = items.filter(({ judged }) => judged?.heap === "open").length;
  const rest =
    policy === null
      ? "; they are still being judged"
      : open === 0
        ? "; none of those shown keeps its endpoint open"
        : `; ${open} of those shown ${open === 1 ? "keeps its" : "keep their"} endpoint open`;
  return `${plural(total, "endpoint")} with a disagreement${rest}.`;
}

function Item({ item }: { readonly item: Disagreement }): JSX.Element {
  const { key, names, owner, verdict, judged, ones, zeros, a, b, value, alike } = item;
  return (
    <li class="card inbox-item">
      <div class="inbox-head">
        <OutcomeGlyph outcome={verdict.outcome} />
        <a class="mono" href={hrefOf(["endpoint", key])}>
          {key}
        </a>
        {names[0] !== undefined && names[0] !== key && (
          <span class="soft small">
            <Outside text={names[0]} fold={80} />
          </span>
        )}
        {owner !== null && (
          <span class="tag">
            <Outside text={owner} fold={40} />
          </span>
        )}
        <span class="inbox-word">
          <Word judged={judged} />
          {judged !== null && (
            <>
              {" "}
              <Posterior judged={judged} /> <span class="number small">{percent(judged.probability)}</span>
            </>
          )}
        </span>
      </div>
      <div class="inbox-sides">
        <span>
          <OutcomeGlyph outcome="vulnerable" /> {ones.join(", ")}
        </span>
        <span class="soft">against</span>
        <span>
          <OutcomeGlyph outcome="not_vulnerable" /> {zeros.join(", ")}
        </span>
      </div>
      <div class="inbox-foot">
        <span class="small soft number">
          {value === null
            ? "not judged yet"
            : value < 0.005
              ? verdict.outcome === "unknown"
                ? "to be treated all the same"
                : "settled all the same"
              : `worth up to ${value.toFixed(value < 1 ? 2 : 1)}`}
          {alike > 0 && `; ${plural(alike, "other endpoint")} alike`}
        </span>
        <a class="button primary" href={hrefOf(["disagreement", key], { a, b })}>
          Compare
          <span class="aside-text">
            {" "}
            {a} and {b} at {key}
          </span>
        </a>
      </div>
    </li>
  );
}
