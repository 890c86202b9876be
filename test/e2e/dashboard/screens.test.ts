/** Every screen there is, with an incident on it and without, in both themes, wide and narrow. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder } from "../../support/folder.ts";
import { HAS_CHROMIUM, launch, open, settled, violations, type Watched, watch } from "./browser.ts";
import { type Incident, makeIncident } from "./incident.ts";
import { hashOf, SCREENS, type Things, thingsOf } from "./screens.ts";
import { type Served, serve } from "./served.ts";

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 360, height: 800 };
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

const folder = new Folder();
afterAll(() => folder.remove());

describe.skipIf(!HAS_CHROMIUM)("every screen", () => {
  let incident: Incident;
  let served: Served;
  let browser: Browser;
  let watched: Watched;
  let things: Things;
  beforeAll(async () => {
    incident = await makeIncident(folder);
    [served, browser] = await Promise.all([serve(incident.db), launch()]);
    watched = await watch(browser, served.origin);
    await watched.page.goto(served.launchUrl);
    await watched.page.locator("main h1").first().waitFor();
    things = await thingsOf(watched.page.context(), served.origin);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    await incident?.range.stop();
  });

  test("is found in the catalogue", () => {
    expect(SCREENS.map(({ path }) => path)).toContain("");
  });

  test.each(SCREENS.map((screen) => ({ screen, at: `#/${screen.path}` })))("$at", async ({ screen }) => {
    const { page } = watched;
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: "light" });
    await open(watched, served.origin, hashOf(screen, things));
    expect(await page.locator("main h1").count()).toBe(1);
    expect(await page.title()).toMatch(/\S · crosscheck$/);
    expect(await page.locator("main .problem").allTextContents()).toEqual([]);
    const found: Record<string, unknown> = { light: await violations(watched) };
    await page.emulateMedia({ colorScheme: "dark" });
    found["dark"] = await violations(watched);
    await page.setViewportSize(NARROW);
    await settled(page);
    found["narrow"] = await violations(watched);
    found["overflow"] = await watched.evaluate<number>(OVERFLOW);
    found["complaints"] = watched.complaints();
    expect(found).toEqual({ light: [], dark: [], narrow: [], overflow: 0, complaints: [] });
  });
});

describe.skipIf(!HAS_CHROMIUM)("before anything is known, every screen", () => {
  let served: Served;
  let browser: Browser;
  let watched: Watched;
  beforeAll(async () => {
    [served, browser] = await Promise.all([serve(folder.fresh(".db")), launch()]);
    watched = await watch(browser, served.origin);
    await watched.page.goto(served.launchUrl);
    await watched.page.locator("main h1").first().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
  });

  test.each(SCREENS.filter(({ name }) => name !== null).map((screen) => ({ screen, at: `#/${screen.path}` })))(
    "$at opens",
    async ({ screen }) => {
      await open(watched, served.origin, hashOf(screen, null));
      expect(await watched.page.locator("main .problem").allTextContents()).toEqual([]);
      expect({ violations: await violations(watched), complaints: watched.complaints() }).toEqual({
        violations: [],
        complaints: [],
      });
    },
  );

  test.each(["", "matrix", "disagreements", "detectors", "agreement", "runs", "imports"])(
    "#/%s names the next command",
    async (path) => {
      const screen = SCREENS.find((each) => each.path === path);
      if (screen === undefined) return;
      await open(watched, served.origin, hashOf(screen, null));
      const commands = await watched.page.locator("main code", { hasText: /^crosscheck / }).count();
      expect(commands).toBeGreaterThan(0);
    },
  );
});
