/**
 * The contract of an importer: one report format, recognised by content, read as a stream. An importer is pure but for
 * pulling text: it yields what the report says, in order, and never throws for what a report contains (a broken document is an
 * event). Which endpoint an answer belongs to, and storing it, is not its business.
 */

import type { MappingRow } from "../core/claims.ts";
import type { Transport } from "../core/model/endpoint.ts";
import type { TimeQuality } from "../core/model/observation.ts";
import type { Finding } from "../core/model/outcome.ts";
import type { Head } from "../documents/head.ts";

/** The host as the report writes it: whatever stands there, no more than trimmed. Normalised in one place, see host.ts. */
export interface ReportHost {
  /** What stands where an address is expected; may be anything. */
  readonly address: string | null;
  /** What stands where a name is expected; may be an address, a URL's host, or nonsense. */
  readonly name: string | null;
}

/** When a foreign answer was given. `at`: milliseconds since 1970, of a naive time as if it were UTC; null: not known. */
export interface ReportTime {
  readonly at: number | null;
  readonly quality: TimeQuality;
}

export const NO_TIME: ReportTime = { at: null, quality: "none" };

/** One answer about one place. */
export interface ReportAnswer {
  readonly kind: "answer";
  /** Whose answer it is, where one document holds those of several detectors; default: the importer's. */
  readonly detector?: string;
  readonly host: ReportHost;
  /** As written (`443`, `443/tcp`, `https (443/tcp)`), or a number; null: the host as a whole. */
  readonly port: string | number | null;
  readonly transport: Transport;
  /** The server name that was sent as SNI; null: none, or the report does not say. */
  readonly serverName: string | null;
  readonly finding: Finding;
  /** `probe`: something was asked; `version`: somebody read a version. Never in one column. */
  readonly by: "probe" | "version";
  /** The tool's own words, e.g. `not vulnerable , timed out`. Bounded and freed of memory by the receiver. */
  readonly words: string;
  /** Where in the document: `ReportHost 192.0.2.1, plugin 73412`, `line 12`. */
  readonly place: string;
  readonly time: ReportTime;
}

export type ReportEvent =
  | ReportAnswer
  /** Something that could not be used, and why: counted and shown, never silent. */
  | { readonly kind: "dropped"; readonly what: string; readonly why: string }
  /** A fact about the whole report, for its summary. */
  | { readonly kind: "fact"; readonly name: ReportFact; readonly value: string }
  /** Counts for the summary: `host` each host, `port` each port, `check` each check's result that was looked at. */
  | { readonly kind: "seen"; readonly what: "host" | "port" | "check"; readonly count: number }
  /** The document ends before it is complete, or is not what it should be; what was complete has been yielded. */
  | { readonly kind: "broken"; readonly problem: string; readonly line: number | null };

export const REPORT_FACTS = [
  "tool",
  "tool_version",
  "feed",
  "policy",
  "scanner",
  "started",
  "finished",
  "note",
] as const;
export type ReportFact = (typeof REPORT_FACTS)[number];

export interface ImportContext {
  /** The vulnerability asked about, e.g. `CVE-2014-0160`. */
  readonly cve: string;
}

export interface Importer {
  /** Folder name and `--format`: `nessus`. */
  readonly id: string;
  readonly title: string;
  /** The detector whose answers it brings: `nessus`. Several formats of one tool share it. */
  readonly detector: string;
  /** Whose code or bytes the tool carries. */
  readonly lineage: string;
  /** Where the format is described. */
  readonly source: string;
  /** For every situation that the format can show: what it says, what we make of it. */
  readonly mapping: readonly MappingRow[];
  /** Whether the document begins like this format. Certain: no two importers may claim the same document. */
  recognises(head: Head): boolean;
  /** Reads the decoded document. Never throws for its content. */
  read(document: AsyncIterable<string>, context: ImportContext): AsyncGenerator<ReportEvent>;
}
