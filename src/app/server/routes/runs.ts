/** Runs: what was done, how far it is, what went wrong; and the tools there are. */

import { z } from "@hono/zod-openapi";
import type { DetectorIdentity } from "../../../core/model/observation.ts";
import { failedControls } from "../../../core/controls.ts";
import { endpointLabel } from "../../../core/model/endpoint.ts";
import { type Outcome, type Reason, reasonFacts } from "../../../core/model/outcome.ts";
import type { Answered, Run, Store } from "../../../core/ports/store.ts";
import { SCANNERS } from "../../../scanners/catalogue.ts";
import { readTools } from "../../tools/configuration.ts";
import { findProgram } from "../../tools/find-program.ts";
import { type Api, guarded, json, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { ApiError } from "../problem.ts";
import type { runSchema } from "../schemas/run.ts";
import { runDetailSchema, runsSchema, toolsSchema } from "../schemas/run.ts";

type RunShown = z.infer<typeof runSchema>;
type RunDetail = z.infer<typeof runDetailSchema>;

const MOST_STRAGGLERS = 50;
const MOST_UNREADABLE = 100;
/** Programs do not come and go; asking each for its version takes a while. */
const TOOLS_MS = 60_000;

export function runRoutes(deps: Deps): Api {
  const { store, now, configuration } = deps;
  const api = newApi();
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/runs",
      tags: ["runs"],
      summary: "Runs, newest first",
      request: {
        query: z.object({
          cursor: z.string().max(100).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: { 200: json(runsSchema, "a page of them") },
    }),
    (c) => {
      const { cursor, limit } = c.req.valid("query");
      const runs = store.runs();
      const from = cursor === undefined ? 0 : runs.findIndex(({ id }) => id === cursor) + 1;
      if (cursor !== undefined && from === 0) throw new ApiError("bad_request", "query.cursor: not one of ours");
      const page = runs.slice(from, from + limit);
      const next = from + limit < runs.length ? (page.at(-1)?.id ?? null) : null;
      return c.json({ items: page.map((run) => shown(deps, run)), next }, 200);
    },
  );
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/runs/{id}",
      tags: ["runs"],
      summary: "One run: its lanes, stragglers, and errors by kind",
      request: { params: z.object({ id: z.string().max(100) }) },
      responses: { 200: json(runDetailSchema, "the run") },
    }),
    (c) => {
      const { id } = c.req.valid("param");
      const run = store.run(id);
      if (run === null) throw new ApiError("not_found", `there is no run ${id}`);
      return c.json(detailOf(deps, run), 200);
    },
  );
  let tools: { readonly at: number; readonly items: Promise<z.infer<typeof toolsSchema>["items"]> } | null = null;
  api.openapi(
    guarded("read", {
      method: "get",
      path: "/tools",
      tags: ["runs"],
      summary: "Other scanners: which are here, in which version, and how to get the others",
      responses: { 200: json(toolsSchema, "the tools") },
    }),
    async (c) => {
      if (tools === null || now() - tools.at > TOOLS_MS) {
        tools = { at: now(), items: findTools(configuration.tools) };
        tools.items.catch(() => void (tools = null));
      }
      return c.json({ items: await tools.items }, 200);
    },
  );
  return api;
}

async function findTools(configured: unknown) {
  const entries = readTools(configured);
  if (!entries.ok) throw new ApiError("bad_input", entries.problem);
  const found = entries.value.map(async (entry) => {
    const scanner = SCANNERS.find(({ id }) => id === entry.tool);
    if (scanner === undefined) return [];
    const program = await findProgram(scanner, entry);
    const raw = scanner.needs === "raw_sockets" && process.getuid?.() !== 0;
    if (program.ok) {
      const { version, path } = program.program;
      const advice = raw ? "needs raw sockets: run as root, or give it CAP_NET_RAW" : "";
      return [{ id: entry.name, here: true, found: `${version}, ${path}`, advice }];
    }
    const advice = scanner.install ?? `get it from ${scanner.homepage}`;
    return [{ id: entry.name, here: false, found: program.why, advice }];
  });
  return (await Promise.all(found)).flat();
}

function shown({ store, jobs }: Pick<Deps, "store" | "jobs">, run: Run): RunShown {
  const { id, kind, pack, vantage, state, version, draws, startedAt, endedAt } = run;
  const job = jobs.list().find((each) => each.run === id && each.state === "running")?.id ?? null;
  return { id, kind, pack, vantage, state, version, draws, startedAt, endedAt, counts: store.counts(id), job };
}

