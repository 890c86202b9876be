/** `crosscheck agree` over 100,000 endpoints × 10 detectors: time and memory of the command, and of its steps in this process. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { agreementReport } from "../src/core/agreement/report.ts";
import type { Endpoint } from "../src/core/model/endpoint.ts";
import { finding, type Reason } from "../src/core/model/outcome.ts";
import { randomStream } from "../src/core/stats/random-stream.ts";
import { openStore } from "../src/io/store/open-store.ts";
import { publish } from "./figures.ts";
import { CLI, memoryOf } from "./process.ts";

const ENDPOINTS = Number(process.env["BENCH_ENDPOINTS"] ?? 100_000);
const DETECTORS = 10;
const LINEAGES = 3;
const PREVALENCE = 0.05;
const BATCH = 5000;
const SAMPLE_MS = 50;

/** An estate with correlated errors: clones of a lineage mostly repeat it; every tenth answer is ?, every fifth is missing. */
async function makeEstate(file: string): Promise<void> {
  const chance = randomStream(7, "bench agree");
  const store = await openStore(file);
  try {
    const startedAt = "2014-04-10T10:00:00.000Z";
    const run = {
      id: "bench",
      kind: "import" as const,
      pack: "heartbleed",
      vantage: "here",
      version: "0",
      resolver: "none",
      draws: 1,
      options: "{}",
      startedAt,
    };
    store.createRun(run);
    for (let from = 0; from < ENDPOINTS; from += BATCH) {
      const answers = Array.from({ length: Math.min(BATCH, ENDPOINTS - from) }, (_, offset) => from + offset).flatMap(
        (index) => {
          const vulnerable = chance.uniform() < PREVALENCE;
          const told = Array.from({ length: LINEAGES }, () => chance.uniform() < (vulnerable ? 0.85 : 0.01));
          return Array.from({ length: DETECTORS }, (__, d) => ({ index, d, reason: reasonOf(d, vulnerable, told) }));
        },
      );
      const asked = answers.filter(() => chance.uniform() > 0.2);
      store.appendForeign(
        run.id,
        asked.map(({ index, d, reason }) => answerOf(index, d, reason, run, startedAt)),
      );
    }
    store.setRunState(run.id, "done", startedAt);
  } finally {
    store.close();
  }

  function reasonOf(d: number, vulnerable: boolean, told: readonly boolean[]): Reason {
    if (chance.uniform() < 0.1) return "no_answer_recorded";
    const own = chance.uniform() < (vulnerable ? 0.85 : 0.01);
    const one = chance.uniform() < 0.9 ? told[d % LINEAGES] === true : own;
    return one ? "finding_reported" : "negative_reported";
  }
}

function answerOf(
  index: number,
  d: number,
  reason: Reason,
  run: { readonly id: string; readonly pack: string; readonly vantage: string },
  startedAt: string,
) {
  const address = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
  const endpoint: Endpoint = { address, port: 443, transport: "tcp", serverName: null, origin: "asked" };
  const identity = { id: `tool-${d}`, kind: "report" as const, version: "1", lineage: `lineage-${d % LINEAGES}` };
  const at = { source: "bench", line: index + 1 };
  return {
    ordinal: index + 1,
    target: { text: address, at, name: null, address, cidr: null, port: 443, owner: null, tag: null },
    planned: { endpoint, stage: 1 as const, name: null, resolved: false, permitted: false, unresolved: null },
    identity,
    observation: {
      endpoint,
      pack: run.pack,
      detector: identity.id,
      version: identity.version,
      lineage: identity.lineage,
      vantage: run.vantage,
      run: run.id,
      mode: "automatic" as const,
      startedAt,
      durationMs: 0,
      ...finding(reason),
      transcripts: [],
      provenance: null,
    },
  };
}

export async function agreeing(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-agree-"));
  try {
    const db = join(folder, "x.db");
    await makeEstate(db);
    const began = performance.now();
    const child = spawn(process.execPath, ["--max-semi-space-size=4", CLI, "agree", "--db", db, "--format", "json"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let peak = 0;
    const sampling = setInterval(() => {
      peak = Math.max(peak, memoryOf(child.pid)?.peak ?? 0);
    }, SAMPLE_MS);
    const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
    clearInterval(sampling);
    const seconds = (performance.now() - began) / 1000;
    const report = JSON.parse(output) as {
      readonly answers: number;
      readonly clusters: { readonly opinions: readonly unknown[] };
    };
    const steps = await stepsOf(db);
    publish(
      "agree",
      ["measure", "value"],
      [
        ["estate", `${ENDPOINTS} endpoints, ${DETECTORS} detectors, ${LINEAGES} lineages, ${report.answers} answers`],
        ["the command, start to end", `${seconds.toFixed(1)} s`],
        ["memory at its highest", `${peak.toFixed(0)} MB`],
        ["of that, here: reading the answers", `${steps.readSeconds.toFixed(1)} s`],
        ["the report", `${steps.reportSeconds.toFixed(1)} s`],
        ["opinions found", String(report.clusters.opinions.length)],
      ],
      { endpoints: ENDPOINTS, detectors: DETECTORS, answers: report.answers, seconds, peakMb: peak, ...steps },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function stepsOf(db: string): Promise<{ readonly readSeconds: number; readonly reportSeconds: number }> {
  const store = await openStore(db);
  try {
    const began = performance.now();
    const table = store.answers(["bench"]);
    const read = performance.now();
    agreementReport(table, { by: [], mostListed: 20 });
    const done = performance.now();
    return { readSeconds: (read - began) / 1000, reportSeconds: (done - read) / 1000 };
  } finally {
    store.close();
  }
}
