/** Who asks, and whether they may: a bearer token for programs, a cookie for our own page. */

import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { AccessScope } from "../../../core/ports/desk.ts";
import { isInForce } from "../../tokens.ts";
import type { Deps, Env, Principal } from "../deps.ts";
import { ApiError } from "../problem.ts";
import { isFromOurPage, type Place } from "./same-place.ts";
import { hashOf, isSecret } from "./secrets.ts";
import { SESSION_COOKIE } from "./sessions.ts";

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD"]);
/** When a token was last used is known to the minute; a write for every request would be one too many. */
const TOUCH_MS = 60_000;

type Known = Pick<Deps, "desk" | "sessions" | "now">;

/** The principal behind a token's secret; null: unknown, expired or revoked. */
export function principalOf({ desk, now }: Known, secret: string): Principal | null {
  const token = isSecret(secret) ? desk.tokenByHash(hashOf(secret)) : null;
  const at = now();
  if (token === null || !isInForce(token, at)) return null;
  if (token.lastUsedAt === null || at - Date.parse(token.lastUsedAt) > TOUCH_MS) {
    desk.touchToken(token.id, new Date(at).toISOString());
  }
  return { who: token.name, scopes: token.scopes, token: token.id };
}

/** Whether what a principal rests on is still good: a token may have expired, or been revoked by another process. */
export function stillHolds({ desk, now }: Pick<Known, "desk" | "now">, { token: id }: Principal): boolean {
  if (id === null) return true;
  const token = desk.token(id);
  return token !== null && isInForce(token, now());
}

/** A credential that was none is written down, but only some a minute: whoever guesses must not fill the disk. */
export function noteFailure({ desk, sessions, now }: Known, how: "token" | "key"): void {
  if (!sessions.mayNoteFailure()) return;
  const at = new Date(now()).toISOString();
  desk.audit({ at, who: "nobody", action: "session.refused", subject: how, detail: "{}" });
}

/** Whoever the request names; null: nobody. Throws for a credential that is none any more, and for a forged request. */
export function authenticate(known: Known, place: Place, c: Context): Principal | null {
  const header = c.req.header("Authorization");
  if (header !== undefined) {
    const principal = header.startsWith("Bearer ") ? principalOf(known, header.slice(7).trim()) : null;
    if (principal === null) {
      noteFailure(known, "token");
      throw new ApiError("not_signed_in", "the token is unknown, expired or revoked");
    }
    return principal;
  }
  const cookie = getCookie(c, SESSION_COOKIE);
  const found = cookie === undefined ? null : known.sessions.find(cookie);
  const principal = found === null || !stillHolds(known, found) ? null : found;
  if (principal === null || SAFE_METHODS.has(c.req.method)) return principal;
  const provenance = { origin: c.req.header("Origin"), site: c.req.header("Sec-Fetch-Site") };
  if (isFromOurPage(place, provenance)) return principal;
  throw new ApiError("from_elsewhere", "a change that rests on a cookie must come from this server's own page");
}

/** null: nobody. The types have it always there, which it is behind a guard. */
export function signedIn(c: Context<Env>): Principal | null {
  return (c.get("principal") as Principal | undefined) ?? null;
}

/** A route's guard. */
export function requires(scope: AccessScope): MiddlewareHandler<Env> {
  return async (c, next) => {
    const principal = signedIn(c);
    if (principal === null) {
      throw new ApiError("not_signed_in", "open the address that `crosscheck serve` printed, or send a token");
    }
    if (!principal.scopes.includes(scope)) {
      throw new ApiError(
        "not_permitted",
        `this needs the scope ${scope}; ${principal.who} has ${principal.scopes.join(", ")}`,
      );
    }
    await next();
  };
}
