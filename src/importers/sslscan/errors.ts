/** sslscan's error sentences: the only place where a failed target is named. */

import { finding } from "../../core/model/outcome.ts";
import { NO_TIME, type ReportEvent } from "../importer.ts";

export function errorEvent(sentence: string): ReportEvent {
  const text = sentence.trim().replace(/^ERROR:\s*/, "");
  const [, host, port] = /^Could not open a connection to host (\S+)(?: \([^)]*\))? on port (\d+)\.?$/.exec(text) ?? [];
  const [, unresolved] = /^Could not resolve hostname (\S+?)\.?$/.exec(text) ?? [];
  const name = host ?? unresolved;
  if (name === undefined) return { kind: "dropped", what: "an error message", why: text.slice(0, 300) };
  return {
    kind: "answer",
    host: { address: null, name },
    port: port ?? null,
    transport: "tcp",
    serverName: null,
    finding:
      unresolved === undefined
        ? finding("check_failed", "it could not connect: closed, filtered or no answer look the same")
        : finding("dns_failure"),
    by: "probe",
    words: text,
    place: `error about ${name}`,
    time: NO_TIME,
  };
}
