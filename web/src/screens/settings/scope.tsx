/** The scope file: edited, tried out, saved. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { send } from "../../api/client.ts";
import type { Scope, ScopeAnswer } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { Outside } from "../../parts/outside.tsx";
import { Card, Empty, Loaded, ProblemBox, Time } from "../../parts/parts.tsx";
import { plural } from "../../parts/words.ts";
import { useDoing } from "./doing.ts";

const EXAMPLE = `permitted_by: Jane Doe, head of security
until: 2026-12-31
allow:
  - 192.0.2.0/24
  - "*.example.org"
exclude:
  - 192.0.2.66
`;

export function ScopeCard(): JSX.Element {
  const asked = useApi<Scope>("/scope", {}, () => false);
  return (
    <Card title="Scope: whom we may ask">
      <Loaded asked={asked}>
        {(scope) =>
          scope.file === null ? (
            <Empty command="crosscheck serve --scope scope.yaml">
              The server was started without a scope file: only loopback may be asked.
            </Empty>
          ) : (
            <Editor key={scope.tag} scope={scope} again={asked.again} />
          )
        }
      </Loaded>
    </Card>
  );
}

function Editor({ scope, again }: { readonly scope: Scope; readonly again: () => void }): JSX.Element {
  const [text, setText] = useState(scope.text ?? EXAMPLE);
  const [targets, setTargets] = useState("");
  const [answer, setAnswer] = useState<ScopeAnswer | null>(null);
  const [saved, setSaved] = useState(false);
  const { busy, problem, run } = useDoing();
  const changed = text !== scope.text;
  const wanted = targets.split(/\s+/).filter((each) => each !== "");
  const check = () =>
    run(async () => {
      const asked = wanted.length === 0 ? ["127.0.0.1"] : wanted.slice(0, 200);
      setAnswer(await send<ScopeAnswer>("POST", "/scope/check", { text, targets: asked }));
    });
  const save = () =>
    run(async () => {
      await send("PUT", "/scope", { text, tag: scope.tag });
      setSaved(true);
      again();
    });
  const problems = answer?.problems ?? (changed ? [] : scope.problems);
  return (
    <>
      <p class="soft">
        <Outside text={scope.file ?? ""} />
        {scope.until !== null && (
          <>
            : permitted by <Outside text={scope.permittedBy ?? ""} /> until <Time at={scope.until} />
          </>
        )}
        {scope.text === null && ": there is no such file yet; saving makes it"}
      </p>
      <div class="scope-editor below">
        <label class="field">
          <span>The file's text (YAML)</span>
          <textarea
            class="input code"
            rows={12}
            spellcheck={false}
            value={text}
            aria-invalid={problems.length > 0}
            aria-describedby="scope-problems"
            onInput={(e) => {
              setText(e.currentTarget.value);
              setAnswer(null);
              setSaved(false);
            }}
          />
        </label>
        <label class="field">
          <span>Try it: addresses, names or networks, one a line</span>
          <textarea
            class="input code"
            rows={12}
            spellcheck={false}
            placeholder={"192.0.2.7\nwww.example.org\n192.0.2.64/29"}
            value={targets}
            onInput={(e) => setTargets(e.currentTarget.value)}
          />
        </label>
      </div>
      <div id="scope-problems" aria-live="polite">
        {problems.length > 0 && (
          <ul class="problem list-plain below">
            {problems.map(({ line, sentence }) => (
              <li key={`${line} ${sentence}`}>
                {line !== null && <strong>Line {line}: </strong>}
                <Outside text={sentence} />
              </li>
            ))}
          </ul>
        )}
      </div>
      {problem !== null && <ProblemBox problem={problem} />}
      <p class="row-of-buttons below">
        <button type="button" class="button" disabled={busy} onClick={check}>
          Check
        </button>
        <button type="button" class="button primary" disabled={busy || !changed} onClick={save}>
          Save
        </button>
        <span class="soft" role="status">
          {saved ? "saved; the old file is kept beside it" : changed ? "not saved yet" : ""}
        </span>
      </p>
      {answer !== null && answer.items.length > 0 && <Answer answer={answer} />}
    </>
  );
}

function Answer({ answer: { items } }: { readonly answer: ScopeAnswer }): JSX.Element {
  const allowed = items.filter((item) => item.allowed).length;
  return (
    <>
      <p class="below">
        <strong>
          {allowed} of {plural(items.length, "address", "addresses")} may be asked.
        </strong>
      </p>
      <div class="scroll-x scope-answer" tabIndex={0} role="region" aria-label="Addresses, table">
        <table class="table">
          <thead>
            <tr>
              <th>Target</th>
              <th>Address</th>
              <th>May be asked</th>
              <th>Why</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ target, address, allowed: may, why }) => (
              <tr key={`${target} ${address}`}>
                <td>
                  <Outside text={target} />
                </td>
                <td>{address ?? "–"}</td>
                <td>
                  <strong>{may ? "✓ yes" : "✗ no"}</strong>
                </td>
                <td>
                  <Outside text={why} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
