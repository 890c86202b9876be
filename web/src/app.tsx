/** The frame: who is signed in, the rail of screens, and the one that is shown. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { isLive, get, send } from "./api/client.ts";
import { connect, useConnected } from "./api/live.ts";
import { SignIn } from "./parts/sign-in.tsx";
import { ThemeSwitch } from "./parts/theme.tsx";
import { SCREENS } from "./screens/catalogue.tsx";
import { Empty } from "./parts/parts.tsx";
import { hrefOf, type Route, useRoute } from "./state/route.ts";
import { type Me, setMe, useMe } from "./state/me.ts";

export function App(): JSX.Element {
  const route = useRoute();
  const me = useMe();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    void whoAmI(route).then(() => setAsked(true));
  }, []);
  useEffect(() => {
    if (me.who !== null) connect(stillSignedIn);
  }, [me.who]);
  if (!asked)
    return (
      <p class="soft" role="status">
        Loading …
      </p>
    );
  if (me.who === null && isLive()) return <SignIn />;
  return <Frame route={route} />;
}

/** After the stream of events was refused: a server that was started anew knows no session of before, and the page asks to sign in. */
async function stillSignedIn(): Promise<boolean> {
  const now = await get<Me>("/session").catch(() => null);
  if (now === null) return true;
  setMe(now);
  return now.who !== null;
}

/** The key in the address is used once and taken out of it, before anybody can copy it. */
async function whoAmI(route: Route): Promise<void> {
  const { key } = route.query;
  if (route.path[0] === "sign-in" && key !== undefined) {
    history.replaceState(null, "", hrefOf([]));
    dispatchEvent(new HashChangeEvent("hashchange"));
    const signedIn = await send<Me>("POST", "/session", { key }).catch(() => null);
    if (signedIn !== null) {
      setMe(signedIn);
      return;
    }
  }
  setMe(await get<Me>("/session").catch(() => ({ who: null, scopes: [] })));
}

function Frame({ route }: { readonly route: Route }): JSX.Element {
  const [first = ""] = route.path;
  const screen = SCREENS.find(({ path }) => path === first);
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={toMain}>
        To the content
      </a>
      <nav class="rail" aria-label="Screens">
        <a class="brand" href={hrefOf([])}>
          <img src="./mark.svg" alt="" />
          crosscheck
        </a>
        <ul>
          {SCREENS.filter(({ name }) => name !== null).map(({ path, name }) => (
            <li key={path}>
              <a href={hrefOf(path === "" ? [] : [path])} {...(path === first && { "aria-current": "page" as const })}>
                {name}
              </a>
            </li>
          ))}
        </ul>
        <div class="foot">
          <Connection />
          <ThemeSwitch />
        </div>
      </nav>
      <main class="main" id="main" tabIndex={-1}>
        {screen === undefined ? <Empty>There is no such page.</Empty> : <screen.Page route={route} />}
      </main>
    </div>
  );
}

/** The address's fragment is the route: a link into the page would lose it. */
function toMain(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Connection(): JSX.Element | null {
  const connected = useConnected();
  if (!isLive()) return <span class="small soft">a copy, not live</span>;
  return (
    <span class="small soft" role="status">
      {connected ? "live" : "connecting …"}
    </span>
  );
}
