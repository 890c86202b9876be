/**
 * Answers of the web service of FiloSottile/Heartbleed, `/bleed/HOST` (reference/report-formats.md, 3.6): `{code, data, error,
 * host}`, where code 0 is VULNERABLE and 1 is SAFE, the reverse of the command's exit codes. `data` is leaked memory: never read.
 */

import type { MappingRow } from "../../core/claims.ts";
import { finding } from "../../core/model/outcome.ts";
import { jsonRecords, own, ownText } from "../../documents/json.ts";
import { echoedTarget } from "../consoles/line.ts";
import { hostOf } from "../consoles/read.ts";
import { FILOSOTTILE_ERRORS, filosottileFinding } from "../filosottile/verdict.ts";
import { type Importer, NO_TIME, type ReportEvent } from "../importer.ts";
import { untilBroken } from "../read.ts";

/** Reversed on purpose: the service's numbers, not the command's. */
const WORDS: Readonly<Record<string, string>> = { "0": "VULNERABLE", "1": "SAFE", "2": "ERROR" };

const MAPPING: readonly MappingRow[] = [
  { prints: "code 0", reason: "finding_reported" },
  {
    prints: "code 1",
    reason: "negative_reported",
    why: "said only after a completed handshake; a connection that was closed on the heartbeat counts too",
  },
  ...FILOSOTTILE_ERRORS.map((row) => ({ ...row, prints: `code 2, ${row.prints}` })),
  { prints: "any other code, code 1 with an error", reason: "tool_output_unreadable" },
];

export const filosottileJson: Importer = {
  id: "filosottile-json",
  title: "FiloSottile/Heartbleed, JSON of the web service",
  detector: "filosottile",
  lineage: "filosottile",
  source: "report-formats.md, 3.6; github.com/FiloSottile/Heartbleed, server/main.go",
  mapping: MAPPING,
  recognises: (head) => head.kind === "json" && FIRST_ANSWER.test(head.text),
  read: (document) => untilBroken(answers(document)),
};

/** The four keys in the order in which the service writes them. */
const FIRST_ANSWER = /^\s*\[?\s*\{\s*"code"\s*:\s*\d+\s*,\s*"data"\s*:\s*"/;

async function* answers(document: AsyncIterable<string>): AsyncGenerator<ReportEvent> {
  let count = 0;
  for await (const record of jsonRecords(document)) {
    count++;
    const { host, port } = echoedTarget(ownText(record, "host") ?? "");
    const code = own(record, "code");
    if (host === "" || code === undefined) {
      yield { kind: "dropped", what: `answer ${count}`, why: "it names no host or has no code" };
      continue;
    }
    const word = typeof code === "number" ? WORDS[String(code)] : undefined;
    const error = ownText(record, "error") ?? "";
    const clear = word !== undefined && (word !== "SAFE" || error === "");
    yield { kind: "seen", what: "host", count: 1 };
    yield { kind: "seen", what: "check", count: 1 };
    yield {
      kind: "answer",
      host: hostOf(host),
      // Without a port the service asks 443.
      port: port ?? "443",
      transport: "tcp",
      serverName: null,
      finding: clear ? filosottileFinding(word, error) : finding("tool_output_unreadable"),
      by: "probe",
      words: word === "ERROR" ? `code 2, ${error}` : `code ${typeof code === "number" ? code : "?"}`,
      place: `answer ${count}`,
      time: NO_TIME,
    };
  }
}
