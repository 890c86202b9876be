/** The cells of an endpoint that contradict its verdict, out of the store. */

import { withoutDiscredited } from "../../core/controls.ts";
import { judge } from "../../core/judge.ts";
import { latestWords } from "../../core/matrix/latest.ts";
import type { Verdict } from "../../core/model/observation.ts";
import type { Store, StoredEndpoint, StoredObservation } from "../../core/ports/store.ts";
import { type Campaign, discreditedIn } from "../rows.ts";

export interface Judged {
  readonly stored: StoredEndpoint;
  readonly verdict: Verdict;
  /** Everybody's latest word. */
  readonly words: readonly StoredObservation[];
  /** Other addresses that the same name has been seen with, on the same port. */
  readonly otherAddresses: readonly string[];
}

/** Endpoints of a campaign that are meant, each with its verdict. */
export function* judgedEndpoints(
  store: Store,
  campaign: Campaign,
  isMeant: (stored: StoredEndpoint) => boolean,
): Generator<Judged> {
  const discredited = discreditedIn(store, campaign.runs);
  const known = new Map(campaign.runs.flatMap(({ id }) => [...store.endpoints(id)]).map((each) => [each.id, each]));
  for (const { endpoint, ids } of store.campaign(campaign.runs.map(({ id }) => id))) {
    const places = ids.flatMap((id) => known.get(id) ?? []);
    const stored = places.find(isMeant);
    if (stored === undefined) continue;
    const all = withoutDiscredited(
      ids.flatMap((id) => store.currentObservationsOf(id)),
      discredited,
    );
    const words = latestWords(all);
    yield {
      stored,
      verdict: judge(endpoint, campaign.pack, words, campaign.draws),
      words,
      otherAddresses: othersOf(store, stored),
    };
  }
}

function othersOf(store: Store, { endpoint, name }: StoredEndpoint): readonly string[] {
  const { address, port, transport, serverName } = endpoint;
  const known = name ?? serverName;
  if (known === null || port === null) return [];
  const places = store.knownAt({ address: null, name: known, port, transport }, null);
  const all = places.flatMap((place) => place.endpoint.address ?? []);
  return [...new Set(all)].filter((each) => each !== address);
}

/** What others say that is not the verdict, each detector and answer once; none where there is no verdict. */
export function splitsOf({ verdict, words }: Judged, detector: string | null): readonly StoredObservation[] {
  if (verdict.outcome === "unknown") return [];
  const seen = new Set<string>();
  return words.filter((word) => {
    const key = `${word.detector} ${word.version} ${word.outcome}`;
    const counts =
      word.provenance !== null && word.outcome !== verdict.outcome && (detector === null || word.detector === detector);
    if (!counts || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
