/** crosscheck's own version: every run and report carries it. */

import { readFile } from "node:fs/promises";

/** As in package.json, which is two folders up from here, in the source as in the package. */
export async function ownVersion(): Promise<string> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return String((JSON.parse(text) as { version: unknown }).version);
}
