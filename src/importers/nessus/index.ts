/**
 * Nessus' own export, `.nessus` version 2, also as Tenable.sc and Tenable.io write it, and version 1, which older servers still
 * offered in 2014 (report-formats.md 3.1).
 */

import type { MappingRow } from "../../core/claims.ts";
import { finding, type Reason } from "../../core/model/outcome.ts";
import type { ImportContext, Importer, ReportAnswer, ReportEvent } from "../importer.ts";
import { NO_TIME } from "../importer.ts";
import { readXmlReport, type XmlReportHandler } from "../read.ts";
import { type NessusHandler, nessusHandler } from "./handler.ts";
import { missingTargets, targetCount } from "../target-list.ts";
import { ROOT_1, version1Handler } from "./version1.ts";

const ROOT = "NessusClientData_v2";

const MAPPING: readonly MappingRow[] = [
  { prints: "an item of plugin 73412, or of another probe with the CVE", reason: "finding_reported" },
  { prints: "any other item with the CVE in <cve>", reason: "version_reported", why: "it reads a banner or a package" },
  {
    prints: "no item of 73412 on a TLS port",
    reason: "negative_derived",
    why: "host in TARGET, 73412 in plugin_set (else family Misc. on and the feed young enough), TLS shown by 56984, 21643, 10863 or 22964, HOST_END there",
  },
  {
    prints: "no item of 19506, which plugin_set has",
    reason: "report_filtered",
    why: "it is written for every host: the export was filtered, or the host did not come to its end",
  },
  { prints: "an address or a name of TARGET without a ReportHost", reason: "host_dead" },
  { prints: "10180 says that the host is considered as dead", reason: "host_dead" },
  { prints: "a ReportHost that TARGET does not contain", reason: "host_not_scanned" },
  { prints: "10919: the port was open and is now closed", reason: "port_closed" },
  { prints: "10919: the port was open and is now unresponsive", reason: "port_filtered" },
  { prints: "a feed or a scan from before 2014-04-08", reason: "check_too_old" },
  {
    prints: "plugin_set without 73412, its family or itself switched off, a web application scan",
    reason: "check_not_enabled",
  },
  {
    prints:
      "no policy, no TARGET or one that cannot be read, neither plugins nor families, or families without a dated feed",
    reason: "no_record_of_check",
    why: "exports of Tenable.sc leave the policy out",
  },
  { prints: "a port without an item that shows TLS; a host without any port", reason: "tls_not_shown" },
  { prints: "56984, 21643 or 22964 name only SSLv2 or TLS 1.3", reason: "tls_version_not_covered" },
  { prints: "a UDP port that speaks TLS", reason: "tool_not_applicable", why: "73412 asks over TCP" },
  { prints: "a host without HOST_END; missing targets of such a report", reason: "scan_interrupted" },
  {
    prints: "no item of 73412, in a file that ends early; the targets that it has not come to",
    reason: "report_truncated",
    why: "the same host may come again, with a finding",
  },
  {
    prints: "version 1: a port without an item of 73412",
    reason: "no_negative_in_format",
    why: "it does not say which plugins were switched on",
  },
  {
    prints: "73412 without a port, or found at this port in another element of the same host",
    reason: "host_ambiguous",
  },
];

/** As many targets that did not answer are listed one by one: a /16. */
const MOST_MISSING = 65_536;

export const nessus: Importer = {
  id: "nessus",
  title: "Nessus export (.nessus, versions 2 and 1)",
  detector: "nessus",
  lineage: "nessus",
  source: "report-formats.md 3.1",
  mapping: MAPPING,
  recognises: (head) => head.root === ROOT || head.root === ROOT_1,
  async *read(document: AsyncIterable<string>, context: ImportContext): AsyncGenerator<ReportEvent> {
    const handler = nessusHandler(context);
    let broken: ReportEvent | null = null;
    yield { kind: "fact", name: "tool", value: "Nessus" };
    for await (const event of readXmlReport(document, [ROOT, ROOT_1], byVersion(handler, version1Handler(context)))) {
      if (event.kind === "broken") broken = event;
      else yield event;
    }
    yield* handler.zeros.release(broken === null);
    yield* unanswered(handler, broken !== null);
    if (broken !== null) yield broken;
  },
};

/** The root element tells which of them reads the document. */
function byVersion(second: XmlReportHandler, first: XmlReportHandler): XmlReportHandler {
  let chosen: XmlReportHandler | null = null;
  return {
    open(name, attributes) {
      chosen ??= name === ROOT_1 ? first : second;
      chosen.open(name, attributes);
    },
    text: (piece) => chosen?.text?.(piece),
    close: (name) => chosen?.close(name),
    take: () => (chosen ?? second).take(),
    end: (complete) => (chosen ?? second).end(complete),
  };
}

/** The targets that the report has no element for. */
function* unanswered(handler: NessusHandler, cut: boolean): Generator<ReportEvent> {
  const targets = handler.policy.targets();
  if (targets === null) return;
  const reason: Reason = cut ? "report_truncated" : handler.unfinished() ? "scan_interrupted" : "host_dead";
  let listed = 0;
  for (const host of missingTargets(targets, handler.seen)) {
    if (listed === MOST_MISSING) {
      const value = `of ${targetCount(targets)} targets, those without an answer are listed up to ${MOST_MISSING}`;
      yield { kind: "fact", name: "note", value };
      return;
    }
    listed++;
    const answer: ReportAnswer = {
      kind: "answer",
      host,
      port: null,
      transport: "tcp",
      serverName: null,
      finding: finding(reason, "a target of the scan without a ReportHost"),
      by: "probe",
      words: "",
      place: "TARGET",
      time: NO_TIME,
    };
    yield answer;
  }
}
