/**
 * What people add to an incident beside observations: who may use the API, what they did, what they noted and what they muted. Nothing
 * here changes an observation or a verdict (design, rule 3): a mute takes a row out of a list of work, never out of a count.
 */

/** What a token may do; a wider one does not imply a narrower one, so that each request needs just one word. */
export const SCOPES = ["read", "scan", "import", "admin"] as const;
export type AccessScope = (typeof SCOPES)[number];

export interface Token {
  readonly id: string;
  /** What it is for, in its maker's words. */
  readonly name: string;
  readonly scopes: readonly AccessScope[];
  /** ISO 8601, UTC, as all times here. */
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** One thing that somebody did. The log is a chain: each entry's hash covers the entry and the hash before it. */
export interface AuditEntry {
  readonly id: number;
  readonly at: string;
  /** The name of the token, or "this machine" for the session that `serve` opened. */
  readonly who: string;
  /** A verb and its object: `scan.start`, `token.revoke`. */
  readonly action: string;
  readonly subject: string;
  /** More about it, as JSON. */
  readonly detail: string;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
}

export interface Note {
  readonly id: number;
  readonly at: string;
  readonly who: string;
  /** An endpoint's label (endpointLabel). */
  readonly endpoint: string;
  readonly text: string;
}

/** A decision to leave an endpoint out of the lists of work for a while. It ends by itself, or when the evidence changes. */
export interface Mute {
  readonly id: number;
  readonly at: string;
  readonly who: string;
  readonly endpoint: string;
  readonly reason: string;
  readonly until: string;
  /** What was known when it was muted: the outcome and reason of the verdict. Another one ends the mute. */
  readonly fingerprint: string;
  readonly liftedAt: string | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; null: this is the last one. */
  readonly next: number | null;
}

export interface Desk {
  /** @param hash SHA-256 of the secret, hexadecimal: the secret itself is never stored. */
  addToken(token: Omit<Token, "lastUsedAt" | "revokedAt">, hash: string): void;
  /** Newest first. */
  tokens(): readonly Token[];
  tokenByHash(hash: string): Token | null;
  token(id: string): Token | null;
  touchToken(id: string, at: string): void;
  /** False: there is no such token, or it is revoked already. */
  revokeToken(id: string, at: string): boolean;

  /** Appends to the chain; the store refuses to change or remove an entry. */
  audit(entry: Omit<AuditEntry, "id" | "hash">): AuditEntry;
  /** Newest first, `before` an id; null: from the newest. */
  auditLog(before: number | null, limit: number): Page<AuditEntry>;
  /** The first entry whose hash does not follow from what is stored; null: the chain is whole. */
  auditBreak(): number | null;

  addNote(note: Omit<Note, "id">): Note;
  /** Oldest first. */
  notes(endpoint: string): readonly Note[];

  addMute(mute: Omit<Mute, "id" | "liftedAt">): Mute;
  liftMute(id: number, at: string): boolean;
  /** Those not lifted and not over at this time. */
  mutes(now: string): readonly Mute[];

  close(): void;
}
