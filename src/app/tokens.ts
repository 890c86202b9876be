/** Making and revoking tokens of the API: for the command line and for the API itself. */

import { type AccessScope, type Desk, SCOPES, type Token } from "../core/ports/desk.ts";
import { hashOf, newId, newSecret } from "./server/security/secrets.ts";

const MOST_TOKEN_DAYS = 366;
/** Who acts without a token: the session that `serve` opened, and the command line. A token may not bear this name. */
export const THIS_MACHINE = "this machine";
const DAY_MS = 86_400_000;

export interface TokenWish {
  readonly name: string;
  readonly scopes: readonly AccessScope[];
  readonly days: number;
}

/** What is wrong with a wish for a token; null: nothing. */
export function tokenProblem({ name, scopes, days }: TokenWish): string | null {
  // The name stands in the audit log as the one who acted.
  if (!/^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]{0,98}[^\p{C}\p{Z}])?$/u.test(name)) {
    return "name: expected 1 to 100 characters without control characters";
  }
  if (name.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ") === THIS_MACHINE) {
    return `name: ${THIS_MACHINE} is the name of whoever sits here`;
  }
  if (scopes.length === 0) return `scopes: expected some of ${SCOPES.join(", ")}`;
  if (!Number.isInteger(days) || days < 1 || days > MOST_TOKEN_DAYS) {
    return `days: expected a whole number from 1 to ${MOST_TOKEN_DAYS}`;
  }
  return null;
}

export interface MadeToken {
  readonly token: Token;
  /** Shown once: only its hash is kept. */
  readonly secret: string;
}

/** @param wish one of which tokenProblem said null. @param now milliseconds since 1970. */
export function makeToken(desk: Desk, wish: TokenWish, who: string, now: number): MadeToken {
  const secret = newSecret();
  const token = {
    id: newId(),
    name: wish.name,
    scopes: SCOPES.filter((scope) => wish.scopes.includes(scope)),
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + wish.days * DAY_MS).toISOString(),
  };
  desk.addToken(token, hashOf(secret));
  const { id, name, scopes, createdAt: at, expiresAt } = token;
  desk.audit({ at, who, action: "token.add", subject: id, detail: JSON.stringify({ name, scopes, expiresAt }) });
  return { token: { ...token, lastUsedAt: null, revokedAt: null }, secret };
}

/** False: there is none of this id, or it is revoked already. */
export function revokeToken(desk: Desk, id: string, who: string, now: number): boolean {
  const at = new Date(now).toISOString();
  if (!desk.revokeToken(id, at)) return false;
  desk.audit({ at, who, action: "token.revoke", subject: id, detail: "{}" });
  return true;
}

/** Whether a token still opens anything. */
export function isInForce({ revokedAt, expiresAt }: Token, now: number): boolean {
  return revokedAt === null && Date.parse(expiresAt) > now;
}
