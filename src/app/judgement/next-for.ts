/** Whom to ask next about one endpoint: who may be asked at all, who is blind to it, and what each would tell. */

import { toolName } from "../../core/judgement/evidence-rows.ts";
import type { JudgedEndpoint, Judgement } from "../../core/judgement/judge-campaign.ts";
import { type Askable, type NextTests, nextTests } from "../../core/judgement/next-tests.ts";
import type { Endpoint } from "../../core/model/endpoint.ts";
import type { DetectorIdentity } from "../../core/model/observation.ts";
import type { Reason } from "../../core/model/outcome.ts";
import type { Traits } from "../../packs/heartbleed/traits.ts";
import type { Sheet } from "../range/sheet.ts";
import { blindZeros } from "./blind-spots.ts";
import { costOf } from "./costs.ts";
import { percent } from "./triage-words.ts";

export interface NextFor {
  readonly next: NextTests;
  /** Who cannot see such an endpoint, by the range. */
  readonly blind: readonly string[];
}

export interface Asking {
  readonly askable: readonly DetectorIdentity[];
  readonly sheet: Sheet;
  /** P(not vulnerable) wanted. */
  readonly target: number;
  /** What may be spent on an endpoint: one harmless connection costs 1. */
  readonly budget: number;
  readonly allowOverread: boolean;
}

/** By pattern of evidence, word and candidates: endpoints alike share their next test. */
export type Alike = Map<string, NextTests>;

/** Bits for a unit of cost below which a test that changes nothing is not made. */
const LEAST_BITS = 0.0005;

/** What locks up, has stopped answering or may not be asked is asked by nobody (design, rules 4 and 5). */
const LEAVE_ALONE: ReadonlySet<Reason> = new Set([
  "host_stopped_answering",
  "fragile_device_left_alone",
  "out_of_scope",
  "dns_failure",
  "dns_no_address",
]);

/** DTLS is ours alone; memory is read with permission only. */
function mayBeAsked({ id, kind }: DetectorIdentity, { transport }: Endpoint, allowOverread: boolean): boolean {
  if (id.endsWith("/overread") && !allowOverread) return false;
  const dtls = id.endsWith("/dtls");
  return transport === "udp" ? kind === "native" && dtls : !dtls;
}

/** What it takes of a judgement; it must be made with the same `askable`: who is not in its model is no candidate. */
export type NextGround = Pick<Judgement, "model" | "structure" | "fitted" | "policy">;

/** @param traits of the endpoint, as our own transcripts show them */
export function nextFor(
  judgement: NextGround,
  judged: JudgedEndpoint,
  traits: Traits,
  { askable, sheet, target, budget, allowOverread }: Asking,
  alike: Alike = new Map(),
): NextFor {
  const named = askable.map(({ id, version }) => ({ detector: id, version }));
  // Who was never measured there may see it: its zero would be empty, its proof would not.
  const empty = blindZeros(named, traits, sheet).filter((each) => each.unmeasured !== true);
  const blind = new Set(empty.map(({ detector }) => detector));
  const candidates = askable.flatMap((identity): readonly Askable[] => {
    const { id, version, kind } = identity;
    const tool = judgement.model.tools.findIndex((each) => each.id === toolName({ detector: id, version }));
    if (tool < 0 || blind.has(id) || !mayBeAsked(identity, judged.endpoint, allowOverread)) return [];
    return [{ tool, detector: id, cost: costOf(identity), controlled: kind === "native" }];
  });
  const reachable = judged.endpoint.address !== null && judged.endpoint.port !== null;
  const leave = !reachable || LEAVE_ALONE.has(judged.verdict.reason);
  const asked = leave ? [] : candidates;
  // All that nextTests looks at: endpoints with the same evidence, word and candidates have the same next test.
  const pattern = judgement.structure.patternOf[judged.index] ?? -1;
  const key = `${pattern} ${judged.decision.word} ${asked.map(({ tool }) => tool).join(" ")}`;
  const next = alike.get(key) ?? nextTests(judgement, judged, asked, { target, budget, leastBits: LEAST_BITS });
  alike.set(key, next);
  return { next, blind: [...blind] };
}

/** Why nobody should be asked. */
export const STOPS: Readonly<Record<string, string>> = {
  settled: "settled",
  budget_spent: "the budget does not allow any",
  no_test_left: "nobody who could see it is here",
  nothing_helps: "no test that is here would change anything: look at the host itself",
};

/** `two more zeros (heartbleed/handshake, nmap) bring it to 99.2 %`, or `stop here at 96 %`. */
export function pathInWords({ now, steps, reached }: NextTests["path"], target: number): string {
  const last = steps.at(-1);
  if (last === undefined) return reached ? "sure enough" : `no more certainty here than ${percent(now)} safe`;
  const zeros = `${steps.length} more ${steps.length === 1 ? "zero" : "zeros"} (${steps.map((step) => step.detector).join(", ")})`;
  return reached
    ? `${zeros} would bring it to ${percent(last.safe)} safe`
    : `${zeros} would bring it to ${percent(last.safe)} safe; ${percent(target)} is out of reach here`;
}
