/**
 * Every setting of a scan, declared once: its flag, its place in the configuration file, its environment variable, its
 * default and its bounds. Flags win over the environment, that over the file, that over the default.
 */

import { DEFAULT_LIMITS } from "../../engine/options.ts";
import { DEFAULT_PROBE_OPTIONS } from "../default-probe-options.ts";

export type SettingValue = string | number | boolean;

export interface Setting {
  readonly flag: string;
  readonly description: string;
  readonly fallback: SettingValue;
  /** For numbers: the bounds, both included. */
  readonly min?: number;
  readonly max?: number;
  /** For texts: the only values there are. */
  readonly choices?: readonly string[];
}

export const SETTINGS = {
  db: { flag: "--db <file>", description: "database file", fallback: "crosscheck.db" },
  vantage: { flag: "--vantage <name>", description: "where we ask from, for the record", fallback: "local" },
  scope: {
    flag: "--scope <file>",
    description: "scope file: who permits what, until when (needed beyond loopback)",
    fallback: "",
  },
  resolver: {
    flag: "--resolver <addresses>",
    description: "name servers, comma separated; empty: the system's",
    fallback: "",
  },
  ports: {
    flag: "--ports <plan>",
    description: "ports of a host without a port: default, first, or a list such as 443,8443",
    fallback: "default",
  },
  sni: {
    flag: "--sni <mode>",
    description: "server name: auto, with, without or both",
    fallback: "auto",
    choices: ["auto", "with", "without", "both"],
  },
  draws: {
    flag: "--draws <n>",
    description: "connections that must agree before a zero stands",
    fallback: DEFAULT_PROBE_OPTIONS.draws,
    min: 1,
    max: 100,
  },
  concurrency: {
    flag: "--concurrency <n>",
    description: "connections at once",
    fallback: DEFAULT_LIMITS.concurrency,
    min: 1,
    max: 4096,
  },
  perHost: {
    flag: "--per-host <n>",
    description: "connections at once to one address",
    fallback: DEFAULT_LIMITS.perHost,
    min: 1,
    max: 256,
  },
  perNetwork: {
    flag: "--per-network <n>",
    description: "connections at once to one /24 or /64",
    fallback: DEFAULT_LIMITS.perNetwork,
    min: 1,
    max: 4096,
  },
  rate: {
    flag: "--rate <n>",
    description: "connections per second at most; 0: no limit",
    fallback: 0,
    min: 0,
    max: 100_000,
  },
  jitterMs: {
    flag: "--jitter <ms>",
    description: "random pause before each connection, at most this long",
    fallback: DEFAULT_LIMITS.jitterMs,
    min: 0,
    max: 60_000,
  },
  retries: {
    flag: "--retries <n>",
    description: "repetitions of a connection that failed in a way that may pass",
    fallback: DEFAULT_LIMITS.retries,
    min: 0,
    max: 10,
  },
  connectTimeoutMs: {
    flag: "--connect-timeout <ms>",
    description: "wait for a connection",
    fallback: DEFAULT_PROBE_OPTIONS.connectTimeoutMs,
    min: 100,
    max: 60_000,
  },
  quickMs: {
    flag: "--quick <ms>",
    description: "silence that the quick rungs wait for",
    fallback: DEFAULT_PROBE_OPTIONS.quickMs,
    min: 100,
    max: 60_000,
  },
  patientMs: {
    flag: "--patient <ms>",
    description: "silence that the patient repetition waits for; 0: none",
    fallback: DEFAULT_PROBE_OPTIONS.patientMs,
    min: 0,
    max: 300_000,
  },
  allowOverread: {
    flag: "--allow-overread",
    description: "permit the rung that can return foreign memory (discarded on arrival)",
    fallback: false,
  },
  includeFragile: {
    flag: "--include-fragile",
    description: "ask devices known to lock up all the same",
    fallback: false,
  },
  with: {
    flag: "--with <tools>",
    description: "other scanners to ask as well, joined by commas; all: every program that is there",
    fallback: "",
  },
  repeat: {
    flag: "--repeat <n>",
    description: "how often each other scanner is asked",
    fallback: 1,
    min: 1,
    max: 100,
  },
  until: {
    flag: "--until <p>",
    description:
      "ask other scanners one by one, who says most next, until it is this sure either way (0.999); empty: ask all of them",
    fallback: "",
  },
  budget: {
    flag: "--budget <n>",
    description: "with --until: what asking others about one endpoint may cost, 5 for a scanner, 20 for a service",
    fallback: 20,
    min: 0,
    max: 100_000,
  },
  skipControls: {
    flag: "--skip-controls",
    description: "do not ask the detectors about servers of known truth as well",
    fallback: false,
  },
  allowThirdParty: {
    flag: "--allow-third-party",
    description: "permit services that are told your hosts' names (ssllabs)",
    fallback: false,
  },
  psk: {
    flag: "--psk <identity:hex>",
    description: "pre-shared key for servers that accept nothing else",
    fallback: "",
  },
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof SETTINGS;
export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[];

type Widen<T> = T extends string ? string : T extends number ? number : boolean;
type ValueOf<S extends Setting> = S extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : Widen<S["fallback"]>;
export type Settings = { readonly [K in SettingKey]: ValueOf<(typeof SETTINGS)[K]> };

export type Origin = "flag" | "environment" | "file" | "default";
export type Origins = Readonly<Record<SettingKey, Origin>>;

/** `connectTimeoutMs` is CROSSCHECK_CONNECT_TIMEOUT_MS in the environment and `connect_timeout_ms` in the file. */
export function fileKey(key: SettingKey): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function environmentKey(key: SettingKey): string {
  return `CROSSCHECK_${fileKey(key).toUpperCase()}`;
}

/** The part of the configuration file that is no setting: see app/tools/configuration.ts. */
export const TOOLS_KEY = "tools";

export type Resolved =
  | { readonly ok: true; readonly settings: Settings; readonly origins: Origins }
  | { readonly ok: false; readonly problems: readonly string[] };

export interface Sources {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The configuration file's content, parsed; `name` for messages. */
  readonly file: { readonly name: string; readonly values: Readonly<Record<string, unknown>> } | null;
}

/** Puts the sources together; every value that cannot be used is one sentence that says where it stands. */
export function resolveSettings({ flags, environment, file }: Sources): Resolved {
  const values: Partial<Record<SettingKey, SettingValue>> = {};
  const origins: Partial<Record<SettingKey, Origin>> = {};
  const problems: string[] = [];
  for (const key of SETTING_KEYS) {
    const setting: Setting = SETTINGS[key];
    const candidates: readonly (readonly [Origin, unknown, string])[] = [
      ["flag", flags[key], setting.flag.split(" ")[0] ?? ""],
      ["environment", environment[environmentKey(key)], environmentKey(key)],
      ["file", file?.values[fileKey(key)], `${file?.name ?? ""}: ${fileKey(key)}`],
    ];
    const given = candidates.find(([, value]) => value !== undefined);
    const read = given === undefined ? setting.fallback : readValue(setting, given[1]);
    if (typeof read === "object") problems.push(`${given?.[2] ?? key}: ${read.problem}`);
    else {
      values[key] = read;
      origins[key] = given?.[0] ?? "default";
    }
  }
  for (const key of Object.keys(file?.values ?? {})) {
    if (key !== TOOLS_KEY && !SETTING_KEYS.some((known) => fileKey(known) === key))
      problems.push(`${file?.name}: ${key}: there is no such setting`);
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, settings: values as Settings, origins: origins as Origins };
}

function readValue(setting: Setting, value: unknown): SettingValue | { readonly problem: string } {
  if (typeof setting.fallback === "boolean") {
    if (value === true || value === "true" || value === "1") return true;
    if (value === false || value === "false" || value === "0") return false;
    return { problem: "expected true or false" };
  }
  if (typeof setting.fallback === "number") {
    const text = typeof value === "number" ? String(value) : value;
    const number = typeof text === "string" && /^\d+$/.test(text) ? Number(text) : Number.NaN;
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = setting;
    return number >= min && number <= max ? number : { problem: `expected a whole number from ${min} to ${max}` };
  }
  if (typeof value !== "string") return { problem: "expected text" };
  if (setting.choices === undefined || setting.choices.includes(value)) return value;
  return { problem: `expected one of ${setting.choices.join(", ")}` };
}
