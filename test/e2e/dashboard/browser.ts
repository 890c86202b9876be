/** A real Chromium whose every complaint counts: errors, violations of the policy, requests to elsewhere. */

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";

/** Debian's place, or wherever the environment says. */
const CHROMIUM = process.env["CROSSCHECK_CHROMIUM"] ?? "/usr/bin/chromium";
export const HAS_CHROMIUM = existsSync(CHROMIUM);
if (!HAS_CHROMIUM) {
  process.stderr.write(
    `the dashboard is not looked at: there is no ${CHROMIUM} (tools/setup.sh --peers installs it)\n`,
  );
}

/** So that the browser itself talks to nobody either. */
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

export interface Watched {
  readonly page: Page;
  /** What it complained about since the last time, except what matches. */
  complaints(expected?: RegExp): readonly string[];
  /** The value of an expression in the page, past its policy: a browser's tools may do that, its page may not. */
  evaluate<T>(expression: string): Promise<T>;
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A page in a profile of its own. @param origin where it may ask */
export async function watch(browser: Browser, origin: string): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  let heard: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") heard.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => heard.push(`error: ${error.stack ?? error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== origin) heard.push(`request to elsewhere: ${request.url()}`);
  });
  await page.addInitScript(
    "document.addEventListener('securitypolicyviolation', (e) => console.error('policy', e.violatedDirective, e.blockedURI))",
  );
  const tools = await context.newCDPSession(page);
  return {
    page,
    complaints(expected) {
      const all = heard.filter((each) => expected === undefined || !expected.test(each));
      heard = [];
      return all;
    },
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await tools.send("Runtime.evaluate", {
        expression,
        returnByValue: true,
        awaitPromise: true,
      });
      if (exceptionDetails !== undefined) {
        throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      }
      return result.value as T;
    },
  };
}

/** Shows a screen and waits until nothing on it is still to come. @param hash `#/matrix` */
export async function open({ page }: Watched, origin: string, hash: string): Promise<void> {
  await page.goto(`${origin}/${hash}`);
  await page.locator("main h1, main .empty").first().waitFor();
  await settled(page);
}

export async function settled(page: Page): Promise<void> {
  await page
    .getByText(/^(Loading|Being judged|Computing|Measuring) …$/)
    .first()
    .waitFor({ state: "hidden" });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What breaks WCAG 2.0 to 2.2, A and AA: the rule and the elements. */
export async function violations(watched: Watched): Promise<readonly string[]> {
  await watched.evaluate(`window.axe === undefined && (() => { ${AXE} })(); 0`);
  return watched.evaluate<readonly string[]>(`axe
    .run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })
    .then(({ violations }) => violations.map(({ id, help, nodes }) =>
      id + ": " + help + ": " + nodes.slice(0, 3).map(({ html, any }) =>
        html.slice(0, 160) + " " + (any[0]?.message ?? "")).join(" | ")))`);
}
