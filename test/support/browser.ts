/** A real Chromium, watched: whatever it asks of anybody else, every complaint of its console and every breach of the page's policy is a failure. */

import { accessSync, constants, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const CHROMIUM = PLACES.find(isThere) ?? null;

/** Why these tests cannot run here; null: they can. */
export const noBrowser: string | null =
  CHROMIUM === null ? "there is no Chromium: tools/setup.sh --peers installs it" : null;

/** Nothing of its own goes out: no updates, no synchronisation, no QUIC. */
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function startBrowser(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error(noBrowser ?? "");
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What it should not have done, in the order in which it did it. */
  readonly complaints: string[];
}

export interface WatchOptions {
  /** `http://127.0.0.1:PORT` or `file://`. */
  readonly origin: string;
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
  readonly reducedMotion?: "reduce" | "no-preference";
  /** Messages of the console that the test itself provokes. */
  readonly expected?: RegExp;
}

/** A browser profile of its own (cookies, storage) with one page. */
export async function openWatched(browser: Browser, options: WatchOptions): Promise<Watched> {
  const { width = 1280, height = 900, scheme = "light", reducedMotion = "no-preference" } = options;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion });
  const complaints: string[] = [];
  watch(context, options, complaints);
  return { page: await context.newPage(), context, complaints };
}

function watch(context: BrowserContext, { origin, expected }: WatchOptions, complaints: string[]): void {
  context.on("request", (request) => {
    const url = request.url();
    const own = origin === "file://" ? url.startsWith("file:///") : new URL(url).origin === origin;
    if (!own && !url.startsWith("data:") && !url.startsWith("blob:")) complaints.push(`request to ${url}`);
  });
  context.on("console", (message) => {
    const text = message.text();
    const bad = ["error", "warning"].includes(message.type()) || /Content Security Policy|Trusted/.test(text);
    if (bad && expected?.test(text) !== true) complaints.push(`console: ${text}`);
  });
  context.on("weberror", (error) => complaints.push(`thrown: ${error.error().message}`));
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const WAITS = `[...document.querySelectorAll("main [role=status], main .soft")].some((each) => /^Loading/.test(each.textContent.trim()))`;

/** Resolves when the screen has its heading and nothing on it still waits. The page's policy forbids what `waitForFunction` does. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor();
  const giveUp = Date.now() + 20_000;
  while ((await page.evaluate(WAITS)) === true) {
    if (Date.now() > giveUp) throw new Error(`still loading: ${page.url()}`);
    await page.waitForTimeout(50);
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LEVEL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe finds against WCAG 2.2 AA, a line each. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const run = `axe.run(document, { runOnly: { type: "tag", values: ${JSON.stringify(LEVEL)} } }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target, failureSummary }) => id + " at " + target.join(" ") + ": " + failureSummary.split("\\n").slice(1).join(";").trim())))`;
  return page.evaluate<readonly string[]>(run);
}

/** CSS pixels that the page is wider than its window; 0: nothing has to be scrolled sideways. */
export async function overflow(page: Page): Promise<number> {
  const script = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
  return page.evaluate<number>(script);
}

/** Text of what has the focus: `a Matrix`, `button Sign in`. */
export async function focused(page: Page): Promise<string> {
  const script = `(({ localName, id, textContent, ariaLabel }) => [localName, id, (ariaLabel ?? textContent ?? "").trim().slice(0, 60)].filter(Boolean).join(" "))(document.activeElement)`;
  return page.evaluate<string>(script);
}
