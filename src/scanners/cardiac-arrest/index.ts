/** Hut3 Cardiac Arrest (reference/detectors.md, 2.3; report-formats.md, 3.8). */

import { finding } from "../../core/model/outcome.ts";
import {
  CARDIAC_MAPPING,
  type CardiacBlock,
  cardiacFinding,
  cardiacLine,
  newBlock,
  withLine,
} from "../../importers/cardiac-arrest/block.ts";
import { wordsOf } from "../../importers/cardiac-arrest/index.ts";
import { linesOf, onlyIpv4 } from "../console.ts";
import type { Question, RawAnswer, Reading, Scanner } from "../scanner.ts";

export const cardiacArrest: Scanner = {
  id: "cardiac-arrest",
  title: "Cardiac Arrest (Hut3)",
  homepage: "https://github.com/ah8r/cardiac-arrest",
  lineage: "stafford",
  packs: ["heartbleed"],
  sends:
    "Up to four connections, SSLv3 to TLS 1.2, with 331 suites; in each, in the middle of the handshake, a request in that version that claims 65535 bytes and carries none. " +
    "A heartbeat longer than three bytes is a hit; everything else, errors too, ends in PASS. It reads 16 kB of the server's memory, which -q keeps out of the output.",
  blindSpots: [
    "PASS for closed ports, plain HTTP and servers that hang up (report-formats.md, 3.8): those are kept apart here by its other lines.",
    "No server name, so that servers which want one refuse (detectors.md, C16).",
    "Gives up after five seconds (detectors.md, C27, C29).",
    "A filter on the path that eats heartbeats makes it say PASS (detectors.md, C33).",
    "Four connections in a row: a ban after the first looks like PASS (detectors.md, C47).",
    "Reported to make HP iLO hang (detectors.md, 4.6).",
  ],
  mapping: [
    ...CARDIAC_MAPPING.map((row) =>
      row.reason === "report_truncated" ? { ...row, reason: "tool_failed" as const } : row,
    ),
    { prints: "an output about another target", reason: "tool_output_unreadable" },
  ],
  programs: ["cardiac-arrest.py"],
  install: null,
  interpreter: "python2",
  options: {
    timeout: { description: "seconds to wait for each answer, default 5", pattern: /^[1-9]\d{0,2}$/ },
  },
  limits: { timeoutMs: 120_000, maxBytes: 4 << 20, concurrency: 4 },
  needs: "nothing",
  version: { args: ["--help"], read: () => null },
  ask: (question, { timeout }) =>
    onlyIpv4(question) ?? {
      args: ["-q", ...(timeout === undefined ? [] : ["-t", timeout]), "-p", String(question.port), question.address],
    },
  interpret,
};

/** The verdict is on the standard output, the errors on the other stream and without a target: one run asks one target. */
function interpret(raw: RawAnswer, { address, port }: Question): Reading {
  const lines = linesOf(raw.stdout).flatMap((line) => cardiacLine(line) ?? []);
  const errors = linesOf(raw.stderr).flatMap((line) => cardiacLine(line) ?? []);
  const others = lines.some(
    (line) => line.kind === "connecting" && (line.address !== address || line.port !== String(port)),
  );
  if (others) return { finding: finding("tool_output_unreadable", "it is about another target"), words: "" };
  if (!lines.some(({ kind }) => kind === "connecting")) {
    return { finding: finding("tool_failed", "it connected to nothing"), words: "" };
  }
  const block = [...lines, ...errors].reduce<CardiacBlock>(withLine, newBlock(address, String(port)));
  const found = cardiacFinding(block);
  return {
    finding: found.reason === "report_truncated" ? finding("tool_failed", "it ended before its verdict") : found,
    words: wordsOf(block),
  };
}
