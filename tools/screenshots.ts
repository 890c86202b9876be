/**
 * Pictures of every screen in both themes, of an incident made of the range:
 *
 *     npm run build && npm run screenshots
 *
 * They go to docs/images/dashboard/NAME-light.png and NAME-dark.png.
 */

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { HAS_CHROMIUM, launch, open, watch } from "../test/e2e/dashboard/browser.ts";
import { makeIncident } from "../test/e2e/dashboard/incident.ts";
import { hashOf, SCREENS, thingsOf } from "../test/e2e/dashboard/screens.ts";
import { serve } from "../test/e2e/dashboard/served.ts";
import { Folder } from "../test/support/folder.ts";

const INTO = fileURLToPath(new URL("../docs/images/dashboard/", import.meta.url));

async function takeAll(): Promise<void> {
  const folder = new Folder();
  const incident = await makeIncident(folder);
  const [served, browser] = await Promise.all([serve(incident.db), launch()]);
  try {
    const watched = await watch(browser, served.origin);
    const { page } = watched;
    await page.goto(served.launchUrl);
    await page.locator("main h1").first().waitFor();
    const things = await thingsOf(page.context(), served.origin);
    mkdirSync(INTO, { recursive: true });
    for (const screen of SCREENS) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await open(watched, served.origin, hashOf(screen, things));
        // What is drawn after it has been measured.
        await page.waitForTimeout(500);
        await page.screenshot({
          path: `${INTO}${screen.path || "overview"}-${colorScheme}.png`,
          animations: "disabled",
          caret: "hide",
        });
      }
    }
    for (const complaint of watched.complaints()) console.error(complaint);
  } finally {
    await browser.close();
    await served.stop();
    await incident.range.stop();
    folder.remove();
  }
}

if (HAS_CHROMIUM) await takeAll();
else process.exitCode = 69;
