/** The `tools:` part of the configuration: which programs, in which versions, with which options. */

import { type Parsed, parsed, problem } from "../../core/net/parsed.ts";
import { SCANNERS, SERVICES } from "../../scanners/catalogue.ts";
import type { ScannerOption } from "../../scanners/scanner.ts";

/** One column to be: a program or service under a name of its own, so that several versions stand side by side. */
export interface ToolEntry {
  /** The detector's id in the matrix. */
  readonly name: string;
  /** The scanner's or service's id. */
  readonly tool: string;
  /** The program; null: the first of its customary names on the PATH. */
  readonly path: string | null;
  readonly options: Readonly<Record<string, string>>;
  /** null: the scanner's own limit. */
  readonly timeoutMs: number | null;
  readonly concurrency: number | null;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
const FIELDS = ["tool", "path", "options", "timeout_ms", "concurrency"] as const;
const LONGEST_MS = 3_600_000;
const MOST_AT_ONCE = 64;

/** What is used where the configuration says nothing: every tool under its own name. */
function defaultEntries(): readonly ToolEntry[] {
  return [...SCANNERS, ...SERVICES].map(({ id }) => bare(id, id));
}

/** Reads `tools:`; every mistake is one sentence that names the place. Tools that it does not mention keep their defaults. */
export function readTools(value: unknown): Parsed<readonly ToolEntry[]> {
  if (value === undefined || value === null) return parsed(defaultEntries());
  if (!isRecord(value)) return problem("tools: expected names with their settings below them");
  const entries = new Map(defaultEntries().map((entry) => [entry.name, entry]));
  for (const [name, given] of Object.entries(value)) {
    const entry = readEntry(name, given);
    if (!entry.ok) return problem(`tools.${name}: ${entry.problem}`);
    entries.set(name, entry.value);
  }
  return parsed([...entries.values()]);
}

function readEntry(name: string, given: unknown): Parsed<ToolEntry> {
  if (!NAME.test(name)) return problem("expected a name of letters, digits, dots, hyphens and underscores");
  const fields: Readonly<Record<string, unknown>> = given === null ? {} : isRecord(given) ? given : { "": given };
  for (const key of Object.keys(fields)) {
    if (!FIELDS.some((known) => known === key))
      return problem(`expected only ${FIELDS.join(", ")}, found ${JSON.stringify(key)}`);
  }
  const tool = fields["tool"] ?? name;
  const known = [...SCANNERS, ...SERVICES].find(({ id }) => id === tool);
  if (known === undefined) return problem(`there is no tool ${JSON.stringify(tool)}; \`crosscheck doctor\` lists them`);
  const path = fields["path"] ?? null;
  if (path !== null && (typeof path !== "string" || path === "")) return problem("path: expected a file's path");
  const options = readOptions(fields["options"], known.options);
  if (!options.ok) return options;
  const timeoutMs = readNumber(fields["timeout_ms"], LONGEST_MS);
  if (timeoutMs === undefined) return problem(`timeout_ms: expected a number from 1 to ${LONGEST_MS}`);
  const concurrency = readNumber(fields["concurrency"], MOST_AT_ONCE);
  if (concurrency === undefined) return problem(`concurrency: expected a number from 1 to ${MOST_AT_ONCE}`);
  return parsed({ name, tool: known.id, path, options: options.value, timeoutMs, concurrency });
}

function readOptions(
  given: unknown,
  declared: Readonly<Record<string, ScannerOption>>,
): Parsed<Readonly<Record<string, string>>> {
  if (given === undefined || given === null) return parsed({});
  if (!isRecord(given)) return problem("options: expected names and values");
  const options: Record<string, string> = {};
  for (const [key, value] of Object.entries(given)) {
    const option = Object.hasOwn(declared, key) ? declared[key] : undefined;
    if (option === undefined)
      return problem(
        `options: expected one of ${Object.keys(declared).join(", ") || "none"}, found ${JSON.stringify(key)}`,
      );
    const text = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    if (typeof text !== "string" || !whole(option.pattern).test(text))
      return problem(`options.${key}: expected ${option.description}`);
    options[key] = text;
  }
  return parsed(options);
}

function whole(pattern: RegExp): RegExp {
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace("g", ""));
}

/** undefined: not a number in the bounds. */
function readNumber(value: unknown, most: number): number | null | undefined {
  if (value === undefined || value === null) return null;
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most ? value : undefined;
}

function bare(name: string, tool: string): ToolEntry {
  return { name, tool, path: null, options: {}, timeoutMs: null, concurrency: null };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
