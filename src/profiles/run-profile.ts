/** Runs a profile's talk over real connections, one at a time. What it reads is forgotten as soon as the talk has looked at it. */

import type { EndKind } from "../core/model/transcript.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { ConnectionEvent, Conversation, Dialer, Wire } from "../core/ports/net.ts";
import type { Profile, Question, Reading } from "./profile.ts";
import type { Over, Step, StepResult } from "./talk.ts";

export interface ProfilePorts {
  readonly dialer: Dialer;
  readonly clock: Clock;
}

/** More than any tool reads in one connection. */
const MOST_BYTES = 1 << 20;

const OVER: Readonly<Partial<Record<EndKind, Over>>> = {
  refused: "refused",
  unreachable: "unreachable",
  connect_timeout: "timeout",
  reset: "reset",
};

/** Resolves with what the tool would have said. Rejects only when the talk itself throws. */
export async function runProfile(
  profile: Profile,
  question: Question,
  { dialer, clock }: ProfilePorts,
  signal: AbortSignal,
): Promise<Reading> {
  const startedAt = clock.monotonic();
  const at = () => clock.monotonic() - startedAt;
  const talk = profile.talk(question);
  let line: Line | null = null;
  try {
    let next = talk.next();
    while (next.done !== true) {
      const step: Step = next.value;
      if (step.do === "connect") {
        await line?.over();
        line = new Line(at);
        line.dial(dialer, question, { connectMs: step.timeoutMs, totalMs: profile.limitMs, signal });
      }
      if (step.do === "pause") await clock.sleep(step.ms, signal).catch(() => undefined);
      next = talk.next(step.do === "pause" ? { is: "done", at: at() } : await stepOn(line, step, at));
    }
    return next.value;
  } finally {
    await line?.over();
  }
}

async function stepOn(line: Line | null, step: Exclude<Step, { do: "pause" }>, at: () => number): Promise<StepResult> {
  if (line === null) return { is: "over", at: at(), how: "closed" };
  switch (step.do) {
    case "connect":
      return line.connected();
    case "send":
      return line.send(step.bytes);
    case "receive":
      return line.receive(step.most, step.timeoutMs);
    case "close":
      await line.over();
      return { is: "done", at: at() };
  }
}

/** One connection, turned from events into answers to questions. */
class Line implements Conversation {
  readonly #at: () => number;
  #wire: Wire | null = null;
  #ended: Over | null = null;
  #bytes: Uint8Array = new Uint8Array(0);
  #timer = false;
  #wake: (() => void) | null = null;
  #finished: Promise<void> = Promise.resolve();

  constructor(at: () => number) {
    this.#at = at;
  }

  dial(
    dialer: Dialer,
    { address, port }: Question,
    { connectMs, totalMs, signal }: { connectMs: number; totalMs: number; signal: AbortSignal },
  ): void {
    const options = { connectTimeoutMs: connectMs, totalTimeoutMs: totalMs, maxBytes: MOST_BYTES, signal };
    this.#finished = dialer.run({ address, port }, this, options);
  }

  event(event: ConnectionEvent, wire: Wire): void {
    this.#wire = wire;
    if (event.kind === "data") {
      const joined = new Uint8Array(this.#bytes.length + event.bytes.length);
      joined.set(this.#bytes);
      joined.set(event.bytes, this.#bytes.length);
      this.#bytes = joined;
    }
    if (event.kind === "timer") this.#timer = true;
    if (event.kind === "end") this.#ended = OVER[event.how] ?? "closed";
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }

  async connected(): Promise<StepResult> {
    while (this.#wire === null && this.#ended === null) await this.#something();
    if (this.#ended !== null) return { is: "over", at: this.#at(), how: this.#ended };
    return { is: "done", at: this.#at() };
  }

  send(bytes: Uint8Array): StepResult {
    if (this.#ended !== null) return { is: "over", at: this.#at(), how: this.#ended };
    this.#wire?.send(bytes);
    return { is: "done", at: this.#at() };
  }

  async receive(most: number, timeoutMs: number): Promise<StepResult> {
    this.#timer = false;
    if (this.#bytes.length === 0 && this.#ended === null) this.#wire?.wakeIn(timeoutMs);
    while (this.#bytes.length === 0 && this.#ended === null && !this.#timer) await this.#something();
    this.#wire?.wakeIn(null);
    const at = this.#at();
    if (this.#bytes.length > 0) {
      const bytes = this.#bytes.slice(0, most);
      this.#bytes = this.#bytes.slice(most);
      return { is: "data", at, bytes };
    }
    return { is: "over", at, how: this.#ended ?? "timeout" };
  }

  /** Closes, if it is not over, and waits for that. */
  async over(): Promise<void> {
    if (this.#ended === null) this.#wire?.close();
    await this.#finished;
  }

  #something(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
