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

export function permission(scope: Scope | null, now: () => number): Permission {
  const compiled = compileScope(scope);
  /** Addresses permitted only because a permitted name resolved to them. */
  const byName = new Map<string, ScopeQuestion>();
  const allowed = (address: string): ScopeDecision =>
    compiled.decide(byName.get(address) ?? { address, name: null, resolved: false }, now());
  return {
    decide: (question) => {
      const decision = compiled.decide(question, now());
      if (decision.allowed && question.resolved && !byName.has(question.address)) {
        const alone = compiled.decide({ address: question.address, name: null, resolved: false }, now());
        if (!alone.allowed) byName.set(question.address, question);
      }
      return decision;
    },
    dialer: createDialer({ allowed }),
  };
}
