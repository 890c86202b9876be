/** What sslyze printed, as an importer of its JSON reads it, and the answer to our question in it. */

import { finding } from "../../core/model/outcome.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import type { ReportAnswer } from "../../importers/importer.ts";
import { sslyzeEvents } from "../../importers/sslyze-json/judge.ts";
import type { Question, RawAnswer, Reading } from "../scanner.ts";

const CVE = "CVE-2014-0160";

export function readSslyzeAnswer({ stdout, stderr }: RawAnswer, question: Question): Reading {
  const printed = stdout.trim();
  if (!printed.startsWith("{")) {
    const words =
      [printed, stderr.trim()]
        .find((text) => text !== "")
        ?.split("\n")
        .at(-1) ?? "";
    return { finding: finding("tool_failed", "it printed no JSON"), words };
  }
  const document = parsed(printed);
  if (document === undefined) return { finding: finding("tool_output_unreadable", "its JSON is cut off"), words: "" };
  const ours = sslyzeEvents(document, CVE)
    .filter((event) => event.kind === "answer")
    .filter((answer) => isAbout(answer, question));
  const answer = ours.find(({ finding: found }) => found.outcome === "vulnerable") ?? ours[0];
  return answer === undefined
    ? { finding: finding("tool_output_unreadable", "its report is about another target"), words: "" }
    : { finding: answer.finding, words: answer.words };
}

/** undefined: it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAbout({ host, port }: ReportAnswer, question: Question): boolean {
  return (
    String(port) === String(question.port) && canonicalAddress(host.address ?? host.name ?? "") === question.address
  );
}
