/** heartleech, in its scan mode only (reference/detectors.md, 2.15): the one tool with three verdicts. */

import { type MappingRow, printedNegative } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { hostAndPort, linesOf } from "../console.ts";
import type { Question, RawAnswer, Reading, Scanner } from "../scanner.ts";

/** On these it speaks another protocol first, whatever the port really carries. */
const STARTTLS_BY_NUMBER: ReadonlySet<number> = new Set([21, 25, 110, 143, 389, 587, 5222, 5269, 5432]);
const NO_EXTENSION = "target doesn't support heartbeats";

const MAPPING: readonly MappingRow[] = [
  { prints: "HOST:PORT: VULNERABLE", reason: "finding_reported" },
  {
    prints: "HOST:PORT: SAFE",
    reason: "negative_reported",
    why: "a well-formed heartbeat was answered, the malformed ones were not",
  },
  { prints: "HOST:PORT: SAFE, target doesn't support heartbeats", reason: "extension_absent_reported" },
  { prints: "HOST:PORT: INCONCLUSIVE: DNS failed", reason: "dns_failure" },
  { prints: "HOST:PORT: INCONCLUSIVE: TCP connect failed", reason: "port_closed" },
  { prints: "HOST:PORT: INCONCLUSIVE: SSL handshake failed", reason: "tool_handshake_failed" },
  { prints: "HOST:PORT: INCONCLUSIVE", reason: "check_failed", why: "an alert or an end came in place of an answer" },
  { prints: "no verdict", reason: "tool_failed" },
  { prints: "a verdict about another target", reason: "tool_output_unreadable" },
];

export const heartleech: Scanner = {
  id: "heartleech",
  title: "heartleech --scan",
  homepage: "https://github.com/robertdavidgraham/heartleech",
  lineage: "heartleech",
  packs: ["heartbleed"],
  sends:
    "A complete OpenSSL handshake, then a request of the application and a heartbeat that claims 65535 bytes in one segment, so that packet filters do not see it; after two without answer a well-formed heartbeat. " +
    "It says SAFE when only the well-formed one is answered or the extension is missing. It reads 64 kB of the server's memory and, in this mode, drops them.",
  blindSpots: [
    "SAFE without a test where the server does not announce heartbeats, or announces mode 2 (detectors.md, C14, C15).",
    "Build 1.0.0f calls repaired servers VULNERABLE (detectors.md, 2.15).",
    "An alert or a closed connection after the request stays INCONCLUSIVE (detectors.md, C30 to C32).",
    "Speaks what its OpenSSL speaks, which must have been built with heartbeats; no server name (detectors.md, 2.15, C16).",
    "Chooses STARTTLS by the number of the port, so those ports are not asked (detectors.md, 2.15).",
  ],
  mapping: MAPPING,
  programs: ["heartleech"],
  install: null,
  interpreter: null,
  options: {},
  limits: { timeoutMs: 90_000, maxBytes: 1 << 20, concurrency: 4 },
  needs: "nothing",
  version: {
    args: [],
    read: ({ stderr }) => /--- heartleech\/(\d[\w.]{0,20}) ---/.exec(stderr)?.[1] ?? null,
  },
  ask: (question) =>
    STARTTLS_BY_NUMBER.has(question.port)
      ? finding("tool_not_applicable", `it would speak STARTTLS on port ${question.port}`)
      : // Without a bound it connects again up to a million times where nothing decides.
        { args: ["--scan", "--loop", "6", hostAndPort(question)] },
  interpret,
};

function interpret(raw: RawAnswer, question: Question): Reading {
  const verdicts = linesOf(raw.stdout).flatMap((line) => {
    const parts = /^(\S+):(\d+): (SAFE|VULNERABLE|INCONCLUSIVE(?:: .*)?)$/.exec(line);
    return parts === null ? [] : [{ host: parts[1] ?? "", port: parts[2] ?? "", word: parts[3] ?? "" }];
  });
  const ours = verdicts.filter(({ host, port }) => host === question.address && port === String(question.port));
  const verdict = ours.find(({ word }) => word === "VULNERABLE") ?? ours.at(-1);
  if (verdict === undefined) {
    const reason = verdicts.length === 0 ? "tool_failed" : "tool_output_unreadable";
    return {
      finding: finding(reason, verdicts.length === 0 ? "it printed no verdict" : "its verdict is about another target"),
      words: "",
    };
  }
  const absent = raw.stderr.includes(NO_EXTENSION);
  const words = verdict.word === "SAFE" && absent ? `SAFE, ${NO_EXTENSION}` : verdict.word;
  return { finding: findingOf(verdict.word, absent), words };
}

function findingOf(word: string, absent: boolean): Finding {
  if (word === "VULNERABLE") return finding("finding_reported");
  if (word === "SAFE") return printedNegative({}, "", absent);
  if (word.endsWith(": DNS failed")) return finding("dns_failure");
  if (word.endsWith(": TCP connect failed"))
    return finding("port_closed", "refused or not reached: it does not say which");
  return finding(word.endsWith(": SSL handshake failed") ? "tool_handshake_failed" : "check_failed");
}
