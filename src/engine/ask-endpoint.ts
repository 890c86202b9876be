/** One endpoint: up the pack's ladder, one connection after the other, until nothing is left to ask. */

import { type Finding, finding, type Reason } from "../core/model/outcome.ts";
import type { Transcript } from "../core/model/transcript.ts";
import type { StoredEndpoint } from "../core/ports/store.ts";
import type { Rung, RungResult } from "../packs/pack.ts";
import { askWitnesses, type Witnesses } from "./ask-witnesses.ts";
import type { Breaker } from "./breaker.ts";
import type { Place } from "./host-keys.ts";
import { ENGINE, type Exchange, INVENTORY, Logbook, pastOf } from "./logbook.ts";
import type { Scan } from "./options.ts";
import type { Pacer } from "./pacer.ts";

export interface Asking extends Omit<Scan, "targets" | "signal" | "witnesses" | "repeats"> {
  readonly witnesses: Witnesses;
  readonly pacer: Pacer;
  readonly breaker: Breaker;
  /** Whether the run is a resumed one, so that endpoints may have observations already. */
  readonly resumed: boolean;
  /** No further connection after this. */
  readonly stopping: AbortSignal;
  /** Connections that are still open end after this. */
  readonly stopped: AbortSignal;
}

/** Connections that were never established, where another try can help. */
const WORTH_A_RETRY: ReadonlySet<Reason> = new Set([
  "connect_timeout",
  "connect_unreachable",
  "connect_reset",
  "local_resources",
]);

/** `settled`: everything that can be asked has been; `open`: this machine could not ask; `stopped`: the run is to end. */
type Climb = "settled" | "open" | "stopped";

/** Asks an endpoint, stores and tells every observation, then the verdict. Rejects only when the store or a listener fails. */
export async function askEndpoint(asking: Asking, stored: StoredEndpoint): Promise<void> {
  const earlier = asking.resumed ? asking.store.currentObservationsOf(stored.id) : [];
  const logbook = new Logbook(asking, stored, earlier);
  const obstacle = obstacleTo(asking, stored);
  if (obstacle !== null) {
    await logbook.add(INVENTORY, obstacle);
    return await logbook.conclude(true);
  }
  const past = pastOf(earlier, asking.pack, asking.store);
  const climb = await climbLadder(asking, logbook, past);
  if (climb === "stopped") return;
  const stillInTheWay = () =>
    obstacleTo(asking, stored) ?? (asking.breaker.isOpen(placeOf(stored)) ? finding("host_stopped_answering") : null);
  const { witnesses, stopping } = asking;
  if (climb === "settled" && !(await askWitnesses(witnesses, stored, logbook, stillInTheWay, stopping))) return;
  await logbook.conclude(climb === "settled");
}

/** Why nothing may or can be connected to. */
function obstacleTo({ inventory }: Asking, { endpoint, name, resolved, unresolved }: StoredEndpoint): Finding | null {
  const { address } = endpoint;
  if (address === null) return finding(unresolved?.reason ?? "dns_no_address", unresolved?.detail);
  const permission = inventory.decide({ address, name, resolved });
  return permission.allowed ? null : finding("out_of_scope", permission.why);
}

async function climbLadder(asking: Asking, logbook: Logbook, earlier: readonly RungResult[]): Promise<Climb> {
  const { pack, probe, breaker } = asking;
  const place = placeOf(logbook.stored);
  const past = [...earlier];
  for (let rungs = past.length; rungs < pack.maxConnections(probe); rungs += 1) {
    if (asking.stopping.aborted) return "stopped";
    if (breaker.isOpen(place)) {
      await logbook.add(ENGINE, finding("host_stopped_answering"));
      return "settled";
    }
    const rung = nextRung(asking, logbook.stored, past);
    if (rung === null) break;
    if ("reason" in rung) {
      await logbook.add(ENGINE, rung);
      return "settled";
    }
    const answer = await askPersistently(asking, logbook, rung);
    if (answer === null || asking.stopped.aborted) return "stopped";
    if (answer.found.reason === "local_resources") return "open";
    if (answer.transcript === null) return "settled";
    past.push({
      detector: rung.detector.id,
      attempt: rung.attempt,
      finding: answer.found,
      transcript: answer.transcript,
    });
  }
  if (logbook.empty) await logbook.add(ENGINE, finding("no_evidence", "the pack has no question for this endpoint"));
  return "settled";
}

