/** How a tool was run, as far as the store tells: beside whom, at which of the name's addresses, from where. Pure. */

import type { Circumstances } from "../../causes/cause.ts";
import { protocolOfPort } from "../../core/starttls/protocols.ts";
import type { StoredObservation } from "../../core/ports/store.ts";
import type { Judged } from "./splits.ts";

/** @param here where we ask from. @param mayAsk whether an address may be asked in an experiment. */
export function circumstancesOf(
  { words, otherAddresses, stored }: Judged,
  observation: StoredObservation,
  { here, mayAsk }: { readonly here: string; readonly mayAsk: (address: string) => boolean },
): Circumstances {
  const { address, port, startTls } = stored.endpoint;
  return {
    beside: besideOf(words, observation),
    otherAddresses: askedHere(observation, address) ? [] : otherAddresses.filter(mayAsk),
    vantage: observation.vantage === here ? null : observation.vantage,
    startTls: startTls ?? protocolOfPort(port ?? 0),
  };
}

/** null: its times do not say. */
function besideOf(words: readonly StoredObservation[], observation: StoredObservation): number | null {
  const span = spanOf(observation);
  if (span === null) return null;
  return words.filter((other) => {
    const others = other.id === observation.id ? null : spanOf(other);
    return others !== null && others.from < span.to && span.from < others.to;
  }).length;
}

function spanOf({ startedAt, durationMs, provenance }: StoredObservation) {
  const from = Date.parse(startedAt);
  const exact = provenance === null || provenance.time === "zone";
  return exact && durationMs > 0 && Number.isFinite(from) ? { from, to: from + durationMs } : null;
}

/** Whether its command, or its place in a report, names the address. */
function askedHere({ provenance }: StoredObservation, address: string | null): boolean {
  if (provenance === null || address === null) return false;
  return [...(provenance.argv ?? []), provenance.place].some((text) => namesAddress(text, address));
}

/** Not as a part of a longer one: 192.0.2.1 is not in 192.0.2.10. */
function namesAddress(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
    const around = `${text[at - 1] ?? ""}${text[at + address.length] ?? ""}`;
    if (!/[\da-f.]/i.test(around)) return true;
  }
  return false;
}
