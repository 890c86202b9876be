/** What one does with the page: signing in, watching, looking things up. */

import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { Folder } from "../../support/folder.ts";
import { HAS_CHROMIUM, launch, open, settled, type Watched, watch } from "./browser.ts";
import { type Incident, makeIncident, record } from "./incident.ts";
import { api, type MatrixAnswer, ONE, outcomeOf, ZERO } from "./screens.ts";
import { type Served, serve } from "./served.ts";

/** Far longer than anything takes; nothing is asserted about the time. */
const PATIENCE = { timeout: 30_000, interval: 100 };

interface OverviewAnswer {
  readonly heaps: { readonly vulnerable: number; readonly open: number; readonly safe: number };
  readonly disagreements: number;
  readonly runs: { readonly total: number };
}

const folder = new Folder();
afterAll(() => folder.remove());

describe.skipIf(!HAS_CHROMIUM)("the dashboard", () => {
  let incident: Incident;
  let served: Served;
  let browser: Browser;
  let watched: Watched;
  beforeAll(async () => {
    incident = await makeIncident(folder);
    [served, browser] = await Promise.all([serve(incident.db), launch()]);
    watched = await watch(browser, served.origin);
    await watched.page.goto(served.launchUrl);
    await watched.page.locator("main h1").first().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    await incident?.range.stop();
  });
  afterEach(() => {
    expect(watched.complaints()).toEqual([]);
  });
  const figures = () => watched.page.locator(".figure strong").allTextContents();
  const overview = async () => {
    const { heaps, disagreements, runs } = await api<OverviewAnswer>(
      watched.page.context(),
      served.origin,
      "/overview",
    );
    return [heaps.vulnerable, heaps.open, heaps.safe, disagreements, runs.total].map(String);
  };

  test("takes the key out of the address, and lets it in once", async () => {
    expect(watched.page.url()).not.toContain("key");
    const second = await watch(browser, served.origin);
    await second.page.goto(served.launchUrl);
    await second.page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(second.page.url()).not.toContain("key");
    expect(second.complaints(/401|403/)).toEqual([]);
    await second.page.context().close();
  });

  test("says on the overview what the API says", async () => {
    await open(watched, served.origin, "#/");
    expect(await figures()).toEqual(await overview());
  });

  // Written, not yet seen to pass.
  test.skip("shows what another process adds, without being asked again", async () => {
    await open(watched, served.origin, "#/");
    const { rows } = await api<MatrixAnswer>(
      watched.page.context(),
      served.origin,
      "/matrix?heap=vulnerable&limit=500",
    );
    const saying = (cells: readonly number[], wanted: number) => cells.some((code) => outcomeOf(code) === wanted);
    const row = rows.find(({ cells }) => saying(cells, ONE) && !saying(cells, ZERO));
    const [, , , before] = await figures();
    await record(incident.db, row?.key ?? "nothing that nobody denies", "0", "mcafee-online");
    await vi.waitFor(async () => {
      const [, , , now] = await figures();
      expect(Number(now)).toBe(Number(before) + 1);
    }, PATIENCE);
    await settled(watched.page);
    await vi.waitFor(async () => expect(await figures()).toEqual(await overview()), PATIENCE);
  });

  // Written, not yet seen to pass.
  test.skip("has its keyboard's way past the rail, and a screen of every link in it", async () => {
    const { page } = watched;
    await open(watched, served.origin, "#/");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await watched.evaluate("document.activeElement.id")).toBe("main");
    for (const link of await page.locator("nav a[href^='#']").all()) {
      await link.click();
      await page.locator("main h1").first().waitFor();
      await settled(page);
    }
  });

  // Written, not yet seen to pass.
  test.skip("has a matrix that keys can walk, and a filter that is in the address", async () => {
    const { page } = watched;
    await open(watched, served.origin, "#/matrix?heap=vulnerable");
    await page.locator("#mx-grid").focus();
    for (const key of ["ArrowDown", "Home", "End", "ArrowRight", "ArrowLeft", "Control+Home", "ArrowRight"]) {
      await page.keyboard.press(key);
    }
    expect(await watched.evaluate("document.activeElement.closest('#mx-grid') !== null")).toBe(true);
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/endpoint\//);
    await open(watched, served.origin, "#/matrix");
    await page.locator("#mx-search").fill("127.0.0.1");
    await page.waitForURL(/q=127\.0\.0\.1/);
  });

  // Written, not yet seen to pass.
  test.skip("keeps a note", async () => {
    const { page } = watched;
    await open(watched, served.origin, `#/endpoint/${encodeURIComponent(incident.targets[0] ?? "")}`);
    await page.getByLabel("Note something").fill("told <b>the owner</b>");
    await page.getByRole("button", { name: "Add note" }).click();
    await page.getByText("told <b>the owner</b>", { exact: true }).waitFor();
  });

  // Written, not yet seen to pass.
  test.skip("says so while the server is away, and goes on when it is back", async () => {
    const { page } = watched;
    await open(watched, served.origin, "#/");
    await page.getByText("live", { exact: true }).waitFor();
    await served.stop();
    await page.getByText("connecting …").waitFor();
    served = await serve(incident.db, served.port);
    // Its sessions ended with it: whoever is there must show a key again.
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.goto("about:blank");
    await page.goto(served.launchUrl);
    await page.getByText("live", { exact: true }).waitFor();
    watched.complaints(/401|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|about:blank/);
  });
});
