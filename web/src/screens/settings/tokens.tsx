/** Tokens: made, shown once, revoked. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { send } from "../../api/client.ts";
import type { MadeToken, Token, Tokens } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { Outside } from "../../parts/outside.tsx";
import { Card, Loaded, ProblemBox, Time } from "../../parts/parts.tsx";
import { useDoing } from "./doing.ts";

const SCOPES = [
  ["read", "see everything"],
  ["scan", "start and stop scans"],
  ["import", "read reports in"],
  ["admin", "tokens, scope, audit log"],
] as const;

export function TokensCard(): JSX.Element {
  const asked = useApi<Tokens>("/tokens", {}, ({ type }) => type === "desk");
  const [made, setMade] = useState<MadeToken | null>(null);
  return (
    <Card title="Tokens">
      <p class="soft">For programs and other browsers. Only a hash is kept, so a token is shown once.</p>
      <NewToken
        made={(token) => {
          setMade(token);
          asked.again();
        }}
      />
      {made !== null && <Secret made={made} close={() => setMade(null)} />}
      <Loaded asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="soft below">There are none yet.</p>
          ) : (
            <div class="scroll-x below" tabIndex={0} role="region" aria-label="Tokens, table">
              <table class="table">
                <thead>
                  <tr>
                    <th>Name</th>
                    <th>May</th>
                    <th>Expires</th>
                    <th>Last used</th>
                    <th>State</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((token) => (
                    <TokenRow key={token.id} token={token} again={asked.again} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Card>
  );
}

function NewToken({ made }: { readonly made: (token: MadeToken) => void }): JSX.Element {
  const [name, setName] = useState("");
  const [days, setDays] = useState("30");
  const [scopes, setScopes] = useState<readonly string[]>(["read"]);
  const { busy, problem, run } = useDoing();
  const submit = (event: Event) => {
    event.preventDefault();
    run(async () => {
      made(await send<MadeToken>("POST", "/tokens", { name, scopes, days: Number(days) }));
      setName("");
    });
  };
  const toggle = (scope: string) =>
    setScopes(scopes.includes(scope) ? scopes.filter((each) => each !== scope) : [...scopes, scope]);
  return (
    <form class="token-form below" onSubmit={submit}>
      <label class="field">
        <span>Name: what it is for</span>
        <input class="input" required maxLength={100} value={name} onInput={(e) => setName(e.currentTarget.value)} />
      </label>
      <label class="field">
        <span>Days until it expires</span>
        <input
          class="input"
          type="number"
          min={1}
          max={366}
          required
          value={days}
          onInput={(e) => setDays(e.currentTarget.value)}
        />
      </label>
      <fieldset class="scopes">
        <legend>It may</legend>
        {SCOPES.map(([scope, means]) => (
          <label key={scope} class="check">
            <input type="checkbox" checked={scopes.includes(scope)} onChange={() => toggle(scope)} />
            <span>
              <strong>{scope}</strong> <span class="soft">{means}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <button type="submit" class="button primary" disabled={busy || scopes.length === 0}>
        Make a token
      </button>
      {problem !== null && <ProblemBox problem={problem} />}
    </form>
  );
}

function Secret({ made, close }: { readonly made: MadeToken; readonly close: () => void }): JSX.Element {
  const [copied, setCopied] = useState("");
  const copy = () =>
    void navigator.clipboard.writeText(made.secret).then(
      () => setCopied("copied"),
      () => setCopied("the browser does not allow it: select and copy it"),
    );
  return (
    <div class="hint below" role="status">
      <p>
        The token <Outside text={made.token.name} />, shown this once:
      </p>
      <code class="secret">{made.secret}</code>
      <p class="row-of-buttons">
        <button type="button" class="button" onClick={copy}>
          Copy
        </button>
        <button type="button" class="button" onClick={close}>
          I have it
        </button>
        <span aria-live="polite">{copied}</span>
      </p>
    </div>
  );
}

function TokenRow({ token, again }: { readonly token: Token; readonly again: () => void }): JSX.Element {
  const { busy, problem, run } = useDoing();
  const { id, name, scopes, expiresAt, lastUsedAt, revokedAt, inForce } = token;
  const revoke = () =>
    run(async () => {
      await send("DELETE", `/tokens/${encodeURIComponent(id)}`);
      again();
    });
  return (
    <tr class={inForce ? "" : "soft"}>
      <td>
        <Outside text={name} />
      </td>
      <td>{scopes.join(", ")}</td>
      <td>
        <Time at={expiresAt} />
      </td>
      <td>{lastUsedAt === null ? "never" : <Time at={lastUsedAt} />}</td>
      <td>
        {inForce ? (
          <button type="button" class="button" disabled={busy} onClick={revoke}>
            Revoke<span class="aside-text"> the token {name}</span>
          </button>
        ) : revokedAt === null ? (
          "expired"
        ) : (
          <>
            revoked <Time at={revokedAt} />
          </>
        )}
        {problem !== null && <ProblemBox problem={problem} />}
      </td>
    </tr>
  );
}
