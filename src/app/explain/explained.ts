/** Every split cell of the endpoints that are meant, with its explanation: the part that the commands share. */

import type { Scope } from "../../core/model/scope.ts";
import type { StoredObservation } from "../../core/ports/store.ts";
import type { Split } from "../../causes/cause.ts";
import { type Explanation, explainSplit } from "../../causes/prove.ts";
import { explanationSentence } from "../../causes/sentences.ts";
import { PROFILES } from "../../profiles/catalogue.ts";
import type { Profile } from "../../profiles/profile.ts";
import { endpointLabel } from "../../core/model/endpoint.ts";
import type { Trying } from "../../causes/bench.ts";
import { shellQuoted } from "../text/shell-quoted.ts";
import { circumstancesOf } from "./circumstances.ts";
import { experimentAt } from "./experiment.ts";
import { profileFor } from "./profile-for.ts";
import { type Judged, splitsOf } from "./splits.ts";

export interface Explained {
  readonly judged: Judged;
  readonly observation: StoredObservation;
  readonly split: Split;
  /** null: there is none, and so no explanation. */
  readonly profile: Profile | null;
  /** null: no experiment was made; `sentence` says why. */
  readonly explanation: Explanation | null;
  readonly sentence: string;
  /** The scope, or the missing permission, stood in the way. */
  readonly refused: boolean;
}

export interface Explaining {
  /** null: every detector. */
  readonly detector: string | null;
  readonly scope: Scope | null;
  readonly allowOverread: boolean;
  /** Where we ask from. */
  readonly vantage: string;
  readonly signal: AbortSignal;
  /** Told of every experiment before it is made. */
  readonly onTrying?: (detector: string, trying: Trying) => void;
}

/** One after the other: experiments must not meet each other at the endpoint. */
export async function* explainedSplits(judged: Judged, options: Explaining): AsyncGenerator<Explained> {
  for (const observation of splitsOf(judged, options.detector)) {
    if (options.signal.aborted) return;
    yield await explainOne(judged, observation, options);
  }
}

async function explainOne(
  judged: Judged,
  observation: StoredObservation,
  { scope, allowOverread, vantage, signal, onTrying }: Explaining,
): Promise<Explained> {
  const { stored, verdict } = judged;
  const { detector, version, outcome } = observation;
  const tool = `${detector} ${version}`;
  const profile = profileFor(PROFILES, detector, version);
  const experiment = experimentAt(stored, { scope, allowOverread });
  const mayAsk = (address: string) =>
    experimentAt({ ...stored, endpoint: { ...stored.endpoint, address } }, { scope, allowOverread }).ok;
  const split = {
    observed: outcome,
    wanted: verdict.outcome,
    serverName: experiment.ok ? experiment.name : stored.endpoint.serverName,
    circumstances: circumstancesOf(judged, observation, { here: vantage, mayAsk }),
  };
  const base = { judged, observation, split, profile, explanation: null, refused: false };
  if (profile === null) return { ...base, sentence: `${tool}: not explained; nothing re-enacts it.` };
  if (!experiment.ok) {
    return { ...base, sentence: `${tool}: not explained; ${experiment.why}.`, refused: experiment.scope };
  }
  const explanation = await explainSplit(profile, {
    split,
    signal,
    possible: experiment.possible,
    ask: (each, around) => experiment.run(each, signal, around),
    ...(onTrying === undefined ? {} : { onTrying: (trying) => onTrying(detector, trying) }),
  });
  const command = `crosscheck explain ${shellQuoted(endpointLabel(stored.endpoint))} --prove --detector ${shellQuoted(detector)}`;
  return {
    ...base,
    explanation,
    sentence: explanationSentence(explanation, { tool, profile: profile.id, split, command }),
  };
}
