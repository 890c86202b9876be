/** heartbleed-masstest, for one host (reference/detectors.md, 2.2; report-formats.md, 3.7). Its JSON file is read, not its prose. */

import { finding } from "../../core/model/outcome.ts";
import { own } from "../../documents/json.ts";
import { MASSTEST_MAPPING, masstestAnswers } from "../../importers/masstest-json/record.ts";
import { onlyIpv4 } from "../console.ts";
import type { Question, RawAnswer, Reading, Scanner } from "../scanner.ts";

const RESULT = "result.json";

export const masstest: Scanner = {
  id: "masstest",
  title: "heartbleed-masstest",
  homepage: "https://github.com/musalbas/heartbleed-masstest",
  lineage: "stafford",
  packs: ["heartbleed"],
  sends:
    "A TLS 1.2 hello with 51 suites, then a malformed heartbeat of full length and an empty one, in the middle of the handshake. " +
    "Any heartbeat that comes back is a hit; an alert, silence and a closed connection are false. It reads 16 bytes at most. What it sends changed by the hour in April 2014: the commit matters.",
  blindSpots: [
    "An echo and a stack that is lenient about padding count as a hit (detectors.md, C35, C37).",
    "No verdict for servers with the suites of TLS 1.2 only (detectors.md, C08).",
    "No server name, so that servers which want one refuse (detectors.md, C16).",
    "Gives up after five seconds: false (detectors.md, C25, C27).",
    "A filter on the path that eats heartbeats makes it say false (detectors.md, C33).",
    "Refused, timed out and no TLS are one and the same null (report-formats.md, 3.7).",
  ],
  mapping: [
    ...MASSTEST_MAPPING,
    {
      prints: "no file",
      reason: "tool_failed",
      why: "an exception for one host ends the whole scan, with exit code 0",
    },
  ],
  // Its file is called ssltest.py like its ancestor, so only a path in the configuration tells it apart.
  programs: [],
  install: null,
  interpreter: "python2",
  options: {},
  limits: { timeoutMs: 60_000, maxBytes: 1 << 20, concurrency: 4 },
  needs: "nothing",
  version: { args: ["--help"], read: () => null },
  ask: (question) =>
    onlyIpv4(question) ?? {
      args: ["-p", String(question.port), "--threads", "1", "--json", RESULT, "-o", "result.log", question.address],
      collects: [RESULT],
    },
  interpret,
};

function interpret({ files, stderr }: RawAnswer, { address }: Question): Reading {
  const text = files[RESULT];
  if (text === undefined) {
    const module = /ImportError: No module named (\w{1,40})/.exec(stderr)?.[1];
    const why = module === undefined ? "it left no result" : `the Python module ${module} is missing`;
    return { finding: finding("tool_failed", why), words: "" };
  }
  const record = own(parsed(text), address);
  if (typeof record !== "object" || record === null) {
    return { finding: finding("tool_output_unreadable", "its result does not hold the host"), words: "" };
  }
  const answer = masstestAnswers(record).at(-1);
  return answer ?? { finding: finding("tool_output_unreadable"), words: "" };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
