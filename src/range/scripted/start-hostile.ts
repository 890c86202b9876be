/** Starts the hostile servers on free ports of 127.0.0.1: whoever asks them anything must come to an end by itself. */

import type { RangeServer } from "../server.ts";
import { HOSTILE_SCRIPTS, type HostileScript, type Step } from "./hostile-scripts.ts";
import { listen } from "./listen.ts";
import { Silence } from "./other-services.ts";
import { NO_REACTION, type Reaction } from "./peer.ts";

export interface HostileRange {
  readonly servers: readonly RangeServer[];
  stop(): Promise<void>;
}

/** Starts one server per script; rejects when a port cannot be had. */
export async function startHostile(scripts: readonly HostileScript[] = HOSTILE_SCRIPTS): Promise<HostileRange> {
  const started = await Promise.all(
    scripts.map(async (script) => ({ script, listener: await listen(() => new HostilePeer(script)) })),
  );
  return {
    servers: started.map(({ script, listener }) => ({
      id: `hostile/${script.id}`,
      title: script.title,
      group: "scripted",
      address: listener.address,
      port: listener.port,
      transport: "tcp",
      serverName: null,
      truth: null,
      condition: script.id,
      library: "crosscheck hostile server",
    })),
    stop: async () => {
      await Promise.all(started.map(({ listener }) => listener.stop()));
    },
  };
}

/** Plays one script, a step at a time, as fast as the client reads. */
class HostilePeer extends Silence {
  readonly #steps: Iterator<Step>;
  #started: boolean;
  /** When the step that comes next is due. */
  #next: Step | null = null;
  #due = 0;

  constructor(script: HostileScript) {
    super();
    this.#steps = script.steps();
    this.#started = script.starts === "at_once";
  }

  override open(now: number): Reaction {
    return this.#started ? this.#advance(now) : NO_REACTION;
  }

  override receive(_bytes: Uint8Array, now: number): Reaction {
    if (this.#started) return this.#waiting();
    this.#started = true;
    return this.#advance(now);
  }

  override wake(now: number): Reaction {
    const step = this.#next;
    if (step === null) return NO_REACTION;
    const action =
      typeof step === "string"
        ? ({ at: now, kind: step } as const)
        : ({ at: now, kind: "send", bytes: step.bytes } as const);
    return { actions: [action], wakeAt: this.#advance(now).wakeAt };
  }

  /** Takes the next step from the script and waits for its time. */
  #advance(now: number): Reaction {
    const { value, done } = this.#steps.next();
    this.#next = done === true ? null : value;
    this.#due = now + (this.#next === null || typeof this.#next === "string" ? 0 : this.#next.afterMs);
    return this.#waiting();
  }

  #waiting(): Reaction {
    return { actions: [], wakeAt: this.#next === null ? null : this.#due };
  }
}
