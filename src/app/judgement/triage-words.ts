/** A judgement in words: what an endpoint is settled on, or what is missing. Pure. */

import type { Misfit } from "../../core/judgement/fit-check.ts";
import type { JudgedEndpoint, Judgement } from "../../core/judgement/judge-campaign.ts";
import type { Missing } from "../../core/latent/capability/index.ts";
import { reasonFacts } from "../../core/model/outcome.ts";
import { percent } from "../../core/stats/percent.ts";

export { percent };

/** The three heaps of the article's last step. */
export const HEAPS = ["vulnerable", "safe", "open"] as const;
export type Heap = (typeof HEAPS)[number];

export function heapOf({ decision: { word } }: Pick<JudgedEndpoint, "decision">): Heap {
  if (word === "CONFIRMED" || word === "PROBABLE") return "vulnerable";
  return word === "CLEARED" ? "safe" : "open";
}

/** `34 % (12 to 60 %)`: the probability and its 90 % interval. */
export function probabilityInWords({ probability, low, high }: JudgedEndpoint): string {
  const [middle, from, to] = [percent(probability), percent(low), percent(high)];
  return from === to ? middle : `${middle} (${from} to ${to})`;
}

/** What stands between an endpoint and CLEARED. */
export const MISSING_IN_WORDS: Readonly<Record<Missing, string>> = {
  evidence: "nobody has given an answer",
  lineages: "too few independent detectors with a controlled negative",
  fresh_evidence: "the negatives are too old",
  lower_probability: "still too likely to be vulnerable",
  common_blindness: "would not stand if all detectors shared one blind spot",
  positive_unresolved: "somebody says vulnerable, and nothing settles it",
  version_hint: "a version says vulnerable: a repair that keeps the version, or another machine; look at the package",
  other_vantage: "another vantage could not reach it, and what it would meet there is not known",
};

/** `2026-11-25 11:00 UTC` */
const minute = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;

/** How it changed, and on whose word; null: nothing says that it did. */
function changeInWords({ change }: Pick<JudgedEndpoint, "change">): string | null {
  if (change === null) return null;
  const { kind, after, before, was, now } = change;
  const between = `between ${minute(after)} (${was.join(", ")}) and ${minute(before)} (${now.join(", ")})`;
  if (kind === "repaired") return `was vulnerable until ${between}`;
  if (kind === "became_vulnerable") return `became vulnerable ${between}`;
  return `answers changed from 1 to 0 ${between}, which does not settle it`;
}

/** `as seen from office: vulnerable; from home: not_vulnerable`; null: it was asked from one place. */
function placesInWords({ seenFrom }: Pick<JudgedEndpoint, "seenFrom">): string | null {
  if (seenFrom.length === 0) return null;
  return `as seen ${seenFrom.map(({ vantage, outcome, reason }) => `from ${vantage}: ${outcome === "unknown" ? reason : outcome}`).join("; ")}`;
}

function mixedInWords({ mixed }: Pick<JudgedEndpoint, "mixed">): string | null {
  if (mixed === null) return null;
  const { vulnerable, notVulnerable } = mixed;
  return `${vulnerable} of ${vulnerable + notVulnerable} connections of one run found it vulnerable: several machines answer`;
}

/** null: the word stands whatever was believed before. */
function priorInWords({ prior }: JudgedEndpoint): string | null {
  if (!prior.rests) return null;
  return `rests on the prior: ${percent(prior.low)} to ${percent(prior.high)} if a third as many, or three times as many, were vulnerable`;
}

/** A line for each pair of detectors that the model does not explain. */
export function misfitsInWords(pairs: readonly Misfit[]): readonly string[] {
  return pairs.map(({ detectors: [a, b], lineages: [one, other], endpoints, correlation }) => {
    const how = `(residual correlation ${correlation.toFixed(2)} on ${endpoints} endpoints)`;
    if (correlation > 0 && one === other) {
      return `the model does not fit: ${a} and ${b} answer even more alike than one lineage explains ${how}: the numbers rest on less than it seems`;
    }
    return correlation > 0
      ? `the model does not fit: ${a} and ${b} answer alike beyond what it explains ${how}: declare them one lineage?`
      : `the model does not fit: ${a} and ${b} contradict each other beyond what it explains ${how}: the numbers of endpoints that both were asked are less sure than they look`;
  });
}

/** One sentence: on what it is settled, or what keeps it open; how it changed, and what other places see. */
export function groundOf(judged: JudgedEndpoint, policy: string): string {
  const beside = [changeInWords(judged), placesInWords(judged), mixedInWords(judged), priorInWords(judged)];
  return [settledOn(judged, policy), ...beside.filter((each) => each !== null)].join("; ");
}

function settledOn({ verdict, decision, rule, blind }: JudgedEndpoint, policy: string): string {
  const empty = blind.map(({ detector, condition, unmeasured }) => {
    const never = unmeasured === true ? ", where it was never measured" : "";
    return `${detector}'s 0 is empty: it is like ${condition}${never}`;
  });
  if (rule === "proof") return verdict.restsOn;
  if (rule === "own_refutation") {
    return `${verdict.restsOn}; holds for ${Math.floor(decision.clearedForDays ?? 0)} days`;
  }
  if (decision.word === "PROBABLE") {
    // The rules may stand on a refusal which the model does not believe: then it is not that which makes it probable.
    const ground =
      verdict.outcome === "vulnerable" ? verdict.restsOn : `what speaks for it outweighs that (${verdict.restsOn})`;
    return `${ground}; not proven: ask it with your own probe`;
  }
  if (decision.word === "CLEARED") {
    const days = Math.floor(decision.clearedForDays ?? 0);
    return `enough independent controlled negatives for ${policy}; holds for ${days} days`;
  }
  const missing = decision.missing.map((each) => MISSING_IN_WORDS[each]);
  const why = verdict.outcome === "unknown" ? [`${verdict.reason}: ${reasonFacts(verdict.reason).meaning}`] : [];
  return [...why, ...missing, ...empty].join("; ");
}

/** What the whole amounts to, in a few sentences. */
export function summaryOf(judgement: Judgement): readonly string[] {
  const { endpoints, missed, policy, fitted, unseen, model } = judgement;
  const count = (heap: Heap) => endpoints.filter((each) => heapOf(each) === heap).length;
  const lineages = new Set(model.lineages).size;
  const lines = [
    `${endpoints.length} endpoints by the policy ${policy.name}: ${count("vulnerable")} vulnerable, ${count("safe")} safe, ${count("open")} open; ${model.tools.length} detectors of ${lineages} lineages`,
  ];
  if (missed.cleared > 0) {
    lines.push(
      `among the ${missed.cleared} safe ones ${missed.expected.toFixed(missed.expected < 0.1 ? 3 : 1)} vulnerable are expected (${missed.low} to ${missed.high}, 90 %); check some of them by other means`,
    );
  }
  lines.push(unseenInWords(unseen));
  if (fitted.gated) {
    lines.push(
      "too few vulnerable endpoints to learn how good the detectors are: they are taken as pessimistically as unknown ones",
    );
  }
  return lines;
}

function unseenInWords({ lowerBound }: Judgement["unseen"]): string {
  if (!lowerBound.known) return `how many everybody missed cannot be said: ${lowerBound.detail}`;
  return `missed by everybody among ${lowerBound.hosts} that all lineages tested: at least ${lowerBound.unseen.toFixed(1)} (Chao's lower bound, 95 %: ${lowerBound.interval.low.toFixed(1)} to ${lowerBound.interval.high.toFixed(1)})`;
}
