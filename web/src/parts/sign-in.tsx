/** For a browser that the server does not know yet. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ApiProblem, type Problem, send } from "../api/client.ts";
import { type Me, setMe } from "../state/me.ts";
import { ProblemBox, Title } from "./parts.tsx";

export function SignIn(): JSX.Element {
  const [key, setKey] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      setMe(await send<Me>("POST", "/session", { key: key.trim() }));
    } catch (error) {
      if (error instanceof ApiProblem) setProblem(error.problem);
    }
  };
  return (
    <main class="main" style={{ maxWidth: "520px", margin: "8vh auto 0" }}>
      <Title>Sign in</Title>
      <p class="soft">
        Open the address that <code>crosscheck serve</code> printed: it works once. Or paste a token.
      </p>
      <form class="card" style={{ display: "grid", gap: "12px" }} onSubmit={submit}>
        <label class="field">
          <span>Key or token</span>
          <input
            class="input mono"
            type="password"
            autocomplete="off"
            required
            value={key}
            onInput={({ currentTarget }) => setKey(currentTarget.value)}
          />
        </label>
        {problem !== null && <ProblemBox problem={problem} />}
        <div>
          <button class="button primary" type="submit">
            Sign in
          </button>
        </div>
      </form>
    </main>
  );
}
