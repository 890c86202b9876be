/** Who is signed in here. */

import type { JSX } from "preact";
import { send } from "../../api/client.ts";
import { Outside } from "../../parts/outside.tsx";
import { Card, ProblemBox } from "../../parts/parts.tsx";
import { setMe, useMe } from "../../state/me.ts";
import { useDoing } from "./doing.ts";

export function SessionCard(): JSX.Element {
  const { who, scopes } = useMe();
  const { busy, problem, run } = useDoing();
  const signOut = () =>
    run(async () => {
      await send("DELETE", "/session");
      setMe({ who: null, scopes: [] });
    });
  return (
    <Card title="This browser">
      <p>
        Signed in as <strong>{who !== null && <Outside text={who} />}</strong>, who may {scopes.join(", ")}. A session
        lasts twelve hours at most, and no longer than the token it rests on.
      </p>
      {problem !== null && <ProblemBox problem={problem} />}
      <p class="below">
        <button type="button" class="button" disabled={busy} onClick={signOut}>
          Sign out
        </button>
      </p>
    </Card>
  );
}
