/**
 * The verdict on one endpoint: a view of its observations, independent of their order (design, section 7).
 * Evidence classes before votes: one demonstrated 1 settles; a 0 needs a refutation, or an absence that nothing
 * undermines; whatever is merely inferred or reported never becomes a 0.
 */

import type { Endpoint } from "./model/endpoint.ts";
import type { Observation, Verdict } from "./model/observation.ts";
import { REASON_CODES, type Reason, reasonFacts } from "./model/outcome.ts";

/** What of an observation a verdict looks at. */
export type Judged = Pick<Observation, "detector" | "outcome" | "reason" | "evidence">;

/**
 * Reasons that say most when nothing is settled, most important first: they call for a human before any further test.
 * All others are ranked by how far the conversation got, which is the order of REASONS.
 */
const SAY_MOST: readonly Reason[] = ["host_stopped_answering", "fragile_device_left_alone"];
/** Reasons that say nothing about the endpoint itself: they only stand where there is no other. */
const SAY_LEAST: readonly Reason[] = ["no_evidence", "interrupted", "not_covered"];

/** `zerosNeeded`: how many connections must agree before a 0 stands, because one shows one machine of a pool. */
export function judge(endpoint: Endpoint, pack: string, observations: readonly Judged[], zerosNeeded: number): Verdict {
  const tally = { vulnerable: 0, not_vulnerable: 0, unknown: 0 };
  for (const { outcome } of observations) tally[outcome] += 1;
  const settled = demonstrated(observations);
  const zero = settled === null ? refuted(observations) : null;
  const zeros = observations.filter(isProvenZero).length;
  const claim = settled === null && zeros === 0 ? claimed(observations) : null;
  const decisive = settled ?? claim ?? (zeros >= zerosNeeded ? zero : null);
  if (decisive !== null) {
    const { outcome, reason, evidence } = decisive;
    return { endpoint, pack, outcome, reason, evidence, restsOn: restsOn(decisive, observations), tally };
  }
  const reason = zero === null ? mostInformative(observations) : unconfirmed(observations);
  const { evidence, meaning } = reasonFacts(reason);
  const short = zero === null ? "" : `0 on ${zeros} of the ${zerosNeeded} connections needed; `;
  return { endpoint, pack, outcome: "unknown", reason, evidence, restsOn: short + meaning, tally };
}

function demonstrated(observations: readonly Judged[]): Judged | null {
  return first(observations.filter((o) => o.outcome === "vulnerable" && o.evidence === "demonstrated"));
}

/** Somebody else says 1, having asked: not a proof, but nothing to call unknown either while nothing speaks against it. */
function claimed(observations: readonly Judged[]): Judged | null {
  return first(observations.filter(isClaimedOne));
}

function isClaimedOne({ outcome, evidence }: Judged): boolean {
  return outcome === "vulnerable" && evidence === "reported";
}

/**
 * A zero that stands: contradicted by no 1 that was seen or reported (a version is a hint that a refusal outweighs) and, unless it was proven under the session's keys, by no sign of
 * something that meddles.
 */
function refuted(observations: readonly Judged[]): Judged | null {
  if (observations.some((o) => o.outcome === "vulnerable" && o.evidence !== "inferred")) return null;
  const zeros = observations.filter(isProvenZero);
  const authentic = first(zeros.filter((o) => reasonFacts(o.reason).authentic === true));
  if (authentic !== null) return authentic;
  if (observations.some((o) => reasonFacts(o.reason).undermines === true)) return null;
  return first(zeros.filter((o) => o.evidence === "refuted")) ?? first(zeros.filter((o) => o.evidence === "absent"));
}

/** A claim or a hint of 0 is none. */
function isProvenZero({ outcome, evidence }: Judged): boolean {
  return outcome === "not_vulnerable" && (evidence === "refuted" || evidence === "absent");
}

/** Why too few connections agreed: that the host stopped answering is news, anything else is just too few. */
function unconfirmed(observations: readonly Judged[]): Reason {
  return observations.some((o) => o.reason === "host_stopped_answering")
    ? "host_stopped_answering"
    : "zero_not_confirmed";
}

/** The first by reason, then detector, so that the order of observations does not matter. */
function first(observations: readonly Judged[]): Judged | null {
  const place = ({ reason, detector }: Judged): string =>
    `${String(REASON_CODES.indexOf(reason)).padStart(4, "0")} ${detector}`;
  return observations.toSorted((a, b) => (place(a) < place(b) ? -1 : 1))[0] ?? null;
}

function mostInformative(observations: readonly Judged[]): Reason {
  if (observations.some(isProvenZero) && observations.some(isClaimedOne)) return "answers_contradict";
  const open = observations.filter((o) => o.outcome === "unknown").map((o) => o.reason);
  const own = open.filter((reason) => reasonFacts(reason).secondhand !== true);
  return (
    mostOf(own) ?? hearsay(observations) ?? mostOf(open) ?? (observations.length === 0 ? "not_covered" : "no_evidence")
  );
}

/** Where nobody asked with proof: what the claims and hints come to. */
function hearsay(observations: readonly Judged[]): Reason | null {
  if (observations.some((o) => o.outcome === "vulnerable" && o.evidence === "inferred")) return "hint_only";
  return observations.some((o) => o.outcome === "not_vulnerable" && o.evidence === "reported") ? "claims_only" : null;
}

function mostOf(reasons: readonly Reason[]): Reason | undefined {
  return reasons.toSorted((a, b) => informs(b) - informs(a))[0];
}

function informs(reason: Reason): number {
  if (SAY_MOST.includes(reason)) return 2 * REASON_CODES.length - SAY_MOST.indexOf(reason);
  if (SAY_LEAST.includes(reason)) return -1 - SAY_LEAST.indexOf(reason);
  return REASON_CODES.indexOf(reason);
}

/** "3 of 4 observations: <what the reason means>", as load balancers show one machine per connection. */
function restsOn(decisive: Judged, observations: readonly Judged[]): string {
  const agreeing = observations.filter(({ outcome }) => outcome === decisive.outcome).length;
  const facts = reasonFacts(decisive.reason);
  const plain = decisive.outcome === "not_vulnerable" && facts.authentic !== true ? ", in plain text only" : "";
  return `${agreeing} of ${observations.length} observations; ${decisive.detector}${plain}: ${facts.meaning}`;
}
