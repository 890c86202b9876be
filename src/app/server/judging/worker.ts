/**
 * The process that judges: the model over a hundred thousand endpoints takes seconds and hundreds of megabytes, while the server must go
 * on answering and stay small. It reads the same file over a connection of its own and keeps the last judgement, to say why.
 */

import { setPriority } from "node:os";
import { breakdownOf, type JudgedEndpoint } from "../../../core/judgement/judge-campaign.ts";
import { POLICIES, WORDS } from "../../../core/latent/capability/index.ts";
import { endpointLabel } from "../../../core/model/endpoint.ts";
import type { DetectorIdentity } from "../../../core/model/observation.ts";
import type { Store } from "../../../core/ports/store.ts";
import { openStore } from "../../../io/store/open-store.ts";
import { type Configuration, loadWitnesses } from "../../cli/context.ts";
import { judgeStore, type StoreJudgement } from "../../judgement/judge-store.ts";
import { type Alike, nextFor, pathInWords, STOPS } from "../../judgement/next-for.ts";
import { groundOf, HEAPS, type Heap, heapOf, summaryOf } from "../../judgement/triage-words.ts";
import { findPack } from "../../packs.ts";
import { readSheetFile, SHIPPED_SCORES } from "../../range/read-sheet-file.ts";
import type { Sheet } from "../../range/sheet.ts";
import { traitsOf } from "../../../packs/heartbleed/traits.ts";
import { campaignOf } from "../../rows.ts";
import { transcriptsAt } from "../../transcripts-at.ts";
import { JUDGING } from "./judging-variable.ts";
import type {
  EndpointGround,
  EndpointNext,
  Judged,
  JudgementSummary,
  JudgeRequest,
  JudgingAnswer,
  JudgingRequest,
  NextRequest,
} from "./messages.ts";

interface Kept {
  readonly asked: JudgeRequest;
  /** Who could be asked, as the judgement was made. */
  readonly askable: readonly DetectorIdentity[];
  readonly judgement: StoreJudgement;
  readonly byKey: ReadonlyMap<string, JudgedEndpoint>;
}

// Whoever looks at the page goes before whoever computes; where that cannot be said, they share.
try {
  setPriority(0, 10);
} catch {
  // No permission, or no priorities.
}
const configuration = JSON.parse(process.env[JUDGING] ?? "{}") as Configuration;
const { settings } = configuration;
const OWN = findPack("heartbleed").detectors;
/** As `crosscheck next` takes them when nothing is said. */
const SURE = 0.99;
const BUDGET = 100;
let store: Store | null = null;
let sheet: Sheet | null = null;
let kept: Kept | null = null;
/** Our own, until it is known which other programs are here: asking each for its version takes a while. */
let askable: readonly DetectorIdentity[] = OWN;
let witnesses: Promise<void> | null = null;
let alike: Alike = new Map();

process.on("message", (message) => {
  const request = message as JudgingRequest;
  answer(request).then(
    (said) => process.send?.(said),
    (error: unknown) => {
      const problem = error instanceof Error ? error.message : String(error);
      process.send?.({ type: "failed", id: request.id, problem } satisfies JudgingAnswer);
    },
  );
});
// The server is gone, however it went.
process.on("disconnect", () => process.exit());
// Ctrl-C in a terminal reaches the whole group: the server says when it is over.
process.on("SIGINT", () => {});

async function answer(request: JudgingRequest): Promise<JudgingAnswer> {
  if (request.type === "judge") return judgeAll(request);
  if (request.type === "next") return { type: "next", id: request.id, next: await nextOf(request) };
  const judged = kept?.byKey.get(request.key);
  const ground = kept === null || judged === undefined ? null : groundsOf(kept.judgement, judged);
  return { type: "endpoint", id: request.id, ground };
}

/** Judged anew where the judgement does not know yet who could be asked. */
async function nextOf({ key, ids }: NextRequest): Promise<EndpointNext | null> {
  witnesses ??= findWitnesses();
  await witnesses;
  if (kept !== null && kept.askable !== askable) await judgeAll(kept.asked);
  const judged = kept?.byKey.get(key);
  if (kept === null || judged === undefined || sheet === null || store === null) return null;
  const asking = { askable, sheet, target: SURE, budget: BUDGET, allowOverread: settings.allowOverread };
  const { next, blind } = nextFor(kept.judgement, judged, traitsOf(transcriptsAt(store, ids)), asking, alike);
  return {
    tests: next.tests.map(({ detector, cost, value, saving, bits }) => ({ detector, cost, value, saving, bits })),
    stop: next.stop === null ? null : (STOPS[next.stop] ?? next.stop),
    blind,
    path: pathInWords(next.path, SURE),
  };
}

/** Programs that cannot be found or run are simply not here. */
async function findWitnesses(): Promise<void> {
  try {
    const all = { ...configuration, settings: { ...settings, with: settings.with || "all" } };
    askable = [...OWN, ...(await loadWitnesses(all)).witnesses.map(({ identity }) => identity)];
  } catch {
    askable = OWN;
  }
}

async function judgeAll(request: JudgeRequest): Promise<Judged> {
  const { id, runs, policy: name } = request;
  const policy = POLICIES.find((known) => known.name === name);
  if (policy === undefined) throw new RangeError(`there is no policy ${name}`);
  store ??= await openStore(settings.db);
  sheet ??= await shippedSheet();
  const among = store.runs();
  const campaign = campaignOf(runs === null ? among : among.filter((run) => runs.includes(run.id)));
  if (campaign === null) return empty(id);
  const judgement = judgeStore(store, campaign, { policy, sheet, now: Date.now(), askable });
  const { endpoints } = judgement;
  const keys = endpoints.map(({ endpoint }) => endpointLabel(endpoint));
  alike = new Map();
  kept = { asked: request, askable, judgement, byKey: new Map(endpoints.map((each, at) => [keys[at] ?? "", each])) };
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

function groundsOf(judgement: StoreJudgement, each: JudgedEndpoint): EndpointGround {
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
