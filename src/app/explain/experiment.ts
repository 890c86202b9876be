/**
 * A counter-experiment at an endpoint. Profiles over-read memory: beyond loopback they need the user's explicit permission besides the
 * scope, and what comes back is looked at by the talk and forgotten.
 */

import type { Scope } from "../../core/model/scope.ts";
import type { Dialer } from "../../core/ports/net.ts";
import type { StoredEndpoint } from "../../core/ports/store.ts";
import { compileScope } from "../../core/scope.ts";
import { systemClock } from "../../io/system/clock.ts";
import type { Profile, Question, Reading } from "../../profiles/profile.ts";
import { AS_USUAL, type Around, type Possible } from "../../causes/around.ts";
import { permission } from "../permission.ts";
import { Surroundings } from "./surroundings.ts";

export interface Permitted {
  readonly ok: true;
  readonly question: Question;
  /** A name to try as SNI; null: none is known. */
  readonly name: string | null;
  readonly possible: Possible;
  run(profile: Profile, signal: AbortSignal, around?: Around): Promise<Reading>;
}

export type Experiment = Permitted | { readonly ok: false; readonly why: string; readonly scope: boolean };

/** Copies of a tool at once: a small host of somebody else's is not to be brought down by an explanation. */
const MOST_BESIDE = { loopback: 16, elsewhere: 4 };
const isLoopbackV4 = (address: string): boolean => address.startsWith("127.");

export function experimentAt(
  { endpoint, name, resolved }: Pick<StoredEndpoint, "endpoint" | "name" | "resolved">,
  { scope, allowOverread }: { readonly scope: Scope | null; readonly allowOverread: boolean },
): Experiment {
  const { address, port, serverName } = endpoint;
  if (address === null || port === null) return { ok: false, why: "it has no address and port to ask", scope: false };
  const now = () => systemClock.now();
  const { decide, dialer } = permission(scope, now);
  const decision = decide({ address, name, resolved });
  if (!decision.allowed) return { ok: false, why: decision.why, scope: true };
  const loopback = compileScope(null).decide({ address, name: null, resolved: false }, now()).allowed;
  if (!loopback && !allowOverread) {
    const why =
      "the experiment sends what the tool sends, which may return foreign memory: --allow-overread permits it";
    return { ok: false, why, scope: true };
  }
  // The scope may permit a name rather than an address; it is asked again for every connection.
  const scoped: Dialer = { run: (to, talk, options) => dialer.run({ ...to, name, resolved }, talk, options) };
  const question = { address, port, serverName };
  const possible = { sources: isLoopbackV4(address), beside: loopback ? MOST_BESIDE.loopback : MOST_BESIDE.elsewhere };
  const surroundings = new Surroundings({ dialer: scoped, clock: systemClock });
  return {
    ok: true,
    question,
    name: serverName ?? name,
    possible,
    run: (profile, signal, around = AS_USUAL) => surroundings.run(profile, question, around, signal),
  };
}
