/** For programs that answer in XML: their report is read as an importer reads it, and the answer to our question picked out. */

import { canonicalAddress } from "../core/net/address.ts";
import { finding } from "../core/model/outcome.ts";
import { asDocumentProblem } from "../documents/problem.ts";
import { REPORT_XML, XmlReader } from "../documents/xml.ts";
import type { ReportAnswer, ReportEvent } from "../importers/importer.ts";
import type { XmlReportHandler } from "../importers/read.ts";
import type { Question, Reading } from "./scanner.ts";

/** Total: whatever the text is, it is read as far as it makes sense. */
export function xmlReading(text: string, root: string, handler: XmlReportHandler, question: Question): Reading {
  if (text.trim() === "") return { finding: finding("tool_failed", "it printed nothing"), words: "" };
  const { events, problem } = readXml(text, root, handler);
  const ours = events.filter((event) => event.kind === "answer").filter((answer) => isAbout(answer, question));
  const answer =
    ours.find(({ finding: found }) => found.outcome === "vulnerable") ??
    ours.find(({ port }) => port !== null) ??
    ours[0];
  if (answer !== undefined) return { finding: answer.finding, words: answer.words };
  return problem === null
    ? { finding: finding("no_record_of_check", "its report does not mention the port"), words: "" }
    : { finding: finding("tool_output_unreadable", problem), words: "" };
}

function readXml(
  text: string,
  root: string,
  handler: XmlReportHandler,
): { readonly events: readonly ReportEvent[]; readonly problem: string | null } {
  const reader = new XmlReader(root, handler, REPORT_XML);
  try {
    reader.write(text);
    reader.end();
    handler.end(true);
    return { events: handler.take(), problem: null };
  } catch (error) {
    const problem = asDocumentProblem(error);
    if (problem === null) throw error;
    handler.end(false);
    return { events: handler.take(), problem: problem.message };
  }
}

/** Only what speaks of a probe of the address and port asked, or of the host as a whole. */
function isAbout({ host, port, by }: ReportAnswer, question: Question): boolean {
  if (by !== "probe") return false;
  const named = [host.address, host.name].some((each) => each !== null && isHost(each, question));
  return named && (port === null || String(port) === String(question.port));
}

function isHost(written: string, { address }: Question): boolean {
  return written === address || canonicalAddress(written.replace(/^\[(.*)\]$/, "$1")) === address;
}
