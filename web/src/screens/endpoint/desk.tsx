/** What people add to an endpoint: notes, a mute, a result they got by hand. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { send } from "../../api/client.ts";
import type { Endpoint, Note, Recorded } from "../../api/types.ts";
import { useAct } from "../../parts/act.tsx";
import { Outside } from "../../parts/outside.tsx";
import { Card, ProblemBox, Time } from "../../parts/parts.tsx";
import { OutcomeGlyph } from "../../parts/signs.tsx";
import { useMay } from "../../state/me.ts";

export function Notes({ path, notes }: { readonly path: string; readonly notes: readonly Note[] }): JSX.Element {
  const may = useMay("import");
  const act = useAct();
  const [text, setText] = useState("");
  const add = async (event: Event) => {
    event.preventDefault();
    if (await act.run(() => send("POST", `${path}/notes`, { text }))) setText("");
  };
  return (
    <Card title="Notes">
      {notes.length === 0 && <p class="soft small">None yet.</p>}
      <ol class="notes">
        {notes.map(({ id, at, who, text: said }) => (
          <li key={id}>
            <div class="small soft">
              <Outside text={who} fold={60} />, <Time at={at} />
            </div>
            <div class="note-text">
              <Outside text={said} lines fold={1000} />
            </div>
          </li>
        ))}
      </ol>
      {may && (
        <form class="stack" onSubmit={(event) => void add(event)}>
          <label class="field">
            <span>Note something</span>
            <textarea
              class="input"
              rows={2}
              required
              maxLength={10_000}
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </label>
          {act.problem !== null && <ProblemBox problem={act.problem} />}
          <div>
            <button type="submit" class="button" disabled={act.busy || text.trim() === ""}>
              Add note
            </button>
          </div>
        </form>
      )}
    </Card>
  );
}

const DAYS = [1, 3, 7, 30, 90] as const;

export function Mute({ endpoint, mute }: { readonly endpoint: string; readonly mute: Endpoint["mute"] }): JSX.Element {
  const may = useMay("import");
  const act = useAct();
  const [reason, setReason] = useState("");
  const [days, setDays] = useState(7);
  const add = async (event: Event) => {
    event.preventDefault();
    const until = new Date(Date.now() + days * 86_400_000).toISOString();
    if (await act.run(() => send("POST", "/mutes", { endpoint, reason, until }))) setReason("");
  };
  return (
    <Card title="Mute">
      <div class="stack">
        {mute !== null && (
          <>
            <p>
              Muted by <Outside text={mute.who} fold={60} /> until <Time at={mute.until} />:{" "}
              <Outside text={mute.reason} />
            </p>
            {may && (
              <div>
                <button
                  type="button"
                  class="button"
                  disabled={act.busy}
                  onClick={() => void act.run(() => send("DELETE", `/mutes/${mute.id}`))}
                >
                  Lift the mute
                </button>
              </div>
            )}
          </>
        )}
        <p class="soft small">
          Takes it out of the lists of work until then, or until its verdict changes. It stays in every count.
        </p>
        {may && mute === null && (
          <form class="stack" onSubmit={(event) => void add(event)}>
            <label class="field">
              <span>Why</span>
              <input
                class="input"
                required
                maxLength={1000}
                value={reason}
                onInput={({ currentTarget }) => setReason(currentTarget.value)}
              />
            </label>
            <label class="field">
              <span>For how long</span>
              <select
                class="input"
                value={String(days)}
                onChange={({ currentTarget }) => setDays(Number(currentTarget.value))}
              >
                {DAYS.map((each) => (
                  <option key={each} value={String(each)}>
                    {each === 1 ? "1 day" : `${each} days`}
                  </option>
                ))}
              </select>
            </label>
            <div>
              <button type="submit" class="button" disabled={act.busy || reason.trim() === ""}>
                Mute
              </button>
            </div>
          </form>
        )}
        {act.problem !== null && <ProblemBox problem={act.problem} />}
      </div>
    </Card>
  );
}

const SAID = [
  ["vulnerable", "1: vulnerable"],
  ["not_vulnerable", "0: not vulnerable"],
  ["unknown", "?: no answer"],
] as const;

/** @param detector whose answer it is; left out: to be filled in */
export function RecordByHand({
  path,
  detector,
}: {
  readonly path: string;
  readonly detector?: string;
}): JSX.Element | null {
  const may = useMay("import");
  const act = useAct();
  const [outcome, setOutcome] = useState<(typeof SAID)[number][0]>("vulnerable");
  const [name, setName] = useState(detector ?? "");
  const [words, setWords] = useState("");
  const [noted, setNoted] = useState<Recorded | null>(null);
  if (!may) return null;
  const add = async (event: Event) => {
    event.preventDefault();
    setNoted(null);
    const done = await act.run(async () => {
      setNoted(await send<Recorded>("POST", `${path}/record`, { outcome, detector: name, words }));
    });
    if (done) setWords("");
  };
  return (
    <Card title="Record a result by hand">
      <form class="stack" onSubmit={(event) => void add(event)}>
        <fieldset class="choices">
          <legend class="small soft">It said</legend>
          {SAID.map(([value, text]) => (
            <label key={value}>
              <input
                type="radio"
                name={`said-${path}`}
                value={value}
                checked={outcome === value}
                onChange={() => setOutcome(value)}
              />
              <OutcomeGlyph outcome={value} /> {text.slice(3)}
            </label>
          ))}
        </fieldset>
        <label class="field">
          <span>Which tool, or who (letters, digits, dots, hyphens)</span>
          <input
            class="input mono"
            required
            pattern="[A-Za-z0-9][A-Za-z0-9._\-]{0,63}"
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>In its own words</span>
          <input
            class="input"
            maxLength={500}
            value={words}
            onInput={({ currentTarget }) => setWords(currentTarget.value)}
          />
        </label>
        <div>
          <button type="submit" class="button" disabled={act.busy}>
            Record
          </button>
        </div>
        {act.problem !== null && <ProblemBox problem={act.problem} />}
        {noted !== null && (
          <p role="status" class={noted.changed ? "hint" : "soft"}>
            Noted as <OutcomeGlyph outcome={noted.noted.outcome} /> by {noted.noted.detector}
            {noted.changed && <>, not as it was said: {noted.noted.detail}</>} (run <code>{noted.run}</code>).
          </p>
        )}
      </form>
    </Card>
  );
}
