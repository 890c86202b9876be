/**
 * The thread that judges: the model over a hundred thousand endpoints takes seconds, in which the server must go on answering. It reads
 * the same file over a connection of its own and keeps the last judgement, to say why.
 */

import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { breakdownOf, type JudgedEndpoint } from "../../../core/judgement/judge-campaign.ts";
import { POLICIES, WORDS } from "../../../core/latent/capability/index.ts";
import { endpointLabel } from "../../../core/model/endpoint.ts";
import type { Store } from "../../../core/ports/store.ts";
import { openStore } from "../../../io/store/open-store.ts";
import { judgeStore, type StoreJudgement } from "../../judgement/judge-store.ts";
import { groundOf, HEAPS, type Heap, heapOf, summaryOf } from "../../judgement/triage-words.ts";
import { readSheetFile, SHIPPED_SCORES } from "../../range/read-sheet-file.ts";
import type { Sheet } from "../../range/sheet.ts";
import { campaignOf } from "../../rows.ts";
import type {
  EndpointGround,
  Judged,
  JudgementSummary,
  JudgeRequest,
  JudgingAnswer,
  JudgingRequest,
} from "./messages.ts";

/** What it takes to say why; the answers themselves, hundreds of megabytes of a large incident, are let go. */
type Grounds = Pick<StoreJudgement, "structure" | "fitted" | "policy">;

interface Kept {
  readonly judgement: Grounds;
  readonly byKey: ReadonlyMap<string, JudgedEndpoint>;
}

const { db } = workerData as { readonly db: string };
// Whoever looks at the page goes before whoever computes. Only Linux knows priorities of single threads.
if (process.platform === "linux") setPriority(0, 10);
let store: Store | null = null;
let sheet: Sheet | null = null;
let kept: Kept | null = null;

parentPort?.on("message", (request: JudgingRequest) => {
  answer(request).then(
    (said) => parentPort?.postMessage(said),
    (error: unknown) => {
      const problem = error instanceof Error ? error.message : String(error);
      parentPort?.postMessage({ type: "failed", id: request.id, problem } satisfies JudgingAnswer);
    },
  );
});

async function answer(request: JudgingRequest): Promise<JudgingAnswer> {
  if (request.type === "judge") return judgeAll(request);
  const judged = kept?.byKey.get(request.key);
  const ground = kept === null || judged === undefined ? null : groundsOf(kept.judgement, judged);
  return { type: "endpoint", id: request.id, ground };
}

async function judgeAll({ id, runs, policy: name }: JudgeRequest): Promise<Judged> {
  const policy = POLICIES.find((known) => known.name === name);
  if (policy === undefined) throw new RangeError(`there is no policy ${name}`);
  store ??= await openStore(db);
  sheet ??= await shippedSheet();
  const among = store.runs();
  const campaign = campaignOf(runs === null ? among : among.filter((run) => runs.includes(run.id)));
  if (campaign === null) return empty(id);
  const judgement = judgeStore(store, campaign, { policy, sheet, now: Date.now(), askable: [] });
  const { endpoints } = judgement;
  const keys = endpoints.map(({ endpoint }) => endpointLabel(endpoint));
  const { structure, fitted } = judgement;
  kept = {
    judgement: { structure, fitted, policy },
    byKey: new Map(endpoints.map((each, at) => [keys[at] ?? "", each])),
  };
  return {
    type: "judged",
    id,
    keys,
    words: Uint8Array.from(endpoints, ({ decision }) => WORDS.indexOf(decision.word)),
    probability: Float64Array.from(endpoints, ({ probability }) => probability),
    low: Float64Array.from(endpoints, ({ low }) => low),
    high: Float64Array.from(endpoints, ({ high }) => high),
    summary: summarised(judgement),
  };
}

function empty(id: number): Judged {
  const none = new Float64Array(0);
  return {
    type: "judged",
    id,
    keys: [],
    words: new Uint8Array(0),
    probability: none,
    low: none,
    high: none,
    summary: null,
  };
}

async function shippedSheet(): Promise<Sheet> {
  const read = await readSheetFile(SHIPPED_SCORES);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

function summarised(judgement: StoreJudgement): JudgementSummary {
  const { endpoints, policy, missed, unseen, model, fitted, leftOut } = judgement;
  const heaps: Record<Heap, number> = { vulnerable: 0, safe: 0, open: 0 };
  for (const each of endpoints) heaps[heapOf(each)]++;
  const { lowerBound } = unseen;
  return {
    policy: policy.name,
    at: new Date().toISOString(),
    endpoints: endpoints.length,
    ...heaps,
    leftOut,
    missed,
    prevalence: fitted.parameters.pi[0] ?? 0,
    unseen: lowerBound.known
      ? {
          known: true,
          unseen: lowerBound.unseen,
          low: lowerBound.interval.low,
          high: lowerBound.interval.high,
          hosts: lowerBound.hosts,
        }
      : { known: false, detail: lowerBound.detail },
    detectors: model.tools.map(({ id, lineage }, tool) => ({ id, lineage, kept: fitted.kept[tool] ?? null })),
    sentences: summaryOf(judgement),
  };
}

function groundsOf(judgement: Grounds, each: JudgedEndpoint): EndpointGround {
  const { decision, rule, probability, low, high, blind } = each;
  return {
    word: decision.word,
    heap: HEAPS.find((heap) => heap === heapOf(each)) ?? "open",
    rule,
    probability,
    low,
    high,
    because: groundOf(each, judgement.policy.name),
    missing: decision.missing,
    clearedForDays: decision.clearedForDays,
    emptyZeros: blind,
    lineages: breakdownOf(judgement, each).lineages.map(({ lineage, ratio }) => ({ lineage, ratio })),
  };
}
