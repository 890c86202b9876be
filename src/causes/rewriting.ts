/** A talk whose records are changed on their way out, in, or both; what was changed once is known to the other direction. */

import { CONTENT } from "../core/wire/record.ts";
import type { Step, StepResult, Talk } from "../profiles/talk.ts";
import { type Edit, EditedStream, encodeAll, wholeRecords } from "./records.ts";
import { throughSteps } from "./steps.ts";

/** For one connection. */
export interface Rewrite {
  readonly sent?: Edit;
  readonly came?: Edit;
}

/** More than any tool asks for at once. */
const MOST = 65_536;

/** @param newRewrite called for every connection. */
export function* rewriting<T>(talk: Talk<T>, newRewrite: () => Rewrite): Talk<T> {
  let line = newLine(newRewrite());
  let at = 0;
  return yield* throughSteps(talk, function* (step) {
    if (step.do === "connect") line = newLine(newRewrite());
    if (step.do === "receive" && line.came !== null) return yield* received(line.came, step);
    const result: StepResult = yield step.do === "send" ? { do: "send", bytes: line.send(step.bytes) } : step;
    at = result.at;
    return result;
  });

  function* received(came: EditedStream, step: Extract<Step, { do: "receive" }>): Talk<StepResult> {
    let left = step.timeoutMs;
    for (;;) {
      const bytes = came.take(step.most);
      if (bytes !== null) return { is: "data", at, bytes };
      const result: StepResult = yield { do: "receive", most: MOST, timeoutMs: left };
      left = Math.max(0, left - (result.at - at));
      at = result.at;
      if (result.is === "data") came.push(result.bytes);
      else if (!came.release()) return result;
    }
  }
}

function newLine({ sent, came }: Rewrite) {
  let sealed = false;
  return {
    came: came === undefined ? null : new EditedStream(came),
    send(bytes: Uint8Array): Uint8Array {
      const records = sent === undefined || sealed ? null : wholeRecords(bytes);
      if (sent === undefined || records === null) return bytes;
      return encodeAll(
        records.flatMap((record) => {
          if (record.type === CONTENT.changeCipherSpec) sealed = true;
          return sealed ? [record] : sent(record);
        }),
      );
    },
  };
}
