/** Recorded outputs of genuine programs (shared/samples/captures), as answers to be read; skipped, visibly, where they are not. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { TestContext } from "vitest";
import { sample } from "../../importers/testing/samples.ts";
import { readAnswer } from "../read-answer.ts";
import type { RawAnswer, Scanner } from "../scanner.ts";
import { rawAnswer } from "./check.ts";

/** What the scanner makes of every capture `pPORT.*` of a tool that `raw` can build an answer from: port → reason. */
export function readCaptures(
  context: TestContext,
  scanner: Scanner,
  tool: string,
  raw: (base: string) => Partial<RawAnswer> | null,
): Readonly<Record<string, string>> {
  const folder = sample(context, `captures/${tool}`);
  const ports = new Set(readdirSync(folder).flatMap((name) => /^p(\d{4})\./.exec(name)?.[1] ?? []));
  const read: Record<string, string> = {};
  for (const port of ports) {
    const answer = raw(`${folder}/p${port}`);
    if (answer === null) continue;
    const question = { address: "127.0.0.1", port: Number(port), serverName: null };
    read[port] = readAnswer(scanner, rawAnswer(answer), question).finding.reason;
  }
  return read;
}

/** The two streams, where both were kept apart. */
export function streams(base: string): Partial<RawAnswer> | null {
  if (!existsSync(`${base}.stdout`)) return null;
  return { stdout: readFileSync(`${base}.stdout`, "utf8"), stderr: readFileSync(`${base}.stderr`, "utf8") };
}

/** Both streams in one file, as the standard output. */
export function combined(base: string): Partial<RawAnswer> | null {
  return existsSync(`${base}.combined.txt`) ? { stdout: readFileSync(`${base}.combined.txt`, "utf8") } : null;
}
