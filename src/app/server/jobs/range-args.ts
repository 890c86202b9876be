/** The range as arguments of our own command line, and what it prints as values. Pure. */

import { z } from "@hono/zod-openapi";
import type { laboratoriesSchema, scoreRequest } from "../schemas/range.ts";
import type { Job } from "./jobs.ts";
import { targetOf } from "./scan-args.ts";

export type Laboratory = z.infer<typeof laboratoriesSchema>["items"][number];

const CONDITION = "--condition=";

/** Only scripted servers: the genuine ones would be fetched. */
export function upArgs(conditions: readonly string[]): readonly string[] {
  return ["range", "up", "--only=scripted", ...conditions.map((id) => `${CONDITION}${id}`), "--json"];
}

/** @param where the file the sheet is saved to, and the configuration file; null: none was read */
export function scoreArgs(
  { detectors, conditions, repeats }: z.infer<typeof scoreRequest>,
  { file, config }: { readonly file: string; readonly config: string | null },
): readonly string[] {
  const profiles = detectors.flatMap((id) => (id.startsWith("profile/") ? [id.slice("profile/".length)] : []));
  const tools = detectors.filter((id) => !id.startsWith("profile/") && id !== "heartbleed");
  return [
    "range",
    "score",
    "--only=scripted",
    ...(config === null ? [] : [`--config=${config}`]),
    ...(tools.length === 0 ? [] : [`--with=${tools.join(",")}`]),
    ...(profiles.length === 0 ? [] : [`--profiles=${profiles.join(",")}`]),
    ...conditions.map((id) => `${CONDITION}${id}`),
    `--repeats=${repeats}`,
    `--save=${file}`,
  ];
}

const printed = z.object({
  id: z.string(),
  title: z.string(),
  address: z.string(),
  port: z.int().min(1).max(65_535),
  transport: z.enum(["tcp", "udp"]),
  serverName: z.string().nullable(),
  startTls: z.string().nullish(),
  truth: z.enum(["vulnerable", "not_vulnerable"]).nullable(),
  condition: z.string(),
  library: z.string(),
});

/** A job's output, one server a line; a line that is not whole yet is not one. */
export function laboratoryOf({ id, state, who, startedAt, endedAt, argv, output, lines }: Job): Laboratory {
  const servers = output.split("\n").flatMap((line): Laboratory["servers"] => {
    const read = printed.safeParse(parsed(line));
    if (!read.success) return [];
    const { startTls = null, ...server } = read.data;
    const { address, port, transport, serverName } = server;
    const target = targetOf({
      ...{ address, port, transport, serverName, origin: "asked" },
      startTls: startTls as Parameters<typeof targetOf>[0]["startTls"] & null,
    });
    return target === null ? [] : [{ ...server, target }];
  });
  return {
    ...{ job: id, state, who, startedAt, endedAt, servers },
    conditions: argv.flatMap((arg) => (arg.startsWith(CONDITION) ? [arg.slice(CONDITION.length)] : [])),
    problem: state === "failed" ? (lines.at(-1) ?? null) : null,
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
