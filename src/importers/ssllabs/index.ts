/**
 * Qualys SSL Labs: the JSON of its API, v2 to v4: one host, an array of hosts as `ssllabs-scan` writes, or one host per
 * line (reference/report-formats.md 3.3).
 */

import { jsonRecords, own, ownText } from "../../documents/json.ts";
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
  const facts = factReader();
  let number = 0;
  for await (const value of jsonRecords(document)) {
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
