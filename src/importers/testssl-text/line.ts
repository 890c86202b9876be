/** Single lines of testssl.sh's screen, without colours: what they say as rows of its JSON. */

import type { ReportTime } from "../importer.ts";
import { parseTime } from "../times/parse-time.ts";

/** The line before a target's checks, and the one after them: ` Start 2026-11-22 16:10:41  -->> 192.0.2.1:443 (name) <<--`. */
export interface Frame {
  readonly begins: boolean;
  readonly address: string;
  readonly port: string;
  readonly name: string;
  readonly time: ReportTime;
}

export function frameOf(line: string): Frame | null {
  const parts =
    /^\s?(Start|Testing now|Done|Done now) +\(?(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?)\b.{0,80}? -+>>? (\S+):(\d{1,5}) \(([^()]*)\) <<?-+$/.exec(
      line,
    );
  if (parts === null) return null;
  const [, word = "", when = "", address = "", port = "", name = ""] = parts;
  return { begins: !word.startsWith("Done"), address, port, name, time: parseTime(when) };
}

/** What a line says, in the words of a row. */
export interface Said {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
  readonly cve: string;
}

/** ` Heartbleed (CVE-2014-0160)      not vulnerable (OK), no heartbeat extension`; old versions end the first line behind the bracket. */
export function checkOf(line: string): Said | null {
  const parts = /^ {0,3}([A-Z][^()]{0,60}?) \((CVE-[\d-]+(?:, ?CVE-[\d-]+)*)\)(?:, experim\S*)?(?:\s+(\S.*))?$/.exec(
    line,
  );
  if (parts === null) return null;
  const [, name = "", cves = "", words = ""] = parts;
  return { id: name.toLowerCase(), severity: severityOf(words), finding: words, cve: cves };
}

/** The screen has the severity of the file in brackets. */
function severityOf(words: string): string {
  if (/\(NOT ok\)/i.test(words)) return "CRITICAL";
  return /\(OK\)/i.test(words) ? "OK" : "";
}

/** ` TLS 1.2    offered (OK)`, in the section of protocols. */
export function protocolLine(line: string): Said | null {
  const [, name, words = ""] = /^ {0,3}(SSLv[23]|TLS 1(?:\.[123])?) {2,}(\S.*)$/.exec(line) ?? [];
  if (name === undefined) return null;
  return { id: name.replace(" ", "").replace(".", "_"), severity: "", finding: words, cve: "" };
}

const PROBLEMS: readonly (readonly [RegExp, string])[] = [
  [/doesn't seem to be a TLS\/SSL enabled server/, "optimal_proto"],
  [/appears to support .{1,20} ONLY\b/i, "optimal_proto"],
  [/^\s*Your OpenSSL cannot connect to /, "optimal_proto"],
  [/^\s*(?:Unable to open a socket to |Fatal error: )/, "scanProblem"],
];

/** Why the target could not be asked. */
export function problemLine(line: string): Said | null {
  const id = PROBLEMS.find(([pattern]) => pattern.test(line))?.[1];
  return id === undefined ? null : { id, severity: "FATAL", finding: line.trim(), cve: "" };
}
