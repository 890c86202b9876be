/** Resolvers for the inventory: a lookup made polite (so many at a time) and cheap to ask twice (so many remembered). */

import type { Resolution, Resolver } from "../../core/ports/resolver.ts";
import type { Lookup } from "./lookup.ts";
import { DEFAULT_SERVER_LIMITS, SERVER_CONCURRENCY, type ServerLimits, serverLookup } from "./server-lookup.ts";
import { SYSTEM_CONCURRENCY, systemLookup } from "./system-lookup.ts";

/** The operating system's resolver. */
export function systemResolver(): Resolver {
  return new BoundedResolver("system", systemLookup, SYSTEM_CONCURRENCY);
}

/** A resolver that asks the given servers, each as parseServer writes it. */
export function serverResolver(servers: readonly string[], limits: ServerLimits = DEFAULT_SERVER_LIMITS): Resolver {
  return new BoundedResolver(servers.join(", "), serverLookup(servers, limits), SERVER_CONCURRENCY);
}

/** Names whose answers are remembered for the run: enough for lists that repeat names, nothing against 100 MB. */
const REMEMBERED = 10_000;
const STOPPED: Resolution = { kind: "failure", reason: "dns_failure", detail: "stopped before there was an answer" };

/** Puts limits around a lookup. Exported for tests. */
export class BoundedResolver implements Resolver {
  readonly description: string;
  readonly #lookup: Lookup;
  readonly #concurrency: number;
  readonly #remembered: number;
  /** Answers and questions under way, the longest unused first. */
  readonly #answers = new Map<string, Promise<Resolution>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(description: string, lookup: Lookup, concurrency: number, remembered = REMEMBERED) {
    this.description = description;
    this.#lookup = lookup;
    this.#concurrency = concurrency;
    this.#remembered = remembered;
  }

  async resolve(name: string, signal?: AbortSignal): Promise<Resolution> {
    if (signal?.aborted) return STOPPED;
    const answer = this.#answers.get(name) ?? this.#ask(name);
    this.#remember(name, answer);
    return signal === undefined ? answer : orStopped(answer, signal);
  }

  async #ask(name: string): Promise<Resolution> {
    if (this.#running >= this.#concurrency) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#running++;
    const resolution = await this.#lookup(name);
    // The slot is handed over rather than freed, so that nobody who asks in between overtakes.
    const next = this.#waiting.shift();
    if (next === undefined) this.#running--;
    else next();
    // "No answer" is no property of the name: whoever asks again is to get a new chance.
    if (resolution.kind === "failure" && resolution.reason === "dns_failure") this.#answers.delete(name);
    return resolution;
  }

  #remember(name: string, answer: Promise<Resolution>): void {
    this.#answers.delete(name);
    this.#answers.set(name, answer);
    if (this.#answers.size <= this.#remembered) return;
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined) this.#answers.delete(oldest);
  }
}

/** Stops waiting when told to; the question itself ends on its own. */
function orStopped(answer: Promise<Resolution>, signal: AbortSignal): Promise<Resolution> {
  return new Promise((resolve) => {
    const stop = () => resolve(STOPPED);
    signal.addEventListener("abort", stop, { once: true });
    void answer.then((resolution) => {
      signal.removeEventListener("abort", stop);
      resolve(resolution);
    });
  });
}
