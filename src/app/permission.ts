/** Binds the scope to the network: what may be planned, and what the dialer may really connect to (design, rule 5). */

import type { Scope, ScopeDecision } from "../core/model/scope.ts";
import type { Dialer } from "../core/ports/net.ts";
import { compileScope, type ScopeQuestion } from "../core/scope.ts";
import { createDialer } from "../io/net/dialer.ts";

/** The scope, asked when a run is planned, and again by the dialer with the very address it is about to connect to. */
export interface Permission {
  readonly decide: (question: ScopeQuestion) => ScopeDecision;
  readonly dialer: Dialer;
}

/** @param now wall-clock time, milliseconds since the epoch: a scope ends. */
export function permission(scope: Scope | null, now: () => number): Permission {
  const compiled = compileScope(scope);
  const decide = (question: ScopeQuestion): ScopeDecision => compiled.decide(question, now());
  return {
    decide,
    dialer: createDialer({
      allowed: (address, { name, resolved }) => decide({ address, name: name ?? null, resolved: resolved ?? false }),
    }),
  };
}
