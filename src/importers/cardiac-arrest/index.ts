/** Saved console output of Hut3 Cardiac Arrest: both streams in one, or the standard output alone. */

import { textLines } from "../../documents/lines.ts";
import { finding } from "../../core/model/outcome.ts";
import { plainLine } from "../consoles/line.ts";
import { hostOf } from "../consoles/read.ts";
import { type Importer, NO_TIME, type ReportEvent } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { CARDIAC_MAPPING, type CardiacBlock, cardiacFinding, cardiacLine, newBlock, withLine } from "./block.ts";

export const cardiacArrest: Importer = {
  id: "cardiac-arrest",
  title: "Cardiac Arrest (Hut3), console output",
  detector: "cardiac-arrest",
  lineage: "stafford",
  source: "report-formats.md, 3.8; github.com/ah8r/cardiac-arrest, cardiac-arrest.py",
  mapping: [
    ...CARDIAC_MAPPING,
    { prints: "[ERROR] Could not resolve an IP address for the given host.", reason: "dns_failure" },
  ],
  // Its first character is that of a JSON array.
  recognises: (head) =>
    (head.kind === "text" || head.kind === "json") && /^\[INFO\] Testing: \S+(?: \(\S+\))?\r?$/m.test(head.text),
  read: (document) => untilBroken(blocks(document)),
};

async function* blocks(document: AsyncIterable<string>): AsyncGenerator<ReportEvent> {
  let host = { given: "", address: "" };
  let block: CardiacBlock | null = null;
  let began = 0;
  for await (const { number, text } of textLines(document)) {
    const line = cardiacLine(plainLine(text));
    if (line === null) continue;
    const next = line.kind === "testing" || (line.kind === "connecting" && !continues(block, line.address, line.port));
    if (next && block !== null) {
      yield* answer(block, host, began);
      block = null;
    }
    if (line.kind === "testing") {
      host = { given: line.host, address: line.address };
      yield { kind: "seen", what: "host", count: 1 };
    } else if (line.kind === "connecting") {
      if (block === null) began = number;
      block = withLine(block ?? newBlock(line.address, line.port), line);
    } else if (block !== null) block = withLine(block, line);
    else if (line.kind === "error" && line.text.startsWith("Could not resolve")) yield unresolved(host.given, number);
  }
  if (block !== null) yield* answer(block, host, began);
}

/** After PASS the same address and port begin anew: the tool was asked about them twice. */
function continues(block: CardiacBlock | null, address: string, port: string): boolean {
  return block !== null && block.address === address && block.port === port && !block.passed;
}

function* answer(
  block: CardiacBlock,
  host: { readonly given: string; readonly address: string },
  began: number,
): Generator<ReportEvent> {
  const named = host.address === block.address && host.given !== host.address ? host.given : null;
  yield { kind: "seen", what: "port", count: 1 };
  yield { kind: "seen", what: "check", count: 1 };
  yield {
    kind: "answer",
    host: { address: block.address, name: named },
    port: block.port,
    transport: "tcp",
    serverName: null,
    finding: cardiacFinding(block),
    by: "probe",
    words: wordsOf(block),
    place: `line ${began}`,
    time: NO_TIME,
  };
}

function unresolved(host: string, line: number): ReportEvent {
  return {
    kind: "answer",
    host: hostOf(host),
    port: null,
    transport: "tcp",
    serverName: null,
    finding: finding("dns_failure"),
    by: "probe",
    words: "Could not resolve an IP address for the given host.",
    place: `line ${line}`,
    time: NO_TIME,
  };
}

export function wordsOf({ hit, passed, asked, errors, versions }: CardiacBlock): string {
  if (hit) return "FAIL, is vulnerable";
  if (!passed) return "";
  return `PASS, ${asked} of ${versions.size} versions asked to the end, ${errors.length} errors`;
}
