/** testssl.sh, `--jsonfile` (a flat array of rows) and `--jsonfile-pretty` (an object by target): report-formats.md, 3.12. */

import { beginningOf } from "../../documents/beginning.ts";
import { readJson } from "../../documents/json.ts";
import { type Importer, NO_TIME, type ReportEvent, type ReportTime } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { flatRow } from "./flat.ts";
import { testsslJudge } from "./judge.ts";
import { rowsOfPretty } from "./pretty.ts";
import { TESTSSL_CUT_ROW, TESTSSL_JSON_ROWS, TESTSSL_MAPPING } from "./verdict.ts";

export const testsslJson: Importer = {
  id: "testssl-json",
  title: "testssl.sh, JSON, flat and pretty",
  detector: "testssl",
  lineage: "stafford",
  source: "report-formats.md, 3.12; github.com/testssl/testssl.sh",
  mapping: [...TESTSSL_MAPPING, ...TESTSSL_JSON_ROWS, TESTSSL_CUT_ROW],
  recognises: ({ kind, text }) => kind === "json" && (isFlat(text) || isPretty(text)),
  read: readTestssl,
};

const has = (text: string, key: string): boolean => new RegExp(`"${key}"\\s*:`).test(text);

/** By the first row, whatever the order of its keys: a host in two halves is nobody else's. */
function isFlat(text: string): boolean {
  const row = /^\s*\[\s*\{([^{}]*)\}/.exec(text)?.[1];
  if (row === undefined || !/"(?:ip|fqdn\/ip)"\s*:\s*"[^"]*\/[^"]*"/.test(row)) return false;
  return ["id", "port", "severity", "finding"].every((key) => has(row, key));
}

const isPretty = (text: string): boolean =>
  /^\s*\{/.test(text) && has(text, "scanResult") && (has(text, "Invocation") || has(text, "targetHost"));

async function* readTestssl(
  document: AsyncIterable<string>,
  { cve }: { readonly cve: string },
): AsyncGenerator<ReportEvent> {
  const judge = testsslJudge(cve);
  const { first, text } = await beginningOf(document);
  let time: ReportTime = NO_TIME;
  let interrupted = false;
  let filtered = false;
  const end = (cut: boolean) => judge.end({ cut, interrupted, filtered }, time);
  yield* untilBroken(first === "[" ? flat() : pretty(), () => [...end(true)]);

  async function* flat(): AsyncGenerator<ReportEvent> {
    let count = 0;
    for await (const { value } of readJson(text, ["$.*"])) {
      const row = flatRow(value, `row ${++count}`);
      if (row !== null) yield* judge.row(row, NO_TIME);
      else yield { kind: "dropped", what: `row ${count}`, why: "expected a row with an id" };
    }
    yield* end(false);
  }

  async function* pretty(): AsyncGenerator<ReportEvent> {
    let count = 0;
    for await (const { path, value } of readJson(text, [...FIELDS.map((field) => `$.${field}`), "$.scanResult.*"])) {
      switch (String(path[0])) {
        case "Invocation":
          filtered ||= typeof value === "string" && /\s--severity[\s=]/.test(value);
          break;
        case "version":
          yield* versionOf(value);
          break;
        case "startTime":
          time = timeOf(value);
          if (time.at !== null) yield { kind: "fact", name: "started", value: new Date(time.at).toISOString() };
          break;
        case "scanTime":
          interrupted ||= typeof value === "string" && /interrupted/i.test(value);
          break;
        default: {
          const place = `result ${++count}`;
          const rows = rowsOfPretty(value, place);
          if (rows.length === 0) yield { kind: "dropped", what: place, why: "expected a target with its rows" };
          for (const row of rows) yield* judge.row(row, time);
        }
      }
    }
    yield* end(false);
  }
}

const FIELDS = ["Invocation", "version", "startTime", "scanTime"] as const;

function* versionOf(value: unknown): Generator<ReportEvent> {
  const version = typeof value === "string" ? /^\s*(\d[\w.-]*)/.exec(value)?.[1] : undefined;
  yield { kind: "fact", name: "tool", value: "testssl.sh" };
  if (version !== undefined) yield { kind: "fact", name: "tool_version", value: version };
}

/** Seconds since 1970, as a string. */
function timeOf(value: unknown): ReportTime {
  const seconds = typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN;
  return seconds > 0 && seconds < 1e11 ? { at: Math.round(seconds * 1000), quality: "zone" } : NO_TIME;
}
