/** Which folder of src/ may import what: the arrows of docs/architecture.md, as data. */

/** "value": import what you like; "type": only `import type`, which leaves nothing behind at run time. */
export type Strength = "value" | "type";

/** What one folder may import besides itself. */
export interface Rule {
  /** Other folders of src/. */
  readonly folders: Readonly<Record<string, Strength>>;
  /** Node's own modules, without the "node:" prefix. */
  readonly node: "any" | readonly string[];
  /** Packages from the registry. */
  readonly packages: "any" | readonly string[];
  /** In words, for the documentation. */
  readonly why: string;
}

const PURE = { node: [], packages: [] } as const;
const EDGE = { node: "any", packages: "any" } as const;

/** By the first folder below src/. A folder that is not listed may not exist; "." stands for the files in src/ itself. */
export const RULES: Readonly<Record<string, Rule>> = {
  core: { folders: {}, ...PURE, why: "words, bytes and judgement; no clock, no chance, no sockets" },
  tls: { folders: { core: "value" }, node: ["crypto"], packages: [], why: "a TLS client's handshake and key schedule" },
  packs: { folders: { core: "value", tls: "value" }, ...PURE, why: "one vulnerability: how to ask, how to read" },
  documents: {
    folders: {},
    node: [],
    packages: ["@streamparser/json", "csv-parse"],
    why: "guarded readers of XML, JSON, CSV and lines, as streams",
  },
  inventory: {
    folders: { core: "value", documents: "value" },
    node: "any",
    packages: ["yaml", "zod"],
    why: "targets to endpoints",
  },
  importers: {
    folders: { core: "value", documents: "value", inventory: "value" },
    ...PURE,
    why: "one report format each: what other people's reports say",
  },
  scanners: {
    folders: { core: "value", documents: "value", importers: "value" },
    ...PURE,
    why: "one external program or service each: how to ask it, how to read it",
  },
  causes: {
    folders: { core: "value", tls: "value", profiles: "value" },
    ...PURE,
    why: "why a tool answers otherwise: one factor of its conversation changed at a time",
  },
  profiles: {
    folders: { core: "value", tls: "value", importers: "value", scanners: "value" },
    ...PURE,
    why: "one re-enactment of somebody's tool each, for the range only",
  },
  exporters: { folders: { core: "value" }, ...PURE, why: "one output format each" },
  io: { folders: { core: "value" }, ...EDGE, why: "sockets, names, files, database, clock" },
  engine: {
    folders: { core: "value", packs: "type", inventory: "value", scanners: "type", importers: "type", io: "type" },
    ...PURE,
    why: "plans, schedules, observes; receives its ports",
  },
  range: { folders: { core: "value", tls: "value", io: "value" }, ...EDGE, why: "the ground-truth laboratory" },
  app: {
    folders: {
      core: "value",
      tls: "value",
      packs: "value",
      documents: "value",
      inventory: "value",
      importers: "value",
      scanners: "value",
      profiles: "value",
      causes: "value",
      exporters: "value",
      io: "value",
      engine: "value",
      range: "value",
    },
    ...EDGE,
    why: "commands; the only place where ports are bound",
  },
  ".": {
    folders: {
      core: "value",
      packs: "value",
      inventory: "value",
      exporters: "value",
      io: "value",
      engine: "value",
      app: "value",
    },
    ...PURE,
    why: "the public API",
  },
};

/** "node" for all of them, or one by one. */
const spell = (allowed: "any" | readonly string[], all: string, prefix: string): readonly string[] =>
  allowed === "any" ? [all] : allowed.map((name) => prefix + name);

/** The table of docs/architecture.md. */
export function rulesTable(): string {
  const rows = Object.entries(RULES).map(([folder, rule]) => {
    const imports = [
      ...Object.entries(rule.folders).map(([name, strength]) => (strength === "type" ? `${name} (types)` : name)),
      ...spell(rule.node, "node", "node:"),
      ...spell(rule.packages, "packages", ""),
    ];
    return `| ${folder === "." ? "index.ts" : folder} | ${rule.why} | ${imports.join(", ") || "nothing"} |`;
  });
  return ["| src/ | what lives there | may import |", "| --- | --- | --- |", ...rows].join("\n");
}
