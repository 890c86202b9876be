/** sslscan, XML (`--xml`). */

import type { MappingRow } from "../../core/claims.ts";
import type { Importer } from "../importer.ts";
import { readXmlReport } from "../read.ts";
import { SslscanXml } from "./xml.ts";

/** What both of sslscan's formats can show. */
export const SSLSCAN_MAPPING: readonly MappingRow[] = [
  { prints: "vulnerable, for at least one version", reason: "finding_reported" },
  {
    prints: "not vulnerable, for every version listed",
    reason: "negative_reported",
    why: "its own word, known to be wrong for some certificate lengths, for GCM only and for answers in small pieces",
  },
  {
    prints: "not vulnerable, by sslscan 1.9.2",
    reason: "negative_without_ground",
    why: "that version read lengths with their bytes swapped",
  },
  {
    prints: "not vulnerable, by sslscan 1.10.2 to 1.11.4, with no line for TLS 1.1",
    reason: "tls_version_not_covered",
    why: "these versions asked in TLS 1.1 only, whatever their lines say",
  },
  {
    prints: "not vulnerable, and neither protocols nor suites show that the server took TLS 1.0 to 1.2",
    reason: "tls_not_shown",
    why: "before 2.0 the lines stood there for every version, whatever listened",
  },
  { prints: "no such line, by a version before 1.9.2", reason: "check_too_old" },
  { prints: "no such line; no version enabled, no certificate", reason: "tls_not_shown" },
  { prints: "no such line; only SSL 2, SSL 3 or TLS 1.3 enabled", reason: "tls_version_not_covered" },
  {
    prints: "no such line, though suites of TLS 1.0 to 1.2 are listed",
    reason: "check_not_enabled",
    why: "--no-heartbleed",
  },
  { prints: "no such line, though TLS 1.0 to 1.2 is enabled; no suites", reason: "no_record_of_check" },
  { prints: "Could not open a connection to host …", reason: "check_failed" },
  { prints: "Could not resolve hostname …", reason: "dns_failure" },
];

export const sslscan: Importer = {
  id: "sslscan",
  title: "sslscan, XML (--xml)",
  detector: "sslscan",
  lineage: "stafford",
  source: "report-formats.md 3.13; detectors.md 2.10",
  mapping: [
    ...SSLSCAN_MAPPING,
    { prints: "a value other than 0 and 1", reason: "tool_output_unreadable" },
    { prints: "an end before the element `document` closes", reason: "report_truncated" },
  ],
  recognises: ({ root, attributes }) => root === "document" && /^SSLScan\b/i.test(attributes.get("title") ?? ""),
  read: (document, { cve }) => readXmlReport(document, ["document"], new SslscanXml(cve)),
};
