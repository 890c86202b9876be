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
import type { Store } from "../../core/ports/store.ts";
import { type Traits, traitsOf } from "../../packs/heartbleed/traits.ts";
import { findPack } from "../packs.ts";
import type { Sheet } from "../range/sheet.ts";
import { counts } from "../output/results.ts";
import { type Incident, readIncident } from "../incident.ts";
import type { Campaign } from "../rows.ts";
import { blindZeros } from "./blind-spots.ts";

export interface StoreJudgement extends Judgement {
  readonly campaign: Campaign;
  /** Places that nobody promised and that were out of scope. */
  readonly leftOut: number;
  /** What the user typed, by place in `endpoints`; read when asked for. */
  namesAt(index: number): readonly string[];
  /** Places that nobody promised and where nothing listens. */
  readonly nothingThere: number;
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

/** The store must stay open while `namesAt` and `traitsAt` are used. */
export function judgeStore(
  store: Store,
  campaign: Campaign,
  { policy, sheet, now, askable }: StoreJudging,
): StoreJudgement {
  const incident = readIncident(store, campaign);
  const reader = blindReader(store, incident, new Set(findPack(campaign.pack).detectors.map(({ id }) => id)), sheet);
  /** Places in the incident, by place in the judgement. */
  const judged: number[] = [];
  let leftOut = 0;
  let nothingThere = 0;
  const inputs: CampaignEndpointInput[] = [];
  for (const [index, endpoint] of incident.table.endpoints.entries()) {
    // Where nothing was promised and nothing listens, there is nothing to judge.
    const verdict = incident.verdict(index);
    if (!counts({ endpoint, verdict })) {
      if (verdict.reason === "out_of_scope") leftOut++;
      else nothingThere++;
      continue;
    }
    // Each row's value once: what is earlier is told by identity.
    const rows = incident.allOf(index);
    const all = rows.map(incident.said);
    const latest = all.filter((_, at) => incident.latest[rows[at] ?? -1] === 1);
    const earlier = tellingEarlier(all, latest, OWN_LINEAGE);
    inputs.push({ endpoint, observations: latest, earlier, blind: reader.blindAt(index) });
    judged.push(index);
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
  return {
    ...judgeCampaign(inputs, options),
    campaign,
    leftOut,
    nothingThere,
    namesAt: (index) => incident.names(judged[index] ?? -1),
    traitsAt: (index) => reader.traitsAt(judged[index] ?? -1),
  };
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

/** Transcripts are read only where somebody else's zero could count; what they come to is worked out once for endpoints that are alike. */
function blindReader(store: Store, incident: Incident, native: ReadonlySet<string>, sheet: Sheet) {
  const known = new Map<string, readonly BlindZero[]>();
  const transcriptsAt = (index: number): readonly Transcript[] =>
    incident
      .latestOf(index)
      .filter((row) => incident.table.transcribed[row] === 1 && native.has(incident.said(row).detector))
      .flatMap((row) => {
        const read = store.transcriptsOf(incident.table.id[row] ?? -1);
        return read?.ok === true ? read.transcripts : [];
      });
  return {
    traitsAt: (index: number): Traits => traitsOf(transcriptsAt(index)),
    blindAt(index: number): readonly BlindZero[] {
      const zeros = incident
        .latestOf(index)
        .map(incident.said)
        .filter(({ detector, outcome }) => outcome === "not_vulnerable" && !native.has(detector));
      const transcripts = zeros.length === 0 ? [] : transcriptsAt(index);
      if (transcripts.length === 0) return [];
      const traits = traitsOf(transcripts);
      const key = JSON.stringify([traits, zeros.map(({ detector, version }) => [detector, version])]);
      const before = known.get(key);
      if (before !== undefined) return before;
      const blind = blindZeros(zeros, traits, sheet);
      known.set(key, blind);
      return blind;
    },
  };
}
