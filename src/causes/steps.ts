/** Between a tool's talk and the wire: what the talk asks for can be changed, and so can what it is told. */

import { concat } from "../core/wire/bytes.ts";
import type { Step, StepResult, Talk } from "../profiles/talk.ts";

/** Every step of a talk goes through `answer`, which may ask for other steps instead. */
export function* throughSteps<T>(talk: Talk<T>, answer: (step: Step) => Talk<StepResult>): Talk<T> {
  let next = talk.next();
  while (next.done !== true) next = talk.next(yield* answer(next.value));
  return next.value;
}

/** The tool's clock runs so much slower: it waits `times` as long for everything that it reads. */
export function slower<T>(talk: Talk<T>, times: number): Talk<T> {
  return throughSteps(talk, function* (step) {
    const longer = step.do === "receive" ? { ...step, timeoutMs: step.timeoutMs * times } : step;
    const result: StepResult = yield longer;
    return { ...result, at: result.at / times };
  });
}

/** How long nothing has to come before a read is over that could take more, ms. */
const QUIET_MS = 400;

/** One read brings all that is asked for, or all that comes before a pause: what a loop around recv does. */
export function joining<T>(talk: Talk<T>): Talk<T> {
  return throughSteps(talk, function* (step) {
    const first: StepResult = yield step;
    if (step.do !== "receive" || first.is !== "data") return first;
    const parts = [first.bytes];
    let { at } = first;
    let have = first.bytes.length;
    while (have < step.most) {
      const more: StepResult = yield { do: "receive", most: step.most - have, timeoutMs: QUIET_MS };
      at = more.at;
      if (more.is !== "data") break;
      parts.push(more.bytes);
      have += more.bytes.length;
    }
    return { is: "data", at, bytes: concat(parts) };
  });
}
