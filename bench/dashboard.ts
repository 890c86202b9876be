/**
 * The dashboard in a real Chromium on 100,000 endpoints × 12 detectors: when something useful is first seen, how long frames take while one
 * scrolls and sorts, what the server holds in memory, and how soon a stored answer is on the screen while 200 come in a second.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { chromium, type Page } from "playwright-core";
import { makeBigCampaign } from "./big-campaign.ts";
import { median, publish } from "./figures.ts";
import { CLI, end, memoryOf, ROOT } from "./process.ts";

const ENDPOINTS = Number(process.env["BENCH_ENDPOINTS"] ?? 100_000);
const DETECTORS = 12;
const LIVE_SECONDS = Number(process.env["BENCH_LIVE_SECONDS"] ?? 40);
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const SORTED_BY = ["disagreement", "probability", "verdict", "cluster", "owner", "endpoint"];
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];

/** @param file a database made by big-campaign.ts, which is copied; left out: one is made. */
export async function dashboard([file]: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-dashboard-"));
  try {
    const db = join(folder, "big.db");
    if (file === undefined) await makeBigCampaign(db, { endpoints: ENDPOINTS, detectors: DETECTORS });
    else if (existsSync(file)) copyFileSync(file, db);
    await measure(db);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(db: string): Promise<void> {
  const served = performance.now();
  const server = spawn(process.execPath, [CLI, "serve", "--port", "0", "--db", db], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
  const readyMs = performance.now() - served;
  const launch = new URL(/http\S+/.exec(line)?.[0] ?? "");
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    await page.addInitScript({ path: join(ROOT, "bench/dashboard-page.js") });
    await page.goto(launch.href);
    await page.waitForSelector(".figure");
    const judgedMs = await judged(page, served);
    const quiet = memoryOf(server.pid);
    const paints: number[] = [];
    for (let round = 0; round < 5; round++) paints.push(await firstRow(page, launch.origin));
    await page.waitForTimeout(1000);
    const scroll = framesOf(await page.evaluate("bench.scroll()"));
    const jump = framesOf(await page.evaluate("bench.jump()"));
    const sorts = [];
    for (const by of SORTED_BY) {
      sorts.push(
        await page.evaluate<{ readonly deltas: readonly number[]; readonly took: number }>(`bench.sort("${by}")`),
      );
    }
    const sort = framesOf(sorts.flatMap(({ deltas }) => deltas));
    const live = await latencies(page, db);
    const afterwards = memoryOf(server.pid);
    const script = gzipSync(readFileSync(join(ROOT, "dist/web/page.js"))).length;
    const ms = (value: number | null) => (value === null ? "none" : `${value.toFixed(0)} ms`);
    const frameWords = ({ count, medianMs, p99Ms, worstMs, over50 }: Frames) =>
      `${ms(medianMs)} median, ${ms(p99Ms)} 99th percentile, ${ms(worstMs)} worst; ${over50} of ${count} over 50 ms`;
    const took = sorts.map(({ took: each }) => each);
    const lines = [
      ["server answers after", ms(readyMs)],
      ["incident judged after", ms(judgedMs)],
      ["first useful paint", `${ms(median(paints))} median of ${paints.length}, ${ms(Math.max(...paints))} worst`],
      ["frames, wheel", frameWords(scroll)],
      ["frames, scroll bar pulled", frameWords(jump)],
      ["frames, sorting", frameWords(sort)],
      ["sorted rows there after", `${ms(median(took))} median, ${ms(Math.max(...took))} worst`],
      ["stored to seen", `${ms(live.medianMs)} median, ${ms(live.worstMs)} worst; ${live.seen} of ${live.stored} seen`],
      ["server memory", `${quiet?.now.toFixed(0)} MB judged, ${afterwards?.peak.toFixed(0)} MB at its highest`],
      ["script, gzipped", `${(script / 1024).toFixed(1)} KB`],
    ];
    const figures = {
      endpoints: ENDPOINTS,
      readyMs,
      judgedMs,
      paints,
      scroll,
      jump,
      sort,
      took,
      live,
      quiet,
      afterwards,
      script,
    };
    publish("dashboard", ["what", "figure"], lines, figures);
  } finally {
    await browser.close();
    await end(server, "SIGKILL");
  }
}

interface Frames {
  readonly count: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly worstMs: number;
  readonly over50: number;
}

/** Until the incident is judged the machine is busy with that. */
async function judged(page: Page, since: number): Promise<number> {
  for (let turn = 0; turn < 600; turn++) {
    const done =
      "fetch('/api/v1/overview').then((answer) => answer.json()).then(({ judgement }) => judgement !== null)";
    if (await page.evaluate<boolean>(done)) break;
    await page.waitForTimeout(500);
  }
  return performance.now() - since;
}

/** From the navigation to the first row with cells, by the page's own clock. */
async function firstRow(page: Page, origin: string): Promise<number> {
  await page.goto("about:blank");
  await page.goto(`${origin}/#/matrix`);
  return page.evaluate("bench.firstRow()");
}

function framesOf(deltas: readonly number[]): Frames {
  const sorted = deltas.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  const over50 = sorted.filter((each) => each > 50).length;
  return { count: sorted.length, medianMs: at(0.5), p99Ms: at(0.99), worstMs: at(1), over50 };
}

interface Live {
  readonly seen: number;
  readonly stored: number;
  readonly medianMs: number | null;
  readonly worstMs: number | null;
}

/** From `append` in another process to the cell's text in the page, by the machine's one clock. */
async function latencies(page: Page, db: string): Promise<Live> {
  await page.evaluate("location.hash = '#/matrix'");
  await page.waitForTimeout(1500);
  const keys = (await page.evaluate<readonly string[]>("bench.watch()")).slice(0, 24);
  const writer = spawn(
    process.execPath,
    ["--import", "tsx", join(ROOT, "bench/dashboard-writer.ts"), db, String(LIVE_SECONDS)],
    { stdio: ["pipe", "pipe", "inherit"], cwd: ROOT },
  );
  writer.stdin.end(`${keys.join("\n")}\n`);
  const stored: { readonly at: number; readonly key: string }[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    const [, at, key] = /^(\d+) (.+)$/.exec(line) ?? [];
    if (at !== undefined && key !== undefined) stored.push({ at: Number(at), key });
  }
  await page.waitForTimeout(3000);
  const changes = await page.evaluate<Readonly<Record<string, number>>>("bench.changes()");
  const waits = stored.flatMap(({ at, key }) => {
    const seen = changes[key];
    return seen === undefined || seen < at ? [] : [seen - at];
  });
  return {
    seen: waits.length,
    stored: stored.length,
    medianMs: waits.length === 0 ? null : Math.round(median(waits)),
    worstMs: waits.length === 0 ? null : Math.max(...waits),
  };
}