/** The pack's next question; a finding if the pack failed over it. */
function nextRung(
  { pack, probe }: Asking,
  { endpoint }: StoredEndpoint,
  past: readonly RungResult[],
): Rung | Finding | null {
  try {
    return pack.next(endpoint, past, probe);
  } catch (error) {
    return defect(error);
  }
}

interface Answer {
  readonly found: Finding;
  readonly exchange: Exchange;
  /** null: our own code failed before there was one. */
  readonly transcript: Transcript | null;
}

/** Asks, and asks again where no connection came about. Every try is an observation. null: stopped before the first. */
async function askPersistently(asking: Asking, logbook: Logbook, rung: Rung): Promise<Answer | null> {
  const { breaker, limits, pacer, stopping } = asking;
  const place = placeOf(logbook.stored);
  let answer: Answer | null = null;
  for (let tries = 0; tries <= limits.retries; tries += 1) {
    await pacer.turn(tries === 0 ? rung.waitBeforeMs : limits.retryPauseMs, stopping);
    if (stopping.aborted || breaker.isOpen(place)) return answer;
    answer = await askOnce(asking, logbook.stored, tries === 0 ? rung : fromAnyPort(rung));
    await logbook.add(rung.detector, answer.found, answer.exchange);
    const suspicious = answer.transcript !== null && breaker.suspects(place, answer.transcript);
    if (!suspicious && !WORTH_A_RETRY.has(answer.found.reason)) break;
    if (suspicious && tries === limits.retries && breaker.open(place)) {
      await asking.events({ kind: "host_stopped_answering", endpoint: logbook.stored.endpoint });
    }
  }
  if (answer?.transcript) breaker.note(place, answer.transcript);
  return answer;
}

/** Odd ports may be used up where even ones are not: thousands of names at one address, a minute's wait for each port. */
function fromAnyPort(rung: Rung): Rung {
  return { ...rung, dial: { ...rung.dial, oddSourcePort: false } };
}

/** One connection and its reading. What our own code gets wrong is an answer too, and never a zero. */
async function askOnce(asking: Asking, stored: StoredEndpoint, rung: Rung): Promise<Answer> {
  const { clock, dialer, pack, random, stopped } = asking;
  const startedAt = new Date(clock.now()).toISOString();
  const begin = clock.monotonic();
  const exchange = (transcripts: readonly Transcript[]): Exchange => ({
    startedAt,
    durationMs: clock.monotonic() - begin,
    transcripts,
  });
  try {
    const talk = rung.start(random);
    const { transport } = stored.endpoint;
    const to = { ...placeOf(stored), transport, name: stored.name, resolved: stored.resolved };
    await dialer.run(to, talk, { ...rung.dial, signal: stopped });
    const transcript = talk.transcript();
    const done = exchange([...rung.basis, transcript]);
    return { found: pack.interpret(rung.detector.id, done.transcripts), exchange: done, transcript };
  } catch (error) {
    return { found: defect(error), exchange: exchange([]), transcript: null };
  }
}

/** Where an endpoint is; one without an address is nowhere. */
export function placeOf({ endpoint }: StoredEndpoint): Place {
  return { address: endpoint.address ?? "", port: endpoint.port ?? 0 };
}

/** A defect of ours, quoted and cut short: its message may carry what a server said. */
function defect(error: unknown): Finding {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return finding("tool_failed", `our own detector failed: ${JSON.stringify(message.slice(0, 200))}`);
}
