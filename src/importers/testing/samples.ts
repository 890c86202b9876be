/** Other people's real reports, read in place; tests that need them are skipped, visibly, where they are not there. */

import { existsSync } from "node:fs";
import { createReadStream } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import { decodeDocument } from "../../documents/decode.ts";
import type { Importer, ReportEvent } from "../importer.ts";
import { HEARTBLEED } from "./check.ts";

const FOLDER = fileURLToPath(new URL("../../../../shared/samples/", import.meta.url));

/** The path of a sample, e.g. `reports/nmap/dd_issue4406.xml`; skips the test where the samples are not there. */
export function sample(context: TestContext, name: string): string {
  const path = FOLDER + name;
  if (!existsSync(path)) context.skip("the folder shared/samples is not beside this repository");
  return path;
}

/** Reads a report from the disk as `crosscheck import` does. */
export async function readSample(
  context: TestContext,
  importer: Importer,
  name: string,
  cve = HEARTBLEED,
): Promise<readonly ReportEvent[]> {
  const events: ReportEvent[] = [];
  const document = decodeDocument(createReadStream(sample(context, name)));
  for await (const event of importer.read(document, { cve })) events.push(event);
  return events;
}
