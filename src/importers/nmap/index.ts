/** nmap, XML output (`-oX`). */

import type { MappingRow } from "../../core/claims.ts";
import type { Importer } from "../importer.ts";
import { readXmlReport } from "../read.ts";
import { NmapXml } from "./xml.ts";

/** What both of nmap's formats can show. */
export const NMAP_MAPPING: readonly MappingRow[] = [
  {
    prints: "State: VULNERABLE, LIKELY VULNERABLE, VULNERABLE (DoS) or VULNERABLE (Exploitable)",
    reason: "finding_reported",
  },
  {
    prints: "NOT VULNERABLE, and ssl-enum-ciphers lists suites of TLS 1.0, 1.1 or 1.2",
    reason: "negative_reported",
    why: "a device on the path that eats heartbeats looks the same",
  },
  {
    prints: "no line of ssl-heartbleed, which ran without vulns.showall, and ssl-enum-ciphers lists such suites",
    reason: "negative_derived",
    why: "without that argument negatives are not printed; an error is",
  },
  {
    prints:
      "NOT VULNERABLE, and ssl-enum-ciphers lists only SSLv3, only TLS 1.3, or not the version given in ssl-heartbleed.protocols",
    reason: "tls_version_not_covered",
  },
  {
    prints: 'NOT VULNERABLE; a certificate or tunnel="ssl", but no list of suites',
    reason: "negative_without_ground",
    why: "printed also for a vulnerable server that speaks only SSLv3, or starts to answer after six seconds",
  },
  {
    prints: "NOT VULNERABLE, or no line, and nothing that shows TLS",
    reason: "tls_not_shown",
    why: "forced, the script prints NOT VULNERABLE for plain HTTP, SSH, silent and hanging ports",
  },
  {
    prints: "no line of ssl-heartbleed though the port speaks TLS",
    reason: "no_record_of_check",
    why: "nmap did not start it",
  },
  { prints: "ERROR: …, Unsupported protocol version, UNKNOWN (unable to test)", reason: "check_failed" },
  { prints: "the command chooses no script, or others", reason: "check_not_enabled" },
  {
    prints: "a scan before 8 April 2014; no line, by an nmap before 6.45 that was not asked for the script by its name",
    reason: "check_too_old",
  },
  { prints: "a UDP port", reason: "tool_not_applicable", why: "the script speaks TLS over TCP" },
  { prints: "vulners, vulscan: the CVE in a list for a version", reason: "version_reported" },
  { prints: "another script mentions the CVE without a state", reason: "potential_finding" },
  {
    prints: "no finding, and a finding at the same place: by another script, or where the address comes again",
    reason: "host_ambiguous",
  },
  { prints: "port closed", reason: "port_closed" },
  { prints: "port filtered, open|filtered, closed|filtered, unfiltered", reason: "port_filtered" },
  { prints: "host up, and no port asked", reason: "port_not_scanned" },
  { prints: "host down", reason: "host_dead" },
];

export const nmap: Importer = {
  id: "nmap",
  title: "nmap, XML (-oX)",
  detector: "nmap",
  lineage: "nmap",
  source: "report-formats.md 3.9; nmap 7.93: scripts/ssl-heartbleed.nse, nselib/vulns.lua, docs/nmap.dtd",
  mapping: [
    ...NMAP_MAPPING,
    { prints: "a state that nmap's library does not have", reason: "tool_output_unreadable" },
    { prints: 'timedout="true", or a scan that finished with an error', reason: "scan_interrupted" },
    { prints: "an end before the element `finished`", reason: "report_truncated" },
  ],
  recognises: (head) => head.root === "nmaprun" && head.attributes.get("scanner") !== "masscan",
  read: (document, { cve }) => readXmlReport(document, ["nmaprun"], new NmapXml(cve)),
};
