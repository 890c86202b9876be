/** The ports of shared/samples/captures, what each really is, and how to list the captures of one tool. */

import { readdirSync } from "node:fs";
import type { TestContext } from "vitest";
import { sample } from "./samples.ts";

/** Ports of captures of `tool` that have a file with this ending, e.g. `.stderr`: `9601`. */
export function capturedPorts(context: TestContext, tool: string, ending: string): readonly string[] {
  const folder = sample(context, `captures/${tool}`);
  return readdirSync(folder)
    .flatMap((name) => (name.endsWith(ending) ? (/^p(\d{4})\./.exec(name)?.[1] ?? []) : []))
    .toSorted();
}