function detailOf(deps: Deps, run: Run): RunDetail {
  const { store, now } = deps;
  const { lanes, recent } = lanesOf(store, run.id, now());
  const failed = failedControls(store.controls([run.id]));
  const unreadable: RunDetail["unreadable"] = [];
  for (const { text, at, problem } of store.targetErrors(run.id)) {
    if (unreadable.length >= MOST_UNREADABLE) break;
    unreadable.push({ source: at.source, line: at.line, text, problem });
  }
  return {
    ...shown(deps, run),
    options: withoutSecrets(run.options),
    resolver: run.resolver,
    targetsComplete: run.targetsComplete,
    rate: recent / 60,
    lanes,
    stragglers: run.state === "done" ? [] : stragglersOf(store, run.id),
    unreadable,
    controls: [...failed].map(([detector, { why }]) => ({ detector, why })),
  };
}

function withoutSecrets(options: string): unknown {
  try {
    return JSON.parse(options, (key, value: unknown) => (key === "psk" ? undefined : value));
  } catch {
    return null;
  }
}

interface Lane {
  readonly who: Pick<Answered, "detector" | "vantage"> & Pick<DetectorIdentity, "kind" | "version">;
  readonly endpoints: Set<number>;
  readonly outcomes: Record<Outcome, number>;
  readonly errors: Map<Reason, number>;
  lastAt: string | null;
  observations: number;
}

/** `recent`: answers of the last minute. */
function lanesOf(store: Store, run: string, now: number) {
  const kinds = new Map(store.answered([run]).map(({ detector, kind }) => [detector, kind]));
  const lanes = new Map<string, Lane>();
  let recent = 0;
  for (const { detector, version, vantage, endpointId, outcome, reason, startedAt } of store.observations(run)) {
    const key = `${detector}\n${version}\n${vantage}`;
    const lane = lanes.get(key) ?? {
      who: { detector, version, vantage, kind: kinds.get(detector) ?? "native" },
      ...{ endpoints: new Set<number>(), errors: new Map<Reason, number>(), lastAt: null, observations: 0 },
      outcomes: { vulnerable: 0, not_vulnerable: 0, unknown: 0 },
    };
    lanes.set(key, lane);
    lane.observations++;
    lane.endpoints.add(endpointId);
    lane.outcomes[outcome]++;
    if (outcome === "unknown") lane.errors.set(reason, (lane.errors.get(reason) ?? 0) + 1);
    if (lane.lastAt === null || startedAt > lane.lastAt) lane.lastAt = startedAt;
    if (now - Date.parse(startedAt) < 60_000) recent++;
  }
  const listed = [...lanes.values()].map(({ who, endpoints, outcomes, errors, lastAt, observations }) => ({
    ...who,
    ...{ observations, endpoints: endpoints.size, outcomes, lastAt },
    errors: [...errors]
      .toSorted(([, a], [, b]) => b - a)
      .map(([reason, n]) => {
        const { meaning, retry } = reasonFacts(reason);
        return { reason, meaning, retry, observations: n };
      }),
  }));
  return { lanes: listed, recent };
}

/** Endpoints somebody has spoken of that are not finished; those that nobody has taken yet are only waiting. */
function stragglersOf(store: Store, run: string): RunDetail["stragglers"] {
  const found: RunDetail["stragglers"] = [];
  const open = new Map<number, string>();
  for (const { id, endpoint, done } of store.endpoints(run)) if (!done) open.set(id, endpointLabel(endpoint));
  const spoke = new Map<number, { since: string; n: number }>();
  for (const { endpointId, startedAt } of store.observations(run)) {
    if (!open.has(endpointId)) continue;
    const known = spoke.get(endpointId);
    if (known === undefined) spoke.set(endpointId, { since: startedAt, n: 1 });
    else {
      known.n++;
      if (startedAt < known.since) known.since = startedAt;
    }
  }
  for (const [id, { since, n }] of spoke) found.push({ endpoint: open.get(id) ?? "", since, spoke: n });
  return found.toSorted((a, b) => ((a.since ?? "") < (b.since ?? "") ? -1 : 1)).slice(0, MOST_STRAGGLERS);
}
