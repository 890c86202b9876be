/**
 * Agreement off the request path: computed in a thread that is there only while it is wanted, remembered by the board's revision, and not
 * anew with every answer of a scan: while answers come in, what was computed a moment ago is given and says so.
 */

import { Worker } from "node:worker_threads";
import type { AgreementAnswer, AgreementQuestion } from "./report-of-store.ts";

export interface AgreementAt {
  readonly answer: AgreementAnswer;
  /** Of the board when it was asked for. */
  readonly revision: number;
  /** Whether the board is still the same. */
  readonly current: boolean;
}

export interface Agreements {
  of(question: AgreementQuestion, revision: number): Promise<AgreementAt>;
  close(): Promise<void>;
}

interface Known {
  readonly answer: AgreementAnswer;
  readonly revision: number;
  /** When it was made, and how long that took: ms. */
  readonly at: number;
  readonly took: number;
}

/** An older answer is good enough for so long, ms, or for a few times as long as it takes to compute. */
const FRESH_MS = 2000;
const REST = 4;
/** The thread is let go after so long, ms: its memory is wanted elsewhere. */
const IDLE_MS = 20_000;
const MOST_KNOWN = 8;

export function createAgreements(db: string): Agreements {
  const known = new Map<string, Known>();
  const running = new Map<string, Promise<Known>>();
  const waiting = new Map<number, { resolve: (answer: AgreementAnswer) => void; reject: (error: Error) => void }>();
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | null = null;
  let last = 0;

  const letGo = async () => {
    const gone = worker;
    worker = null;
    await gone?.terminate();
  };
  const thread = () => {
    if (worker !== null) return worker;
    const started = startWorker(db);
    started.unref();
    started.on("message", ({ id, answer, problem }: { id: number; answer?: AgreementAnswer; problem?: string }) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (answer === undefined) asked?.reject(new Error(problem ?? "agreement could not be computed"));
      else asked?.resolve(answer);
      idle ??= setTimeout(() => {
        idle = null;
        if (waiting.size === 0) void letGo();
      }, IDLE_MS).unref();
    });
    started.on("error", (error) => {
      if (worker === started) worker = null;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    worker = started;
    return started;
  };
  const compute = async (question: AgreementQuestion, revision: number): Promise<Known> => {
    if (idle !== null) clearTimeout(idle);
    idle = null;
    const startedAt = performance.now();
    const answer = await new Promise<AgreementAnswer>((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      thread().postMessage({ id, question });
    });
    const at = performance.now();
    return { answer, revision, at, took: at - startedAt };
  };

  return {
    async of(question, revision) {
      const key = JSON.stringify([question.runs, question.kinds.toSorted()]);
      let found = known.get(key);
      const enough = found !== undefined && performance.now() - found.at < Math.max(FRESH_MS, REST * found.took);
      if (found === undefined || (found.revision !== revision && !enough)) {
        const being =
          running.get(key) ??
          compute(question, revision).finally(() => {
            running.delete(key);
          });
        running.set(key, being);
        found = await being;
        known.delete(key);
        known.set(key, found);
        const oldest = known.keys().next();
        if (known.size > MOST_KNOWN && oldest.done === false) known.delete(oldest.value);
      }
      return { answer: found.answer, revision: found.revision, current: found.revision === revision };
    },
    async close() {
      if (idle !== null) clearTimeout(idle);
      await letGo();
      for (const { reject } of waiting.values()) reject(new Error("the server ends"));
      waiting.clear();
    },
  };
}

/** Compiled, the thread is a .js file; from the source, in tests, it first registers what reads .ts files. */
function startWorker(db: string): Worker {
  const workerData = { db };
  if (!new URL(import.meta.url).pathname.endsWith(".ts")) {
    return new Worker(new URL("./worker.js", import.meta.url), { workerData });
  }
  const source = JSON.stringify(new URL("./worker.ts", import.meta.url).href);
  const script = `import("tsx/esm/api").then(({ register }) => { register(); return import(${source}); });`;
  return new Worker(script, { eval: true, workerData });
}
