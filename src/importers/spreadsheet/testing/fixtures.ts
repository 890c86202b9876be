import type { ReportFixture } from "../../testing/check.ts";

export const MAPPED = "host=Server,port=Port,when=Date,nmap=nmap 6.45,nessus=Nessus";
const HEAD = "Server;Port;Owner;nmap 6.45;Nessus;Date\n";
const row = (nmap: string, nessus: string) => `www.example.org;443/tcp;shop;${nmap};${nessus};2014-04-15 10:00\n`;
const host = { host: "www.example.org", port: "443/tcp" };

export const FIXTURES: readonly ReportFixture[] = [
  {
    what: "ones and zeros as people write them",
    document: `${HEAD}${row("1", "0")}${row("Vulnerable!", "not vulnerable")}${row("YES", "Safe")}`,
    answers: [
      { ...host, reason: "finding_reported" },
      { ...host, reason: "negative_reported" },
      { ...host, reason: "finding_reported" },
      { ...host, reason: "negative_reported" },
      { ...host, reason: "finding_reported" },
      { ...host, reason: "negative_reported" },
    ],
  },
  {
    what: "everything that is no answer",
    document: `${HEAD}${row("?", "")}${row("timeout", "refused")}${row("no SSL", "error: 12")}${row("host down", "0 or 1")}${row("00", "not  tested")}`,
    answers: [
      { ...host, reason: "no_answer_recorded" },
      { ...host, reason: "no_answer_recorded" },
      { ...host, reason: "tool_timed_out" },
      { ...host, reason: "port_closed" },
      { ...host, reason: "tls_not_shown" },
      { ...host, reason: "check_failed" },
      { ...host, reason: "host_dead" },
      { ...host, reason: "tool_output_unreadable" },
      { ...host, reason: "tool_output_unreadable" },
      { ...host, reason: "no_answer_recorded" },
    ],
  },
  {
    what: "rows with too few cells are dropped, the others read",
    document: `${HEAD}www.example.org;443/tcp;shop;1\n${row("0", "1")}`,
    answers: [
      { ...host, reason: "negative_reported" },
      { ...host, reason: "finding_reported" },
    ],
    dropped: 1,
  },
  {
    what: "a last line without its end, after one with it",
    document: `Server,Port,Date,nmap 6.45,Nessus\nwww.example.org,443/tcp,,PASS,0\nwww.example.org,443/tcp,,fail,n`,
    answers: [
      { ...host, reason: "negative_without_ground" },
      { ...host, reason: "negative_reported" },
      { ...host, reason: "tool_output_unreadable" },
      { ...host, reason: "report_truncated" },
    ],
  },
  {
    what: "words that begin like a zero",
    document: `Server,Port,Date,nmap 6.45,Nessus\nwww.example.org,443/tcp,,?,n/a\nwww.example.org,443/tcp,,?,no ssl\n`,
    answers: [
      { ...host, reason: "no_answer_recorded" },
      { ...host, reason: "no_answer_recorded" },
      { ...host, reason: "no_answer_recorded" },
      { ...host, reason: "tls_not_shown" },
    ],
  },
  {
    what: "another header line",
    document: "Host,Result\nwww.example.org,0\n",
    answers: [],
    broken: true,
    recognised: false,
  },
  {
    what: "a quote that is never closed",
    document: `${HEAD}${row("1", "0")}"www.example.org;443/tcp;shop;0;0;\n`,
    answers: [
      { ...host, reason: "finding_reported" },
      { ...host, reason: "negative_reported" },
    ],
    broken: true,
  },
];
