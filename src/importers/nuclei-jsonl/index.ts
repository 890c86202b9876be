/**
 * nuclei: JSON lines (`-jsonl`, `-json` of v2) and its array (`-json-export`), see reference/report-formats.md, 3.16. A result is a
 * finding; that there is none proves nothing: the template runs only with `-code`, a signature and Python, and is silent otherwise.
 */

import type { MappingRow } from "../../core/claims.ts";
import { finding } from "../../core/model/outcome.ts";
import type { Head } from "../../documents/head.ts";
import { jsonObjects } from "../../documents/json-objects.ts";
import type { Importer, ReportAnswer, ReportEvent } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { isResult, nucleiResult } from "./result.ts";

const NUCLEI_MAPPING: readonly MappingRow[] = [
  { prints: "a result of a template for the CVE", reason: "finding_reported" },
  {
    prints: "matcher-status false (-matcher-status)",
    reason: "negative_without_ground",
    why: "printed for every attempt without a match, for a refused connection too",
  },
  { prints: "matcher-status false, error: connection refused", reason: "port_closed" },
  { prints: "matcher-status false, any other error", reason: "check_failed" },
  { prints: "matcher-status is neither true nor false", reason: "tool_output_unreadable" },
  { prints: "only results of other templates for a port", reason: "no_negative_in_format" },
];

export const nucleiJsonl: Importer = {
  id: "nuclei-jsonl",
  title: "nuclei, JSON lines and JSON array",
  detector: "nuclei",
  lineage: "stafford",
  source: "report-formats.md, 3.16; github.com/projectdiscovery/nuclei, pkg/output/output.go",
  mapping: NUCLEI_MAPPING,
  recognises,
  read: (document, { cve }) => {
    const reader = new Reader(cve);
    return untilBroken(reader.read(document), () => reader.end());
  },
};

/** A field of the first result that no other format has, before its first closing brace at the latest. */
const FIRST_RESULT =
  /^\s*\[?\s*\{\s*"(?:template(?:-id|-url|-path|-encoded|ID|_id)?|matcher-status)"\s*:\s*(?:"|true|false)/;
const OF_NUCLEI = /"(?:template-id|templateID|template_id)"\s*:\s*"[^"]*"/;
const WITH_INFO = /"info"\s*:\s*\{/;

function recognises({ kind, text }: Head): boolean {
  if (kind !== "json") return false;
  if (FIRST_RESULT.test(text) && OF_NUCLEI.test(text) && WITH_INFO.test(text)) return true;
  try {
    return isResult(JSON.parse(text.trimStart().split(/\r?\n/, 1)[0] ?? ""));
  } catch {
    return false;
  }
}

class Reader {
  readonly #cve: string;
  /** Places of which only other templates spoke so far; by place. */
  readonly #others = new Map<string, ReportAnswer>();
  readonly #answered = new Set<string>();

  constructor(cve: string) {
    this.#cve = cve;
  }

  async *read(document: AsyncIterable<string>): AsyncGenerator<ReportEvent> {
    for await (const { line, value } of jsonObjects(document)) yield* this.#result(value, line);
    yield* this.end();
  }

  /** What was held back: attempts without a match, and places of which nothing else is known. */
  end(): readonly ReportEvent[] {
    const answers = [...this.#others.values()];
    this.#others.clear();
    return answers;
  }

  *#result(value: unknown, line: number): Generator<ReportEvent> {
    const result = nucleiResult(value, this.#cve);
    if (result === null) {
      const why = value === undefined ? "expected a JSON object" : "expected a template and where it was tried";
      yield { kind: "dropped", what: `line ${line}`, why };
      return;
    }
    yield { kind: "seen", what: "check", count: 1 };
    const { host, port, words, time } = result;
    const place = JSON.stringify([host.address, host.name, port]);
    const answer: ReportAnswer = {
      kind: "answer",
      host,
      port,
      transport: "tcp",
      serverName: null,
      finding: result.finding ?? finding("no_negative_in_format", `no result for ${this.#cve}`),
      by: "probe",
      words: result.finding === null ? "" : words,
      place: `line ${line}, template ${result.template}`,
      time,
    };
    if (this.#answered.has(place)) return;
    if (!this.#others.has(place)) {
      yield { kind: "seen", what: "host", count: 1 };
      yield { kind: "seen", what: "port", count: 1 };
    }
    if (answer.finding.outcome === "vulnerable") {
      this.#answered.add(place);
      this.#others.delete(place);
      yield answer;
    } else if (result.finding !== null || !this.#others.has(place)) {
      // The last word about the CVE stands; of other templates, the first result is enough to show the place.
      this.#others.set(place, answer);
    }
  }
}
