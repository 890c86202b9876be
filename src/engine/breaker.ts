/**
 * The circuit breaker: a host that answered, was probed, and then no longer lets us connect to the same port may have
 * fallen over or banned us. Either way it is left alone from then on.
 */

import type { EndKind, Transcript } from "../core/model/transcript.ts";
import { hostKey, type Place } from "./host-keys.ts";

/** Ways of not letting us in: ends of connections that never began. Our own shortages and refusals are not among them. */
const SHUT: ReadonlySet<EndKind> = new Set(["refused", "unreachable", "connect_timeout"]);
const PROBES: ReadonlySet<string> = new Set(["control", "probe_empty", "probe_overclaim", "probe_overread"]);

/** Ports remembered as probed; the oldest are forgotten first, so that memory does not grow with the number of hosts. */
const REMEMBERED = 50_000;

export class Breaker {
  readonly #probed = new Set<string>();
  readonly #stopped = new Set<string>();

  /** Whether nothing more may be asked of this host. */
  isOpen(place: Place): boolean {
    return this.#stopped.has(hostKey(place));
  }

  /** Says whether it was this call that opened it. */
  open(place: Place): boolean {
    if (this.isOpen(place)) return false;
    this.#stopped.add(hostKey(place));
    return true;
  }

  /** Whether this connection failed where one before it was answered and probed. */
  suspects(place: Place, transcript: Transcript): boolean {
    return shut(transcript) && this.#probed.has(portKey(place));
  }

  /** Learns from a connection that is over. */
  note(place: Place, { events }: Transcript): void {
    const answered = events.some((event) => event.kind === "received");
    const probed = events.some((event) => event.kind === "sent" && PROBES.has(event.label));
    if (!answered || !probed) return;
    this.#probed.add(portKey(place));
    const oldest = this.#probed.values().next().value;
    if (this.#probed.size > REMEMBERED && oldest !== undefined) this.#probed.delete(oldest);
  }
}

function shut({ events }: Transcript): boolean {
  const last = events.at(-1);
  return last?.kind === "end" && SHUT.has(last.how);
}

function portKey({ address, port }: Place): string {
  return `${address} ${port}`;
}
