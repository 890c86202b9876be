/** What every command needs: the streams, the settings in force, the store. The only place where these are bound. */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Chosen } from "../tools/choose.ts";
import type { Scope } from "../../core/model/scope.ts";
import type { Resolver } from "../../core/ports/resolver.ts";
import type { Store } from "../../core/ports/store.ts";
import { openStore } from "../../io/store/open-store.ts";
import { CommandError, EXIT } from "./exit.ts";
import { type Origins, resolveSettings, type Settings, TOOLS_KEY } from "./settings.ts";

const CONFIGURATION = "crosscheck.yaml";

export interface Configuration {
  readonly settings: Settings;
  readonly origins: Origins;
  /** The file that was read; null: none. */
  readonly file: string | null;
  /** The file's `tools:`, as it stands there. */
  readonly tools: unknown;
}

/** Flags over environment over file over defaults. `flags` may name the file with `config`. */
export async function loadConfiguration(flags: Readonly<Record<string, unknown>>): Promise<Configuration> {
  const named = typeof flags["config"] === "string" ? flags["config"] : null;
  const file = await readConfiguration(named ?? CONFIGURATION, named !== null);
  const resolved = resolveSettings({ flags, environment: process.env, file });
  if (!resolved.ok) throw new CommandError(EXIT.usage, resolved.problems.join("\n"));
  return {
    settings: resolved.settings,
    origins: resolved.origins,
    file: file?.name ?? null,
    tools: file?.values[TOOLS_KEY],
  };
}

async function readConfiguration(name: string, required: boolean) {
  let text: string;
  try {
    text = await readFile(name, "utf8");
  } catch (cause) {
    if (!required && (cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new CommandError(EXIT.badInput, `${name}: the configuration file cannot be read`, { cause });
  }
  const { parse } = await import("yaml");
  try {
    const values: unknown = parse(text) ?? {};
    if (typeof values === "object" && !Array.isArray(values))
      return { name, values: values as Record<string, unknown> };
  } catch (cause) {
    throw new CommandError(EXIT.badInput, `${name}: ${(cause as Error).message.split("\n")[0]}`, { cause });
  }
  throw new CommandError(EXIT.badInput, `${name}: expected settings as KEY: VALUE lines`);
}

/** A database that only is to be read must be there: a mistyped name would make an empty one. */
export async function withExistingStore<T>(
  settings: Pick<Settings, "db">,
  use: (store: Store) => Promise<T>,
): Promise<T> {
  if (!existsSync(settings.db)) {
    throw new CommandError(EXIT.badInput, `${settings.db}: there is no such database; \`crosscheck scan\` makes one`);
  }
  return withStore(settings, use);
}

/** Opens the database for the length of `use`; it is closed whatever happens. */
export async function withStore<T>(settings: Pick<Settings, "db">, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(settings.db);
  try {
    return await use(store);
  } finally {
    store.close();
  }
}

/** The other scanners that take part, and what there is to say about them. */
export async function loadWitnesses({ settings, tools, file }: Configuration): Promise<Chosen> {
  if (settings.with === "") return { witnesses: [], notes: [] };
  const { readTools } = await import("../tools/configuration.ts");
  const { chooseWitnesses } = await import("../tools/choose.ts");
  const entries = readTools(tools);
  if (!entries.ok) throw new CommandError(EXIT.badInput, `${file ?? ""}: ${entries.problem}`);
  const chosen = await chooseWitnesses(settings.with, entries.value, settings.allowThirdParty);
  if (!chosen.ok) throw new CommandError(EXIT.usage, `--with: ${chosen.problem}`);
  return chosen.value;
}

export async function loadScope(settings: Pick<Settings, "scope">): Promise<Scope | null> {
  if (settings.scope === "") return null;
  const { readScopeFile } = await import("../../inventory/scope-file.ts");
  const read = await readScopeFile(settings.scope);
  if (!read.ok) throw new CommandError(EXIT.badInput, read.problems.join("\n"));
  return read.scope;
}

export async function loadResolver(settings: Pick<Settings, "resolver">): Promise<Resolver> {
  const { serverResolver, systemResolver } = await import("../../io/dns/resolver.ts");
  if (settings.resolver === "") return systemResolver();
  const { parseServer } = await import("../../io/dns/server-lookup.ts");
  const servers = settings.resolver.split(",").map((text) => {
    const server = parseServer(text.trim());
    if (!server.ok) throw new CommandError(EXIT.usage, `--resolver: ${server.problem}`);
    return server.value;
  });
  return serverResolver(servers);
}

/** `default`, `first`, or ports joined by commas, the first of them asked first. */
export async function portPlan(text: string) {
  const { DEFAULT_PORT_PLAN, FIRST_PORT_ONLY } = await import("../../inventory/port-plan.ts");
  if (text === "default") return DEFAULT_PORT_PLAN;
  if (text === "first") return FIRST_PORT_ONLY;
  const ports = text.split(",").map((part) => (/^\d{1,5}$/.test(part.trim()) ? Number(part) : 0));
  const [first, ...further] = ports;
  if (first === undefined || ports.some((port) => port < 1 || port > 65_535)) {
    throw new CommandError(EXIT.usage, "--ports: expected default, first, or ports from 1 to 65535 joined by commas");
  }
  return { first, further: [...new Set(further)].filter((port) => port !== first) };
}
