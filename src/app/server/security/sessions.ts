/**
 * Sessions of browsers, in memory: a cookie stands for whoever opened it, until the server ends. One is opened with the key that `serve`
 * prints, which works once, or with a token.
 */

import { THIS_MACHINE } from "../../tokens.ts";
import type { Principal } from "../deps.ts";
import { hashOf, newSecret, sameHash } from "./secrets.ts";

export const SESSION_COOKIE = "crosscheck_session";
/** A working night. */
export const SESSION_MS = 12 * 3_600_000;
const MOST_SESSIONS = 1000;
/** Of one token: whoever has one must not push the others out. */
const MOST_SESSIONS_OF_ONE = 50;
const FAILURES_A_MINUTE = 10;

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
  /** Whether one more failed sign-in may be written down in this minute. */
  mayNoteFailure(): boolean;
}

const LOCAL: Principal = { who: THIS_MACHINE, scopes: ["read", "scan", "import", "admin"], token: null };

export function createSessions(now: () => number): Sessions {
  const sessions = new Map<string, Session>();
  const keys = new Set<string>();
  const failures = { minute: 0, noted: 0 };
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
      const same = [...sessions].flatMap(([hash, each]) => (each.principal.token === principal.token ? [hash] : []));
      const [oldest] = same.length >= MOST_SESSIONS_OF_ONE ? same : sessions.keys();
      const full = same.length >= MOST_SESSIONS_OF_ONE || sessions.size >= MOST_SESSIONS;
      if (full && oldest !== undefined) sessions.delete(oldest);
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
    mayNoteFailure() {
      const minute = Math.floor(now() / 60_000);
      if (minute !== failures.minute) Object.assign(failures, { minute, noted: 0 });
      return failures.noted++ < FAILURES_A_MINUTE;
    },
    closeAllOf(token) {
      for (const [hash, { principal }] of sessions) if (principal.token === token) sessions.delete(hash);
    },
  };
}
