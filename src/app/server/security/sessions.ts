/**
 * Sessions of browsers, in memory: a cookie stands for whoever opened it, until the server ends. One is opened with the key that `serve`
 * prints, which works once, or with a token.
 */

import type { Principal } from "../deps.ts";
import { hashOf, newSecret, sameHash } from "./secrets.ts";

export const SESSION_COOKIE = "crosscheck_session";
/** A working night. */
export const SESSION_MS = 12 * 3_600_000;
const MOST_SESSIONS = 1000;

interface Session {
  readonly principal: Principal;
  readonly until: number;
}

export interface Sessions {
  /** A key that opens one session with all scopes. */
  launchKey(): string;
  /** null: the key was used, or never was one. */
  useLaunchKey(key: string): Principal | null;
  /** The cookie's value. */
  open(principal: Principal): string;
  find(cookie: string): Principal | null;
  close(cookie: string): void;
  /** Ends every session that rests on this token. */
  closeAllOf(token: string): void;
}

const LOCAL: Principal = { who: "this machine", scopes: ["read", "scan", "import", "admin"], token: null };

export function createSessions(now: () => number): Sessions {
  const sessions = new Map<string, Session>();
  const keys = new Set<string>();
  return {
    launchKey() {
      const key = newSecret();
      keys.add(hashOf(key));
      return key;
    },
    useLaunchKey(key) {
      const hash = hashOf(key);
      const known = [...keys].find((each) => sameHash(each, hash));
      return known !== undefined && keys.delete(known) ? LOCAL : null;
    },
    open(principal) {
      const oldest = sessions.keys().next();
      if (sessions.size >= MOST_SESSIONS && oldest.done === false) sessions.delete(oldest.value);
      const cookie = newSecret();
      sessions.set(hashOf(cookie), { principal, until: now() + SESSION_MS });
      return cookie;
    },
    find(cookie) {
      const hash = hashOf(cookie);
      const session = sessions.get(hash);
      if (session === undefined) return null;
      if (session.until > now()) return session.principal;
      sessions.delete(hash);
      return null;
    },
    close: (cookie) => void sessions.delete(hashOf(cookie)),
    closeAllOf(token) {
      for (const [hash, { principal }] of sessions) if (principal.token === token) sessions.delete(hash);
    },
  };
}
