/** Judges what the store has of an incident: endpoints with the latest word of everybody, and where a zero of theirs is empty. */

import { tellingEarlier } from "../../core/judgement/epochs.ts";
import type { BlindZero } from "../../core/judgement/evidence-rows.ts";
import type { CampaignEndpointInput, Judgement } from "../../core/judgement/judge-campaign.ts";
import { judgeCampaign } from "../../core/judgement/judge-campaign.ts";
import type { LabEndpoint } from "../../core/judgement/lab.ts";
import type { Policy } from "../../core/latent/capability/index.ts";
import type { Reason } from "../../core/model/outcome.ts";
import type { Transcript } from "../../core/model/transcript.ts";
import type { DetectorIdentity } from "../../core/model/observation.ts";
import type { Store, StoredObservation } from "../../core/ports/store.ts";
import { type Traits, traitsOf } from "../../packs/heartbleed/traits.ts";
import { findPack } from "../packs.ts";
import type { Sheet } from "../range/sheet.ts";
import { counts } from "../output/results.ts";
import { type Campaign, campaignObservations } from "../rows.ts";
import { blindZeros } from "./blind-spots.ts";

export interface StoreJudgement extends Judgement {
  /** What the user typed, by place in `endpoints`. */
  readonly names: readonly (readonly string[])[];
  readonly campaign: Campaign;
  /** Places that nobody promised and that were out of scope. */
  readonly leftOut: number;
  /** What our own transcripts show of each endpoint; read when asked for. */
  traitsAt(index: number): Traits;
}

/** Lineage of our own detectors. */
const OWN_LINEAGE = "crosscheck";

export interface StoreJudging {
  readonly policy: Policy;
  readonly sheet: Sheet;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Detectors that could be asked as well. */
  readonly askable: readonly DetectorIdentity[];
}

/** The store must stay open while `traitsAt` is used. */
export function judgeStore(
  store: Store,
  campaign: Campaign,
  { policy, sheet, now, askable }: StoreJudging,
): StoreJudgement {
  const own: (readonly StoredObservation[])[] = [];
  let leftOut = 0;
  const inputs: CampaignEndpointInput[] = [];
  const names: (readonly string[])[] = [];
  const native = new Set(findPack(campaign.pack).detectors.map(({ id }) => id));
  for (const found of campaignObservations(store, campaign)) {
    // Where nothing was promised and nothing listens, there is nothing to judge.
    const verdict = found.verdict();
    if (!counts({ endpoint: found.endpoint, verdict })) {
      if (verdict.reason === "out_of_scope") leftOut++;
      continue;
    }
    const blind = blindIn(store, found.latest, native, sheet);
    const earlier = tellingEarlier(found.all, found.latest, OWN_LINEAGE);
    inputs.push({ endpoint: found.endpoint, observations: found.latest, earlier, blind });
    names.push(found.names());
    own.push(found.latest.filter(({ detector }) => native.has(detector)));
  }
  const options = {
    askable: askable.map(({ id, version, lineage }) => ({ detector: id, version, lineage })),
    pack: campaign.pack,
    draws: campaign.draws,
    policy,
    now,
    ownLineage: OWN_LINEAGE,
    lab: labOf(sheet),
  };
  const traitsAt = (index: number) => traitsOf(transcriptsOf(store, own[index] ?? []));
  return { ...judgeCampaign(inputs, options), names, campaign, leftOut, traitsAt };
}

/** The range's own endpoints. Our detectors were measured as one; what they said counts for the first of them. */
export function labOf({ conditions, detectors }: Sheet): readonly LabEndpoint[] {
  const measured = detectors.filter(({ identity }) => identity.kind !== "profile");
  return conditions.flatMap(({ id, truth }): readonly LabEndpoint[] => {
    if (truth === null) return [];
    const answers = measured.flatMap(({ identity, cells }) =>
      (Object.entries(cells[id] ?? {}) as [Reason, number][]).map(([reason, count]) => ({
        detector: identity.kind === "native" ? (findPack(identity.id).detectors[0]?.id ?? identity.id) : identity.id,
        version: identity.version,
        reason,
        count,
      })),
    );
    return [{ truth: truth === "vulnerable" ? 1 : 0, answers }];
  });
}

/** Transcripts are read only where somebody else's zero could count. */
function blindIn(
  store: Store,
  observations: readonly StoredObservation[],
  native: ReadonlySet<string>,
  sheet: Sheet,
): readonly BlindZero[] {
  const zeros = observations.filter(({ detector, outcome }) => outcome === "not_vulnerable" && !native.has(detector));
  if (zeros.length === 0) return [];
  const transcripts = transcriptsOf(
    store,
    observations.filter(({ detector }) => native.has(detector)),
  );
  return transcripts.length === 0 ? [] : blindZeros(zeros, traitsOf(transcripts), sheet);
}

function transcriptsOf(store: Store, observations: readonly StoredObservation[]): readonly Transcript[] {
  return observations.flatMap(({ transcriptHash }): readonly Transcript[] => {
    const read = transcriptHash === null ? null : store.transcripts(transcriptHash);
    return read?.ok === true ? read.transcripts : [];
  });
}
