/** The page in a real browser: no request, no script, nobody shut out, and it prints. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { bytesOf, CONTEXT, report } from "../testing/report.ts";
import { htmlReport } from "./index.ts";

const BROWSER = "/usr/bin/chromium";
const ARGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");
const HOSTILE = `<script>document.title="ran"</script><img src="http://127.0.0.1:9/x" onerror="document.title='ran'">`;

test("opened from disk with hostile text", async (ctx) => {
  if (!existsSync(BROWSER)) return ctx.skip(`${BROWSER} is not there`);
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-page-"));
  const file = join(folder, "report.html");
  writeFileSync(file, bytesOf(htmlReport.render(report(HOSTILE), CONTEXT)));
  const browser = await chromium.launch({ executablePath: BROWSER, args: ARGS.split(" ") });
  try {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [360, 1280]) {
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
        const asked: string[] = [];
        const said: string[] = [];
        page.on("request", (request) => asked.push(request.url()));
        page.on("console", (message) => said.push(message.text()));
        await page.goto(pathToFileURL(file).href);
        expect(asked).toEqual([pathToFileURL(file).href]);
        // Nothing was blocked either: the style passes the page's own policy.
        expect(said).toEqual([]);
        expect(await page.title()).toContain("<script>");
        expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
        // Over the debugger, which the page's policy does not bind.
        const violations = await page.evaluate(
          `${AXE};axe.run(document,{runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"]}).then(({violations})=>violations.map(({id,nodes})=>id+" "+nodes[0].html))`,
        );
        expect(violations).toEqual([]);
        await page.close();
      }
    }
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
