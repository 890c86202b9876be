/** What the server and its judging process say to each other. Arrays are parallel and copied as they are. */

import type { Missing } from "../../../core/latent/capability/index.ts";
import type { Rule } from "../../../core/judgement/settle.ts";

export interface JudgeRequest {
  readonly type: "judge";
  readonly id: number;
  /** null: all runs. */
  readonly runs: readonly string[] | null;
  readonly policy: string;
}

export interface EndpointRequest {
  readonly type: "endpoint";
  readonly id: number;
  readonly key: string;
}

/** Whom to ask next about an endpoint, and how far that would lead. */
export interface NextRequest {
  readonly type: "next";
  readonly id: number;
  readonly key: string;
  /** Its ids in the store, one for each run that has it. */
  readonly ids: readonly number[];
}

export type JudgingRequest = JudgeRequest | EndpointRequest | NextRequest;

/** What the judgement says of the incident as a whole. */
export interface JudgementSummary {
  readonly policy: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly endpoints: number;
  readonly vulnerable: number;
  readonly safe: number;
  readonly open: number;
  readonly leftOut: number;
  /** Expected number of vulnerable endpoints among the cleared ones, 90 %. */
  readonly missed: { readonly expected: number; readonly low: number; readonly high: number; readonly cleared: number };
  /** Share of vulnerable endpoints, as the model sees it. */
  readonly prevalence: number;
  /** Endpoints that everybody missed: a lower bound with its interval, or why it cannot be said. */
  readonly unseen:
    | {
        readonly known: true;
        readonly unseen: number;
        readonly low: number;
        readonly high: number;
        readonly hosts: number;
      }
    | { readonly known: false; readonly detail: string };
  readonly detectors: readonly { readonly id: string; readonly lineage: string; readonly kept: string | null }[];
  /** A few sentences, as `crosscheck triage` prints them. */
  readonly sentences: readonly string[];
}

export interface Judged {
  readonly type: "judged";
  readonly id: number;
  readonly keys: readonly string[];
  /** Places in WORDS. */
  readonly words: Uint8Array;
  readonly probability: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly summary: JudgementSummary | null;
}

/** Why an endpoint is judged as it is. */
export interface EndpointGround {
  readonly word: string;
  readonly heap: string;
  readonly rule: Rule;
  readonly probability: number;
  readonly low: number;
  readonly high: number;
  readonly because: string;
  readonly missing: readonly Missing[];
  readonly clearedForDays: number | null;
  readonly emptyZeros: readonly { readonly detector: string; readonly condition: string }[];
  /** Likelihood ratios by lineage: above 1 speaks for vulnerable. */
  readonly lineages: readonly { readonly lineage: string; readonly ratio: number }[];
}

export interface EndpointGroundAnswer {
  readonly type: "endpoint";
  readonly id: number;
  /** null: the judgement does not know this endpoint. */
  readonly ground: EndpointGround | null;
}

/** Best first; costs, values and savings in the policy's unit. */
export interface EndpointNext {
  readonly tests: readonly {
    readonly detector: string;
    readonly cost: number;
    readonly value: number;
    readonly saving: number;
    /** Expected information about the endpoint. */
    readonly bits: number;
  }[];
  /** Why nobody should be asked, in words; null: the first of `tests` should. */
  readonly stop: string | null;
  /** Who cannot see such an endpoint, by the range. */
  readonly blind: readonly string[];
  /** How far zeros would lead, in words. */
  readonly path: string;
}

export interface EndpointNextAnswer {
  readonly type: "next";
  readonly id: number;
  /** null: the judgement does not know this endpoint. */
  readonly next: EndpointNext | null;
}

export interface JudgingFailed {
  readonly type: "failed";
  readonly id: number;
  readonly problem: string;
}

export type JudgingAnswer = Judged | EndpointGroundAnswer | EndpointNextAnswer | JudgingFailed;
