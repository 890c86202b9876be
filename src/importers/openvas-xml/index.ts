/** The XML report of OpenVAS and Greenbone, alone or inside the manager's answer, in its dialects since OMP 1 (report-formats.md, 3.14). */

import type { MappingRow } from "../../core/claims.ts";
import type { Head } from "../../documents/head.ts";
import type { ImportContext, Importer, ReportEvent } from "../importer.ts";
import { readXmlReport } from "../read.ts";
import { openvasHandler } from "./handler.ts";
import { ROOTS } from "./paths.ts";

const MAPPING: readonly MappingRow[] = [
  { prints: "a result of NVT 103936 or 105010, or with the CVE from a check that asked", reason: "finding_reported" },
  {
    prints: "any other result with the CVE, or of the CVE scanner",
    reason: "version_reported",
    why: "its quality of detection says that it read a banner, a package or a list of products",
  },
  { prints: "such a result that an override lowered to Log", reason: "finding_excepted" },
  { prints: "such a result, marked as False Positive", reason: "finding_disputed" },
  { prints: "such a result at level Log or Debug", reason: "potential_finding" },
  { prints: "such a result in a comparison of two reports, gone", reason: "answer_stale" },
  { prints: "such a result at level Error, or an error of the check or the host", reason: "check_failed" },
  { prints: "an error of the check that says timed out", reason: "tool_timed_out" },
  {
    prints: "no result of the check on a TLS port of a host with EXIT_NOTVULN from it",
    reason: "negative_derived",
    why: "TLS shown by a result of the family SSL and TLS or by a certificate, scan Done, host ended, no finding filtered out",
  },
  { prints: "a host detail Host dead, or an error that says so", reason: "host_dead" },
  { prints: "a scan from before 2014-04-08", reason: "check_too_old" },
  {
    prints: "a TLS port of a host without EXIT_NOTVULN from 103936: 105010 asks with STARTTLS only",
    reason: "no_record_of_check",
  },
  {
    prints: "a port without a sign of TLS, or no port at all",
    reason: "tls_not_shown",
    why: "such signs are notes of level Log, which most exports leave out",
  },
  { prints: "version detection names only SSLv2 or TLS 1.3", reason: "tls_version_not_covered" },
  { prints: "a UDP port with TLS", reason: "tool_not_applicable" },
  { prints: "a scan that is not Done, or a host without an end", reason: "scan_interrupted" },
  {
    prints: "no filter, one that hides findings or that is not understood, a page of several, a comparison",
    reason: "report_filtered",
  },
  { prints: "a finding without a port, or in another report of the document", reason: "host_ambiguous" },
  { prints: "the document ends too early", reason: "report_truncated" },
];

export const openvasXml: Importer = {
  id: "openvas-xml",
  title: "OpenVAS / Greenbone, XML report",
  detector: "openvas",
  lineage: "openvas",
  source: "report-formats.md, 3.14",
  mapping: MAPPING,
  recognises,
  async *read(document: AsyncIterable<string>, context: ImportContext): AsyncGenerator<ReportEvent> {
    yield { kind: "fact", name: "tool", value: "OpenVAS / Greenbone" };
    yield* readXmlReport(document, ROOTS, openvasHandler(context));
  },
};

/** `report` is everybody's word: only with an element or an id that nobody else has. */
function recognises({ kind, root, text }: Head): boolean {
  if (kind !== "xml" || root === null || !ROOTS.includes(root)) return false;
  if (root !== "report") return true;
  return /<(?:gmp|omp)>\s*<version>|<scan_run_status>|<report_format[\s/>]|<nvt\s+oid\s*=/.test(text);
}
