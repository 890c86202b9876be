/**
 * The dashboard as people use it: the built program serves a real scan to a real Chromium. Every screen shows what the API says, can be walked by
 * keyboard, passes axe, fits a telephone, prints, and asks nobody else for anything.
 */

import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  focused,
  noBrowser,
  openWatched,
  overflow,
  settled,
  startBrowser,
  violations,
  type Watched,
} from "../../support/browser.ts";
import { crosscheck } from "../../support/cli.ts";
import { Folder } from "../../support/folder.ts";
import { type Incident, makeIncident } from "../../support/incident.ts";
import { type Served, startServed } from "../../support/served.ts";

interface Overview {
  readonly heaps: Readonly<Record<"vulnerable" | "open" | "safe", number>>;
  readonly disagreements: number;
  readonly runs: { readonly total: number };
}
interface Disagreements {
  readonly items: readonly { readonly key: string; readonly a: string; readonly b: string }[];
}
interface Matrix {
  readonly total: number;
  readonly rows: readonly { readonly key: string }[];
  readonly columns: readonly { readonly detector: string }[];
}

describe.skipIf(noBrowser !== null)(`the dashboard${noBrowser === null ? "" : ` (${noBrowser})`}`, () => {
  const folder = new Folder();
  const db = folder.at("incident.db");
  let incident: Incident;
  let browser: Browser;
  let served: Served;
  let signedIn: Watched;

  beforeAll(async () => {
    incident = await makeIncident(db);
    browser = await startBrowser();
    served = await startServed(db);
    signedIn = await openWatched(browser, { origin: served.url });
    await signedIn.page.goto(served.launchUrl);
    await settled(signedIn.page);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    await incident?.range.stop();
    folder.remove();
  });
  afterEach(() => {
    expect(signedIn.complaints.splice(0)).toEqual([]);
  });

  const api = async <T>(path: string): Promise<T> =>
    (await (await signedIn.page.request.get(`${served.url}/api/v1${path}`)).json()) as T;
  const show = async (route: string) => {
    // Loaded anew: another fragment alone would leave the screen before it there for a moment.
    await signedIn.page.goto("about:blank");
    await signedIn.page.goto(`${served.url}/#/${route}`);
    await settled(signedIn.page);
  };
  /** Where each screen of one cell of the incident is. */
  const routes = async (): Promise<readonly string[]> => {
    const { rows, columns } = await api<Matrix>("/matrix?limit=1");
    const [key, detector] = [rows[0]?.key ?? "", columns[0]?.detector ?? ""].map(encodeURIComponent);
    const whole = ["", "matrix", "imports", "disagreements", "detectors", "agreement", "range"];
    const { items } = await api<Disagreements>("/disagreements");
    const beside = items
      .slice(0, 1)
      .map((each) => `disagreement/${encodeURIComponent(each.key)}?a=${each.a}&b=${each.b}`);
    return [...whole, ...beside, `endpoint/${key}`, `cell/${key}/${detector}`, `detector/${detector}`];
  };

  test("the launch key signs in one browser, once, and does not stay in the address", async () => {
    expect(signedIn.page.url()).not.toContain("key=");
    const second = await openWatched(browser, { origin: served.url, expected: /status of 40[13]/ });
    await second.page.goto(served.launchUrl);
    await second.page.getByRole("heading", { name: "Sign in" }).waitFor();
    await second.page.getByLabel("Key or token").fill("not a key");
    await second.page.keyboard.press("Enter");
    await second.page.locator(".problem, [role=alert]").first().waitFor();
    expect(await violations(second.page)).toEqual([]);
    expect(second.complaints).toEqual([]);
    await second.context.close();
  });

  test("the overview's numbers are the API's", async () => {
    await show("");
    const { heaps, disagreements, runs } = await api<Overview>("/overview");
    const figures = await signedIn.page.locator(".figures .figure strong").allTextContents();
    expect(figures.map(Number)).toEqual([heaps.vulnerable, heaps.open, heaps.safe, disagreements, runs.total]);
    expect(heaps.vulnerable).toBeGreaterThan(0);
  });

  test("by keyboard: to the content, through the grid, into a cell and back", async () => {
    const { page } = signedIn;
    await show("matrix");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toContain("To the content");
    await page.keyboard.press("Enter");
    expect(await focused(page)).toMatch(/^main main/);
    const { total } = await api<Matrix>("/matrix?limit=1");
    expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe(String(total + 2));
    for (let presses = 0; presses < 60 && !(await focused(page)).includes("mx-grid"); presses++)
      await page.keyboard.press("Tab");
    expect(await focused(page)).toContain("mx-grid");
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/(cell|endpoint)\//);
    await settled(page);
    await page.goBack();
    await page.getByRole("grid").waitFor();
  });

  test.each([
    { scheme: "light", width: 1280 },
    { scheme: "dark", width: 1280 },
    { scheme: "light", width: 360 },
    { scheme: "dark", width: 360 },
  ] as const)("axe finds nothing and nothing overflows: $scheme, $width px", async ({ scheme, width }) => {
    const { page } = signedIn;
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    const found: string[] = [];
    for (const route of await routes()) {
      await show(route);
      found.push(...(await violations(page)).map((each) => `/${route}: ${each}`));
      const wide = await overflow(page);
      if (wide > 0) found.push(`/${route}: ${wide} px wider than the window`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(found).toEqual([]);
  });

  test("printed, and with reduced motion, every screen still has its content and nothing moves", async () => {
    const { page } = signedIn;
    await page.emulateMedia({ media: "print", reducedMotion: "reduce" });
    for (const route of await routes()) {
      await show(route);
      expect(await page.locator("main h1").first().isVisible()).toBe(true);
      expect(await page.locator("nav.rail").isVisible(), `rail printed at /${route}`).toBe(false);
      const moving = await page.evaluate(
        "document.getAnimations().filter(({ playState }) => playState === 'running').length",
      );
      expect(moving, `moving at /${route}`).toBe(0);
    }
    await page.emulateMedia({ media: null, reducedMotion: null });
  });

  test("what another process finds appears by itself, in two tabs", async () => {
    const { page, context } = signedIn;
    await show("");
    const other = await context.newPage();
    await other.goto(`${served.url}/#/`);
    await settled(other);
    const runsOn = (each: typeof page) => each.locator(".figures .figure strong").last().textContent();
    const before = Number(await runsOn(page));
    await crosscheck(["scan", incident.at("C02"), "--quick", "1000", "--patient", "0", "--db", db]);
    for (const each of [page, other])
      await expect.poll(() => runsOn(each), { timeout: 10_000 }).toBe(String(before + 1));
    await other.close();
  });

  test("a note and a mute of an endpoint are stored and shown", async () => {
    const { page } = signedIn;
    const { rows } = await api<Matrix>("/matrix?limit=1");
    const key = encodeURIComponent(rows[0]?.key ?? "");
    const text = "patch window on Friday <script>alert(1)</script>";
    await show(`endpoint/${key}`);
    await page.getByLabel("Note something").fill(text);
    await page.getByRole("button", { name: "Add note" }).click();
    await page.locator(".note-text", { hasText: text }).waitFor();
    await page.getByLabel("Why", { exact: true }).first().fill("known, being replaced");
    await page.getByRole("button", { name: "Mute", exact: true }).click();
    await page.getByRole("button", { name: "Lift the mute" }).waitFor();
    const { items } = await api<{ items: readonly { reason: string }[] }>("/mutes");
    expect(items.map(({ reason }) => reason)).toEqual(["known, being replaced"]);
    await page.getByRole("button", { name: "Lift the mute" }).click();
    await page.getByRole("button", { name: "Mute", exact: true }).waitFor();
  });

  test("after the server ended and came back its new key signs in again", async () => {
    const own = folder.at("other.db");
    await crosscheck(["scan", incident.at("C02"), "--quick", "1000", "--patient", "0", "--db", own]);
    const first = await startServed(own);
    const expected = /Failed to load resource|ERR_/;
    const { page, context, complaints } = await openWatched(browser, { origin: first.url, expected });
    await page.goto(first.launchUrl);
    await settled(page);
    await page.getByText("live", { exact: true }).waitFor();
    await first.stop();
    await page.getByText("connecting …").waitFor();
    const second = await startServed(own, first.port);
    // What it knew of sessions is gone: the open page says so by itself.
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.goto("about:blank");
    await page.goto(second.launchUrl);
    await settled(page);
    await page.getByText("live", { exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
    await second.stop();
  });
});

describe.skipIf(noBrowser !== null)("an empty database", () => {
  test("each screen names the next command", async () => {
    const folder = new Folder();
    const served = await startServed(folder.at("empty.db"));
    const browser = await startBrowser();
    try {
      const { page, complaints } = await openWatched(browser, { origin: served.url });
      await page.goto(served.launchUrl);
      for (const route of ["", "matrix", "disagreements"]) {
        await page.goto("about:blank");
        await page.goto(`${served.url}/#/${route}`);
        await settled(page);
        const commands = await page.locator("main code").allTextContents();
        expect(commands.join("\n"), `/${route}`).toContain("crosscheck ");
      }
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
      await served.stop();
      folder.remove();
    }
  });
});
