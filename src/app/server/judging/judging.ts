/** Judging in a process of its own, which may take its time and its memory: asked anew when answers have come in, never more than once at a time. */

import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BoardJudgement } from "../../../core/board/board-row.ts";
import type { Judgements } from "../board/board.ts";
import { WORDS } from "../../../core/latent/capability/index.ts";
import type { Configuration } from "../../cli/context.ts";
import { heapOf } from "../../judgement/triage-words.ts";
import { JUDGING } from "./judging-variable.ts";
import type {
  EndpointGround,
  EndpointNext,
  Judged,
  JudgementSummary,
  JudgingAnswer,
  JudgingRequest,
} from "./messages.ts";

export interface Judging {
  /** null: nothing has been judged yet. */
  readonly summary: JudgementSummary | null;
  /** Asks for another judgement, soon; many requests in a short time become one. */
  request(): void;
  /** Why an endpoint is judged as it is; null: it is not judged yet. */
  endpoint(key: string): Promise<EndpointGround | null>;
  /** Whom to ask next about an endpoint; null: it is not judged yet. */
  next(row: { readonly key: string; readonly ids: readonly number[] }): Promise<EndpointNext | null>;
  close(): Promise<void>;
}

export interface JudgingOptions {
  /** Its database, and which scanners could be asked. */
  readonly configuration: Configuration;
  readonly runs: readonly string[] | null;
  readonly policy: string;
  readonly judged: (judgements: Judgements) => void;
  readonly problem: (text: string) => void;
}

/** Quiet for so long, ms, before judging: answers come in bursts. Judging itself takes its time, and the next waits twice as long. */
const SOON_MS = 300;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export function startJudging({ configuration, runs, policy, judged, problem }: JudgingOptions): Judging {
  const judge = startJudge(configuration);
  const waiting = new Map<number, { resolve: (answer: JudgingAnswer) => void; reject: (error: Error) => void }>();
  let last = 0;
  let summary: JudgementSummary | null = null;
  let timer: NodeJS.Timeout | null = null;
  let busy = false;
  let again = false;
  let gone: Error | null = null;

  judge.on("message", (message) => {
    const answer = message as JudgingAnswer;
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.type === "failed") asked?.reject(new Error(answer.problem));
    else asked?.resolve(answer);
  });
  const lost = (error: Error) => {
    gone ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  judge.on("error", lost);
  judge.on("exit", (code, signal) => lost(new Error(`the judging process ended (${signal ?? code ?? "unknown"})`)));

  const ask = (request: DistributiveOmit<JudgingRequest, "id">) =>
    new Promise<JudgingAnswer>((resolve, reject) => {
      if (gone !== null) {
        reject(gone);
        return;
      }
      const id = ++last;
      waiting.set(id, { resolve, reject });
      judge.send({ ...request, id }, (error) => {
        if (error !== null) lost(error);
      });
    });

  const judgeNow = async () => {
    busy = true;
    again = false;
    const startedAt = performance.now();
    try {
      const answer = await ask({ type: "judge", runs, policy });
      if (answer.type === "judged") {
        ({ summary } = answer);
        judged(judgementsOf(answer));
      }
    } catch (error) {
      problem(`the incident could not be judged: ${error instanceof Error ? error.message : String(error)}`);
    }
    busy = false;
    if (again) schedule(Math.max(SOON_MS, 2 * (performance.now() - startedAt)));
  };
  const schedule = (after: number) => {
    timer ??= setTimeout(() => {
      timer = null;
      void judgeNow();
    }, after);
    timer.unref();
  };

  return {
    get summary() {
      return summary;
    },
    request() {
      if (busy) again = true;
      else schedule(SOON_MS);
    },
    async endpoint(key) {
      const answer = await ask({ type: "endpoint", key });
      return answer.type === "endpoint" ? answer.ground : null;
    },
    async next({ key, ids }) {
      const answer = await ask({ type: "next", key, ids });
      return answer.type === "next" ? answer.next : null;
    },
    async close() {
      if (timer !== null) clearTimeout(timer);
      if (judge.exitCode !== null || judge.signalCode !== null) return;
      const over = new Promise<void>((resolve) => judge.once("exit", () => resolve()));
      judge.ref();
      judge.kill("SIGKILL");
      await over;
    },
  };
}

/** Compiled, the judge is a .js file; from the source, in tests, tsx reads the .ts one. A pre-shared key is not its business. */
function startJudge({ settings, ...rest }: Configuration): ChildProcess {
  const isSource = new URL(import.meta.url).pathname.endsWith(".ts");
  const file = fileURLToPath(new URL(isSource ? "./worker.ts" : "./worker.js", import.meta.url));
  const judge = fork(file, {
    execArgv: isSource ? ["--import", "tsx"] : [],
    env: { ...process.env, [JUDGING]: JSON.stringify({ ...rest, settings: { ...settings, psk: "" } }) },
    // Typed arrays go as they are.
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  judge.unref();
  judge.channel?.unref();
  return judge;
}

function judgementsOf({ keys, words, probability, low, high }: Judged): Judgements {
  // Endpoints with the same evidence share what is said of them: some thousand values for a hundred thousand rows.
  const known = new Map<string, BoardJudgement>();
  return {
    keys,
    at(index) {
      const [p = 0, from = 0, to = 1] = [probability[index], low[index], high[index]];
      const id = `${words[index] ?? 0} ${p} ${from} ${to}`;
      const before = known.get(id);
      if (before !== undefined) return before;
      const word = WORDS[words[index] ?? 0] ?? "UNKNOWN";
      const heap = heapOf({ decision: { word, clearedForDays: null, missing: [] } });
      const said = { word, heap, probability: p, low: from, high: to };
      known.set(id, said);
      return said;
    },
  };
}
