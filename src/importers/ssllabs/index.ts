/**
 * Qualys SSL Labs: the JSON of its API, v2 to v4: one host, an array of hosts as `ssllabs-scan` writes, or one host per
 * line (reference/report-formats.md 3.3).
 */

import { type JsonPart, own, ownText, readJson } from "../../documents/json.ts";
import { DocumentProblem } from "../../documents/problem.ts";
import type { Importer, ReportEvent } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { isTime, quoted } from "./endpoint.ts";
import { isHost, readHost } from "./host.ts";
import { MAPPING } from "./mapping.ts";

export const ssllabsImporter: Importer = {
  id: "ssllabs",
  title: "Qualys SSL Labs, JSON of the API and of ssllabs-scan",
  detector: "ssllabs",
  lineage: "ssllabs",
  source: "https://github.com/ssllabs/ssllabs-scan/blob/master/ssllabs-api-docs-v4.md",
  mapping: MAPPING,
  recognises: ({ kind, text }) =>
    kind === "json" &&
    /^\s*(?:\[\s*)?\{/.test(text) &&
    !has(text, "maxAssessments") &&
    ((has(text, "engineVersion") && has(text, "criteriaVersion")) ||
      (has(text, "ipAddress") && has(text, "statusMessage") && MARKS.some((mark) => has(text, mark)))),
  read: (document, { cve }) => untilBroken(readHosts(document, cve)),
};

/** Fields of an endpoint that nobody else's JSON has; for documents whose keys were sorted by somebody's tool. */
const MARKS = ["gradeTrustIgnored", "hasWarnings", "isExceptional", "hostStartTime", "statusDetailsMessage"] as const;
const has = (text: string, key: string): boolean => new RegExp(`"${key}"\\s*:`).test(text);

async function* readHosts(document: AsyncIterable<string>, cve: string): AsyncGenerator<ReportEvent> {
  const { isArray, text } = await startOf(document);
  const facts = factReader();
  let number = 0;
  for await (const { value } of cutOffIsAProblem(readJson(text, [isArray ? "$.*" : "$"]))) {
    number++;
    const place = `result ${number}`;
    if (!isHost(value)) {
      yield { kind: "dropped", what: place, why: whyNot(value) };
      continue;
    }
    yield* facts.of(value);
    yield* readHost(value, cve, place);
  }
  yield* facts.end();
}

/**
 * The parser's word for a document that is cut off between two tokens is a plain error, which `readJson` passes through.
 * To be removed when documents/json.ts turns it into a DocumentProblem itself.
 */
async function* cutOffIsAProblem(parts: AsyncGenerator<JsonPart>): AsyncGenerator<JsonPart> {
  try {
    yield* parts;
  } catch (error) {
    const cut = error instanceof Error && error.message.startsWith("Parser ended in mid-parsing");
    throw cut ? new DocumentProblem("expected JSON, found the end of a file that is cut off", null) : error;
  }
}

/** What stands there instead of a host, e.g. the service's answer to a wrong call: `{"errors":[{"message":…}]}`. */
function whyNot(value: unknown): string {
  const message = ownText(value, "errors", 0, "message");
  return message === null
    ? "expected a host of SSL Labs with its endpoints"
    : `an error of the service instead of a host: ${quoted(message)}`;
}

/** Says each version once, and at the end from when to when the assessments were. */
function factReader() {
  const said = new Map<string, string>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const fact = function* (name: "tool" | "tool_version" | "policy", value: string | null): Generator<ReportEvent> {
    if (value === null || said.get(name) === value) return;
    said.set(name, value);
    yield { kind: "fact", name, value };
  };
  return {
    *of(host: unknown): Generator<ReportEvent> {
      yield* fact("tool", "SSL Labs");
      yield* fact("tool_version", ownText(host, "engineVersion"));
      const criteria = ownText(host, "criteriaVersion");
      yield* fact("policy", criteria === null ? null : `criteria ${criteria}`);
      const times = [own(host, "startTime"), own(host, "testTime")].filter(isTime);
      first = Math.min(first, ...times);
      last = Math.max(last, ...times);
      const kept = own(host, "cacheExpiryTime");
      if (isTime(kept)) {
        const value = `${ownText(host, "host") ?? "a host"}: cached by SSL Labs until ${new Date(kept).toISOString()}`;
        yield { kind: "fact", name: "note", value };
      }
    },
    *end(): Generator<ReportEvent> {
      if (first > last) return;
      yield { kind: "fact", name: "started", value: new Date(first).toISOString() };
      yield { kind: "fact", name: "finished", value: new Date(last).toISOString() };
    },
  };
}

/** Looks whether the document is an array, and gives all of it back. */
async function startOf(
  document: AsyncIterable<string>,
): Promise<{ readonly isArray: boolean; readonly text: AsyncIterable<string> }> {
  const pieces = document[Symbol.asyncIterator]();
  let head = "";
  for (;;) {
    const next = await pieces.next();
    if (next.done) break;
    head += next.value;
    if (head.trim() !== "") break;
  }
  const text = (async function* () {
    yield head;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  })();
  return { isArray: head.trimStart().startsWith("["), text };
}
