import type { AnswerFixture } from "../../testing/check.ts";

const ARGS =
  "nmap -Pn -n -sT --unprivileged -p 8443 --script +ssl-heartbleed,+ssl-cert,+ssl-enum-ciphers --script-args vulns.showall -oX - 127.0.0.1";
const state = (word: string) =>
  `<script id="ssl-heartbleed" output="&#xa;  ${word}:&#xa;  The Heartbleed Bug&#xa;    State: ${word}&#xa;"><table key="NMAP-1"><elem key="title">The Heartbleed Bug is a serious vulnerability in the popular OpenSSL cryptographic software library.</elem><elem key="state">${word}</elem><table key="refs"><elem>https://cve.mitre.org/cgi-bin/cvename.cgi?name=CVE-2014-0160</elem></table></table></script>`;
const suites = (version: string) =>
  `<script id="ssl-enum-ciphers" output="&#xa;  ${version}: &#xa;"><table key="${version}"><table key="ciphers"><table><elem key="name">TLS_RSA_WITH_AES_128_CBC_SHA</elem></table></table></table></script>`;
const CERTIFICATE = '<script id="ssl-cert" output="Subject: commonName=x"><elem key="pem">x</elem></script>';

function port(inside: string, how = "open"): string {
  return `<port protocol="tcp" portid="8443"><state state="${how}" reason="syn-ack"/><service name="https-alt" method="table" conf="3"/>${inside}</port>`;
}
function run(ports: string): { readonly stdout: string } {
  return {
    stdout: `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner="nmap" args="${ARGS}" start="1795320000" version="7.93" xmloutputversion="1.05">\n<scaninfo type="connect" protocol="tcp" numservices="1" services="8443"/>\n<host starttime="1795320000" endtime="1795320004"><status state="up" reason="user-set"/>\n<address addr="127.0.0.1" addrtype="ipv4"/>\n<ports>${ports}</ports>\n</host>\n<runstats><finished time="1795320004" elapsed="4.1" exit="success"/><hosts up="1" down="0" total="1"/></runstats>\n</nmaprun>\n`,
  };
}
const NEGATIVE = state("NOT VULNERABLE");

export const FIXTURES: readonly AnswerFixture[] = [
  { what: "vulnerable", raw: run(port(state("VULNERABLE"))), reason: "finding_reported" },
  {
    what: "not vulnerable, beside suites of a version it asks in",
    raw: run(port(NEGATIVE + suites("TLSv1.2"))),
    reason: "negative_reported",
  },
  {
    what: "not vulnerable, beside suites of SSLv3 only",
    raw: run(port(NEGATIVE + suites("SSLv3"))),
    reason: "tls_version_not_covered",
  },
  {
    what: "not vulnerable, beside a certificate only",
    raw: run(port(NEGATIVE + CERTIFICATE)),
    reason: "negative_without_ground",
  },
  { what: "not vulnerable, and nothing that shows TLS", raw: run(port(NEGATIVE)), reason: "tls_not_shown" },
  { what: "TLS, and not a word of the check", raw: run(port(suites("TLSv1.2"))), reason: "no_record_of_check" },
  {
    what: "an error of the script",
    raw: run(
      port(
        `<script id="ssl-heartbleed" output="ERROR: Script execution failed (use -d to debug)"/>${suites("TLSv1.2")}`,
      ),
    ),
    reason: "check_failed",
  },
  { what: "closed", raw: run(port("", "closed")), reason: "port_closed" },
  { what: "filtered", raw: run(port("", "filtered")), reason: "port_filtered" },
  { what: "a port that it does not mention", raw: run(""), reason: "port_not_scanned" },
  {
    what: "killed behind the host",
    raw: { stdout: run(port(NEGATIVE + suites("TLSv1.2"))).stdout.replace(/<runstats>[\s\S]*$/, "") },
    reason: "report_truncated",
  },
  { what: "nothing", raw: { stderr: "QUITTING!" }, reason: "tool_failed" },
  { what: "something else", raw: { stdout: "Starting Nmap 7.93" }, reason: "tool_output_unreadable" },
];
