/** Who may be asked: the permission a run needs for anything beyond loopback (design, rule 5). */

export interface Scope {
  /** Canonical CIDRs or single addresses (as /32, /128). */
  readonly allow: readonly string[];
  readonly exclude: readonly string[];
  /** Host names; a leading "*." covers every name below. A name in `allowNames` permits the addresses it resolves to. */
  readonly allowNames: readonly string[];
  readonly excludeNames: readonly string[];
  /** Who permitted it, in their words. */
  readonly permittedBy: string;
  /** ISO 8601; after this moment nothing is permitted. */
  readonly until: string;
}

export type ScopeDecision = { readonly allowed: true } | { readonly allowed: false; readonly why: string };
