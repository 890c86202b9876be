/**
 * The contract of a service: somebody else's machine that looks at an endpoint for us. A service opens no connection itself:
 * it holds a conversation (pure), which src/io/service runs. Asking one tells a third party which host we care about,
 * so that nobody is asked without permission.
 */

import type { MappingRow } from "../core/claims.ts";
import { type Finding, finding } from "../core/model/outcome.ts";
import type { ServiceConversation, ServiceDone, ServiceStep } from "../core/ports/service.ts";
import { bounded } from "./read-answer.ts";
import type { ScannerOption, ScannerOptions } from "./scanner.ts";

/** One endpoint to ask about. The address is canonical and was checked against the scope. */
export interface ServiceQuestion {
  /** The host's name; null: only an address is known. */
  readonly name: string | null;
  readonly address: string;
  readonly port: number;
}

export interface Service {
  /** Folder name, and the name in `--with`: `ssllabs`. */
  readonly id: string;
  readonly title: string;
  readonly homepage: string;
  /** Whose code or bytes it carries. The same lineage is not a second witness. */
  readonly lineage: string;
  /** Packs it can answer for. */
  readonly packs: readonly string[];
  /** What it sends and how it decides, in two or three sentences. */
  readonly sends: string;
  /** Known blind spots, each one sentence with its source. */
  readonly blindSpots: readonly string[];
  /** For every situation: what it says, what we make of it. */
  readonly mapping: readonly MappingRow[];
  /** Whom we tell, and what: shown before permission is asked for. */
  readonly tells: string;
  readonly tellsThirdParty: true;
  /** Where it is asked: scheme and host; a request's path comes behind it. */
  readonly origin: string;
  readonly options: Readonly<Record<string, ScannerOption>>;
  readonly limits: {
    /** For one request, ms. */
    readonly requestMs: number;
    /** For the whole conversation from the moment the service may be asked, ms. */
    readonly totalMs: number;
    /** Of one answer, bytes. */
    readonly maxBytes: number;
    /** Assessments at once, whatever the service would allow. */
    readonly concurrency: number;
  };
  /** The conversation about a question; a finding (`tool_not_applicable`) when the service cannot be asked that. */
  start(question: ServiceQuestion, options: ScannerOptions): ServiceConversation | Finding;
}

/** Whether a third party may be told; the finding to record when it may not. */
export function mayTell(allowThirdParty: boolean, question: ServiceQuestion): Finding | null {
  if (allowThirdParty) return null;
  return finding("third_party_not_allowed", `${question.name ?? question.address} was not told to anybody`);
}

/** The one way to a conversation: no defect of a client becomes anything but a ?, and its words are bounded. */
export function converse(
  service: Service,
  question: ServiceQuestion,
  options: ScannerOptions,
): ServiceConversation | Finding {
  const conversation = service.start(question, options);
  if ("reason" in conversation) return conversation;
  return {
    next(event) {
      try {
        return withBoundedWords(conversation.next(event));
      } catch (error) {
        const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        return done(finding("tool_output_unreadable", `our client failed: ${JSON.stringify(bounded(message))}`));
      }
    },
  };
}

function withBoundedWords(step: ServiceStep): ServiceStep {
  if (step.kind !== "done") return step;
  return { ...step, reading: { ...step.reading, words: bounded(step.reading.words) } };
}

/** The end of a conversation that has nothing more to show than its finding. */
export function done(found: Finding, more: Partial<ServiceDone> & { readonly words?: string } = {}): ServiceDone {
  const { words = "", ...rest } = more;
  const reading = { finding: found, words };
  return { kind: "done", reading, raw: null, assessedAt: null, version: null, notes: [], ...rest };
}
