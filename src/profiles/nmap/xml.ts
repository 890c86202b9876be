/** What nmap writes about one port, as far as the scanner reads it (reference/report-formats.md, 3.9). */

import type { Question } from "../profile.ts";
import type { Answer } from "./talk.ts";

export interface PortReport {
  readonly state: "open" | "closed" | "filtered";
  /** Protocol versions for which ssl-enum-ciphers lists suites. */
  readonly versions: readonly string[];
  /** Of ssl-heartbleed; null: not started. */
  readonly answer: Answer | null;
  /** The versions that the script asks in, where they are not those of today. */
  readonly asked: readonly string[] | null;
  /** Of nmap. */
  readonly release: string;
  /** Seconds since 1970. */
  readonly at: number;
}

const CVE_PAGE = "https://cve.mitre.org/cgi-bin/cvename.cgi?name=CVE-2014-0160";
const FAILED = '<script id="ssl-heartbleed" output="ERROR: Script execution failed (use -d to debug)"/>';

export function nmapXml({ address, port }: Question, report: PortReport): string {
  const scripts = [...report.versions.map(suitesOf), heartbleedOf(report.answer)].join("");
  // The old script knew no such argument: this says for the reader what it did.
  const versions = report.asked === null ? "" : `,ssl-heartbleed.protocols={${report.asked.join(",")}}`;
  const command = `nmap -Pn -n -sT -p ${port} --script +ssl-heartbleed,+ssl-enum-ciphers --script-args vulns.showall${versions} -oX - ${address}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<nmaprun scanner="nmap" args="${command}" start="${report.at}" version="${report.release}">`,
    `<scaninfo type="connect" protocol="tcp" numservices="1" services="${port}"/>`,
    `<host starttime="${report.at}" endtime="${report.at}"><status state="up" reason="user-set"/>`,
    `<address addr="${address}" addrtype="${address.includes(":") ? "ipv6" : "ipv4"}"/>`,
    `<ports><port protocol="tcp" portid="${port}"><state state="${report.state}"/>${scripts}</port></ports>`,
    "</host>",
    `<runstats><finished time="${report.at}" exit="success"/><hosts up="1" down="0" total="1"/></runstats>`,
    "</nmaprun>\n",
  ].join("\n");
}

function suitesOf(version: string): string {
  return `<script id="ssl-enum-ciphers" output=""><table key="${version}"><table key="ciphers"><table><elem key="name">TLS</elem></table></table></table></script>`;
}

function heartbleedOf(answer: Answer | null): string {
  if (answer === null) return "";
  if (answer === "error") return FAILED;
  const state = answer === "vulnerable" ? "VULNERABLE" : "NOT VULNERABLE";
  return `<script id="ssl-heartbleed" output="${state}:"><table key="NMAP-1"><elem key="state">${state}</elem><table key="refs"><elem>${CVE_PAGE}</elem></table></table></script>`;
}
