/** Runs a tool's conversation with something around it: after quiet, beside copies of itself, from another address, to another. */

import type { Around } from "../../causes/around.ts";
import type { Dialer } from "../../core/ports/net.ts";
import type { Profile, Question, Reading } from "../../profiles/profile.ts";
import { type ProfilePorts, runProfile } from "../../profiles/run-profile.ts";

/** A copy that is done begins again as long as it is needed, but not for ever. */
const MOST_REPEATS = 5;
/** How long is waited until every copy has a connection, or has none, ms. */
const CROWDING_MS = 3000;

export class Surroundings {
  readonly #ports: ProfilePorts;
  /** Addresses of this machine by their numbers. */
  readonly #sources = new Map<number, string>();

  constructor(ports: ProfilePorts) {
    this.#ports = ports;
  }

  async run(profile: Profile, question: Question, around: Around, signal: AbortSignal): Promise<Reading> {
    const { clock, dialer } = this.#ports;
    if (around.afterMs > 0) await clock.sleep(around.afterMs, signal);
    const to = around.address === null ? question : { ...question, address: around.address };
    const ports = { clock, dialer: this.#leavingFrom(around.from, dialer) };
    if (around.beside === 0) return await runProfile(profile, to, ports, signal);
    const over = new AbortController();
    const crowd = await this.#crowd(around.beside, profile, to, AbortSignal.any([signal, over.signal]));
    try {
      return await runProfile(profile, to, ports, signal);
    } finally {
      over.abort();
      await crowd.gone;
    }
  }

  #leavingFrom(from: Around["from"], dialer: Dialer): Dialer {
    if (from === "usual") return dialer;
    const address = from === "each" ? unusedAddress : () => this.#source(from);
    return { run: (to, talk, options) => dialer.run(to, talk, { ...options, from: address() }) };
  }

  #source(number: number): string {
    const known = this.#sources.get(number) ?? unusedAddress();
    this.#sources.set(number, known);
    return known;
  }

  /** Resolves when every copy has begun; `gone` when all are over. What they come to is of no interest. */
  async #crowd(size: number, profile: Profile, to: Question, signal: AbortSignal): Promise<Crowd> {
    const { clock, dialer } = this.#ports;
    const copies = Array.from({ length: size }, () => {
      const announcing = announcingDialer(dialer);
      return {
        begun: announcing.begun,
        run: () => runProfile(profile, to, { clock, dialer: announcing.dialer }, signal),
      };
    });
    const gone = Promise.all(
      copies.map(async ({ run }) => {
        for (let times = 0; times < MOST_REPEATS && !signal.aborted; times++) await run();
      }),
    );
    const enough = new AbortController();
    const patience = this.#ports.clock.sleep(CROWDING_MS, AbortSignal.any([signal, enough.signal]));
    await Promise.race([Promise.all(copies.map(({ begun }) => begun)), patience]);
    enough.abort();
    return { gone };
  }
}

interface Crowd {
  readonly gone: Promise<unknown>;
}

/** `begun` resolves when its first connection is there, or has failed. */
function announcingDialer(dialer: Dialer): { readonly dialer: Dialer; readonly begun: Promise<void> } {
  let announce: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    announce = resolve;
  });
  const run: Dialer["run"] = (to, talk, options) => {
    const event: typeof talk.event = (happened, wire) => {
      announce();
      talk.event(happened, wire);
    };
    return dialer.run(to, { event }, options);
  };
  return { dialer: { run }, begun };
}

/** Of 127/8, all of which is this machine (Linux; elsewhere connecting from them fails, and proves nothing). */
let addressesTaken = Math.floor(Math.random() * 0xfff000);
function unusedAddress(): string {
  addressesTaken = (addressesTaken + 1) % 0xfff000;
  // Not the first 4096, which others use.
  const n = addressesTaken + 0x1000;
  const last = n & 0xff;
  return last === 0 || last === 255 ? unusedAddress() : `127.${n >> 16}.${(n >> 8) & 0xff}.${last}`;
}
