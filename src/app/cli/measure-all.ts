/** Measures many detectors at the same time, and shows on a terminal how far it is. */

import { monitorEventLoopDelay } from "node:perf_hooks";
import { systemClock } from "../../io/system/clock.ts";
import type { Condition } from "../../range/conditions/condition.ts";
import { startScripted } from "../../range/scripted/start-scripted.ts";
import { note } from "./say.ts";
import { ProgressDisplay } from "../text/progress-display.ts";
import { clock } from "../text/progress-line.ts";
import { type Measured, scoreLine } from "../text/score-line.ts";
import { type Candidate, keysByRepeat, measure } from "../range/measure.ts";
import type { SheetDetector } from "../range/sheet.ts";

/** Detectors at the same time. What tools do is partly, what profiles do is nearly only, wait. */
const AT_ONCE = { tools: 8, profiles: 8 } as const;

/** As late as this may our servers be before answers say more about this machine than about a detector. */
const LATE_MS = 500;

/** Between the first questions of one detector and those of the next. */
const STAGGER_MS = 1000;

export interface MeasuringAll {
  readonly conditions: readonly Condition[];
  readonly repeats: number;
  readonly signal: AbortSignal;
  /** After every detector: those measured so far, in the order of the candidates. */
  readonly onMeasured: (detectors: readonly SheetDetector[]) => Promise<void>;
}

/** In the order of the candidates; rejects when a laboratory cannot be started. */
export async function measureAll(
  candidates: readonly Candidate[],
  { conditions, repeats, signal, onMeasured }: MeasuringAll,
): Promise<readonly SheetDetector[]> {
  const began = systemClock.monotonic();
  const elapsed = () => systemClock.monotonic() - began;
  const progress = new ProgressDisplay<readonly Measured[]>(
    process.stderr,
    () => systemClock.monotonic(),
    (states, columns) => scoreLine(states, elapsed(), columns),
  );
  const states = candidates.map(({ identity: { id, kind } }): Measured => {
    const lane = kind === "profile" ? "profiles" : "tools";
    return { id, lane, done: 0, total: conditions.length * repeats, startedMs: null };
  });
  const change = (index: number, to: (state: Measured) => Partial<Measured>): void => {
    const state = states[index];
    if (state !== undefined) states[index] = { ...state, ...to(state) };
    progress.update([...states]);
  };
  const say = (text: string) => progress.interrupt(() => note(text));

  const keys = keysByRepeat();
  // The making of keys and certificates would otherwise hold up the servers that are asked first.
  for (let repeat = 1; repeat <= repeats && !signal.aborted; repeat++) {
    await (await startScripted(conditions, 1, keys(repeat))).stop();
  }
  const measured = new Map<number, SheetDetector>();
  const inOrder = () => [...measured].toSorted(([a], [b]) => a - b).map(([, detector]) => detector);
  let saved = Promise.resolve();
  const work = async (waiting: (readonly [number, Candidate])[], worker: number): Promise<void> => {
    // All at the same moment would hold up the servers, which live in this process too.
    await systemClock.sleep(worker * STAGGER_MS, signal);
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
      const [index, candidate] = next;
      const startedMs = elapsed();
      change(index, () => ({ startedMs }));
      const onAnswer = () => change(index, ({ done }) => ({ done: done + 1 }));
      const onRepeat = ({ id }: Candidate["identity"], repeat: number) => {
        if (!process.stderr.isTTY) note(`${id}: ${repeat} of ${repeats}`);
      };
      measured.set(index, await measure(candidate, { conditions, repeats, keys, onAnswer, onRepeat, signal }));
      if (signal.aborted) return;
      if (process.stderr.isTTY) say(`${candidate.identity.id}: ${clock((elapsed() - startedMs) / 1000)}`);
      saved = saved.then(() => onMeasured(inOrder()));
      await saved;
    }
  };
  // The clock goes on where no answer comes.
  const tick = setInterval(() => progress.update([...states]), 1000);
  const lateness = monitorEventLoopDelay();
  lateness.enable();
  try {
    const all = [...candidates.entries()];
    const lane = (name: Measured["lane"]) => all.filter(([index]) => states[index]?.lane === name);
    const [tools, profiles] = [lane("tools"), lane("profiles")];
    await Promise.all([
      ...Array.from({ length: AT_ONCE.tools }, (_, worker) => work(tools, worker)),
      ...Array.from({ length: AT_ONCE.profiles }, (_, worker) => work(profiles, worker + 0.5)),
    ]);
  } finally {
    clearInterval(tick);
    progress.finish();
    lateness.disable();
  }
  const lateMs = lateness.max / 1e6;
  if (lateMs > LATE_MS)
    note(
      `this machine was busy: servers answered up to ${(lateMs / 1000).toFixed(1)} s late; answers that hang on time may be its own`,
    );
  return inOrder();
}
