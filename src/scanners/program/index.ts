/** Any program that follows the program protocol (docs/program-protocol.md): how to add a scanner without touching crosscheck. */

import { type Finding, finding } from "../../core/model/outcome.ts";
import { PROGRAM_MAPPING, type ProgramAnswer, parsedLine, programAnswer } from "../../importers/program/answer.ts";
import type { Question, RawAnswer, Reading, Scanner } from "../scanner.ts";

const CVE = "CVE-2014-0160";

export const program: Scanner = {
  id: "program",
  title: "A program of your own",
  homepage: "docs/program-protocol.md",
  // Unless the configuration says whose code it carries.
  lineage: "program",
  packs: ["heartbleed"],
  sends:
    "What the program sends: crosscheck does not know. It gets one question as a line of JSON and answers with lines of JSON.",
  blindSpots: ["Unknown to crosscheck: score it against the range (crosscheck range)."],
  mapping: [
    ...PROGRAM_MAPPING,
    { prints: "no line about the endpoint that was asked", reason: "tool_failed" },
    { prints: "not_vulnerable, and an exit code other than 0", reason: "tool_failed" },
    {
      prints: "lines that contradict each other, or not_vulnerable beside lines that are no JSON",
      reason: "tool_output_unreadable",
    },
  ],
  programs: [],
  install: null,
  interpreter: null,
  options: {
    lineage: {
      description: "whose code or bytes the program carries, e.g. stafford; the same lineage is not a second witness",
      pattern: /^[a-z0-9][a-z0-9_.-]{0,63}$/i,
    },
    arguments: {
      description: "arguments for the program, parted by single spaces; there is no way to write a space in one",
      pattern: /^[\w@%+=:,./-]+(?: [\w@%+=:,./-]+)*$/,
    },
  },
  limits: { timeoutMs: 60_000, maxBytes: 1 << 20, concurrency: 4 },
  needs: "nothing",
  version: {
    args: ["--version"],
    read: ({ stdout }) =>
      /(?:^|[\sv])(\d+(?:\.[\w-]+){1,4})/.exec(stdout.split("\n", 1)[0] ?? "")?.[1]?.slice(0, 40) ?? null,
  },
  ask: ({ address, port, serverName }, options) => ({
    args: options["arguments"]?.split(" ") ?? [],
    stdin: `${JSON.stringify({ protocol: 1, cve: CVE, address, port, server_name: serverName })}\n`,
  }),
  interpret,
};

function interpret({ stdout, code }: RawAnswer, question: Question): Reading {
  const lines = stdout.split(/\r?\n/).filter((line) => line.trim() !== "");
  const answers = lines.map((line) => programAnswer(parsedLine(line)));
  const ours = answers.filter((answer) => answer !== null && isAbout(answer, question)) as readonly ProgramAnswer[];
  const hit = ours.find((answer) => answer.finding.outcome === "vulnerable");
  const last = hit ?? ours.at(-1);
  if (last === undefined) return { finding: finding("tool_failed", "it said nothing about the endpoint"), words: "" };
  return { finding: hit?.finding ?? withoutHit(ours, last, answers.includes(null), code), words: last.words };
}

function isAbout({ address, port, serverName }: ProgramAnswer, question: Question): boolean {
  return (
    address === question.address &&
    port === question.port &&
    (serverName === undefined || serverName === question.serverName)
  );
}

function withoutHit(
  ours: readonly ProgramAnswer[],
  last: ProgramAnswer,
  unreadable: boolean,
  code: number | null,
): Finding {
  if (ours.some(({ finding: { outcome } }) => outcome !== last.finding.outcome)) {
    return finding("tool_output_unreadable", "its lines contradict each other");
  }
  if (last.finding.outcome !== "not_vulnerable") return last.finding;
  if (unreadable) return finding("tool_output_unreadable", "there are lines that are no answer beside it");
  return code === 0 ? last.finding : finding("tool_failed", "it says not vulnerable, and that it failed");
}
