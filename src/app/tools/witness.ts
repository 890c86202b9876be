/** Binds a scanner and a program, or a service and the network, into a witness that the engine can ask. */

import type { DetectorIdentity } from "../../core/model/observation.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import type { ProgramResult } from "../../core/ports/program.ts";
import type { RunService, ServiceResult } from "../../core/ports/service.ts";
import type { Witness, WitnessAnswer, WitnessQuestion } from "../../core/ports/witness.ts";
import { runProgram } from "../../io/process/run-program.ts";
import { askScanner } from "../../scanners/ask-scanner.ts";
import { readAnswer } from "../../scanners/read-answer.ts";
import type { Scanner } from "../../scanners/scanner.ts";
import { converse, mayTell, type Service } from "../../scanners/service.ts";
import type { ToolEntry } from "./configuration.ts";
import type { Found, Program } from "./find-program.ts";
import { encodeAnswer, toRawAnswer } from "./raw.ts";

export function toolWitness(scanner: Scanner, entry: ToolEntry, found: Found): Witness {
  const version = found.ok ? found.program.version : "unknown";
  const lineage = entry.options["lineage"] ?? scanner.lineage;
  return {
    identity: identityOf(entry.name, "tool", version, lineage),
    concurrency: entry.concurrency ?? scanner.limits.concurrency,
    ask: async (question, signal) => {
      if (!found.ok) return nothingRan(finding("tool_missing", found.why));
      const asked = askScanner(scanner, question, entry.options);
      if ("reason" in asked) return nothingRan(asked);
      const result = await runProgram({
        program: found.program.command,
        args: [...found.program.before, ...asked.args],
        stdin: asked.stdin ?? "",
        files: asked.files ?? {},
        collects: asked.collects ?? [],
        environment: asked.environment ?? {},
        timeoutMs: entry.timeoutMs ?? scanner.limits.timeoutMs,
        maxBytes: scanner.limits.maxBytes,
        signal,
      });
      return answerOf(scanner, found.program, asked.args, question, result);
    },
  };
}

function answerOf(
  scanner: Scanner,
  program: Program,
  args: readonly string[],
  { address, port, serverName }: WitnessQuestion,
  result: ProgramResult,
): WitnessAnswer {
  const question = { address, port, serverName };
  const answer = toRawAnswer(result);
  const reading = readAnswer(scanner, answer, question);
  return {
    finding: reading.finding,
    startedAt: result.startedAt,
    durationMs: result.durationMs,
    provenance: {
      place: "",
      words: reading.words,
      argv: [program.path, ...args],
      exit: exitOf(result),
      truncated: result.end === "too_much_output",
      time: "zone",
    },
    raw: encodeAnswer({ scanner: scanner.id, question, answer }),
  };
}

function exitOf({ end, code, what }: ProgramResult): string {
  if (end === "exited") return `exit ${code ?? "?"}`;
  return end === "signalled" ? `signal ${what ?? "?"}` : end.replaceAll("_", " ");
}

/** @param run shared by all questions to the same service: they share what it allows. */
export function serviceWitness(service: Service, entry: ToolEntry, run: RunService, allowThirdParty: boolean): Witness {
  return {
    identity: identityOf(entry.name, "service", "unknown", service.lineage),
    concurrency: entry.concurrency ?? service.limits.concurrency,
    ask: async (question, signal) => {
      const asked = { name: question.name ?? question.serverName, address: question.address, port: question.port };
      const refused = mayTell(allowThirdParty, asked);
      if (refused !== null) return nothingRan(refused);
      const conversation = converse(service, asked, entry.options);
      if ("reason" in conversation) return nothingRan(conversation);
      return serviceAnswer(await run(conversation, signal));
    },
  };
}

function serviceAnswer({
  reading,
  raw,
  assessedAt,
  notes,
  requests,
  startedAt,
  durationMs,
}: ServiceResult): WitnessAnswer {
  const age = assessedAt === null ? "" : `; assessed ${new Date(assessedAt).toISOString()}`;
  return {
    finding: reading.finding,
    startedAt,
    durationMs,
    provenance: {
      place: `${requests.join(", ")}${age}${notes.map((note) => `; ${note}`).join("")}`.slice(0, 500),
      words: reading.words,
      argv: null,
      exit: null,
      truncated: false,
      time: "zone",
    },
    raw,
  };
}

function identityOf(id: string, kind: DetectorIdentity["kind"], version: string, lineage: string): DetectorIdentity {
  return { id, kind, version, lineage };
}

function nothingRan(found: Finding): WitnessAnswer {
  return {
    finding: found,
    startedAt: new Date().toISOString(),
    durationMs: 0,
    provenance: { place: "", words: "", argv: null, exit: null, truncated: false, time: "zone" },
    raw: null,
  };
}
