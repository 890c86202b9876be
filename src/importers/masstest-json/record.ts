/**
 * One host's record of heartbleed-masstest: `{"status": true, "first_scan": 1397…, "last_scan": 1397…, "changelog": [[1397…, false]]}`
 * (reference/report-formats.md, 3.7). The port is not in it.
 */

import { type Gate, type MappingRow, printedNegative } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { own, ownList } from "../../documents/json.ts";
import { NO_TIME, type ReportTime } from "../importer.ts";

export interface MasstestAnswer {
  readonly finding: Finding;
  readonly words: string;
  readonly time: ReportTime;
}

/**
 * On 13 April 2014, between these commits (2b836c1 to the one after ddd22cf), the tool sent a stray byte, then a record above the
 * TLS maximum: its verdict followed an option of the server, not the flaw (reference/detectors.md, 2.2).
 */
const NO_TEST_FROM = Date.UTC(2014, 3, 13, 11, 13);
const NO_TEST_UNTIL = Date.UTC(2014, 3, 13, 23, 36);

/** What the record says now and, where it kept a log of changes, what it said then; oldest first. */
export function masstestAnswers(record: unknown): readonly MasstestAnswer[] {
  const last = timeOf(own(record, "last_scan"));
  const log = ownList(record, "changelog").map((entry) => answerOf(own(entry, 1), timeOf(own(entry, 0))));
  const earlier = log.filter(({ time }) => time.at !== null && (last.at === null || time.at < last.at));
  return [...earlier, answerOf(own(record, "status"), last)];
}

function answerOf(status: unknown, time: ReportTime): MasstestAnswer {
  return { finding: masstestFinding(status, time), words: wordsOf(status), time };
}

function wordsOf(status: unknown): string {
  if (status === undefined) return "";
  return typeof status === "boolean" || status === null ? `status ${status}` : "status of another kind";
}

function masstestFinding(status: unknown, time: ReportTime): Finding {
  if (status === true) return finding("finding_reported");
  if (status === false) return printedNegative({ ran: tested(time) });
  if (status === null)
    return finding("tls_not_shown", "no TLS, refused or timed out: the tool does not tell them apart");
  return status === undefined ? finding("no_record_of_check") : finding("tool_output_unreadable");
}

/** A naive time is taken as UTC, which the tool's makers may have been an hour away from. */
export function tested({ at }: ReportTime): Gate {
  if (at === null) return "open";
  if (at < NO_TEST_FROM) return "open";
  return at < NO_TEST_UNTIL ? "negative_without_ground" : "open";
}

/** Seconds since 1970, with a fraction. */
function timeOf(value: unknown): ReportTime {
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0 || value > 1e11) return NO_TIME;
  return { at: Math.round(value * 1000), quality: "zone" };
}

export const MASSTEST_MAPPING: readonly MappingRow[] = [
  { prints: "status true", reason: "finding_reported" },
  { prints: "status false", reason: "negative_reported", why: "said only after a ServerHelloDone" },
  {
    prints: "status false, of 13 April 2014 between 11:13 and 23:36 UTC",
    reason: "negative_without_ground",
    why: "the tool's version of those hours sent no valid request",
  },
  { prints: "status null", reason: "tls_not_shown", why: "no TLS, refused or timed out: not told apart" },
  { prints: "no status", reason: "no_record_of_check", why: "named for a scan that did not reach it" },
  { prints: "a status of another kind", reason: "tool_output_unreadable" },
];
