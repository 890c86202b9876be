/**
 * A report into the store: every answer becomes an observation of the endpoint it is about, everything else is counted.
 * Memory does not grow with the report but for the names of its hosts.
 */

import { matchRow } from "../core/match.ts";
import { endpointLabel } from "../core/model/endpoint.ts";
import type { DetectorIdentity, Observation } from "../core/model/observation.ts";
import type { Target } from "../core/model/target.ts";
import type { ForeignAnswer, NewRun, Store } from "../core/ports/store.ts";
import { oneLine } from "../core/one-line.ts";
import { withoutDumps } from "../core/redact.ts";
import type { Importer, ReportAnswer } from "../importers/importer.ts";
import type { ReportPlace } from "../importers/place.ts";
import type { Parsed } from "../core/net/parsed.ts";
import { ImportTally, type ImportSummary } from "./import-summary.ts";

export interface ReportImport {
  readonly run: NewRun;
  readonly store: Store;
  readonly importer: Importer;
  readonly cve: string;
  /** The report's text, decoded. */
  readonly document: AsyncIterable<string>;
  /** The file's name, for targets and messages. */
  readonly source: string;
  /** SHA-256 of the original. */
  readonly sha256: string;
  /** When the file was last changed, ms since 1970: where the report itself has no time; null: not known. */
  readonly fileTime: number | null;
  /** Where a row belongs, see importers/place.ts. */
  readonly placeOf: (answer: ReportAnswer) => Parsed<ReportPlace>;
  /** Hears of each answer, in order, after it has been stored; a promise holds the import back. */
  readonly onAnswers: (
    observations: readonly { readonly observation: Observation; readonly target: string }[],
  ) => void | Promise<void>;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Answers per transaction. */
const BATCH = 250;
const MOST_WORDS = 500;

/** Reads it to its end, or until the signal says stop. Rejects only when the store or a listener fails, or the file cannot be read. */
export async function importReport(task: ReportImport): Promise<ImportSummary> {
  const { store, run, importer, document, cve, signal } = task;
  const tally = new ImportTally(importer);
  const ledger = new Ledger(task, tally);
  for await (const event of importer.read(document, { cve })) {
    switch (event.kind) {
      case "answer":
        ledger.answer(event);
        if (ledger.full) await commit();
        break;
      case "dropped":
        tally.drop(bounded(event.what), event.why);
        break;
      case "fact":
        if (event.name === "tool_version") ledger.version = bounded(event.value);
        tally.fact(event.name, bounded(event.value));
        break;
      case "seen":
        tally.seen(event.what, event.count);
        break;
      case "broken":
        tally.broke(event.problem, event.line);
        break;
    }
    if (signal.aborted) {
      tally.broke("the import was interrupted", null);
      break;
    }
  }
  await commit();
  return tally.summary();

  async function commit(): Promise<void> {
    const answers = ledger.take();
    if (answers.length === 0) return;
    const stored = store.appendForeign(run.id, answers);
    await task.onAnswers(
      stored.map((observation, index) => ({ observation, target: answers[index]?.target.text ?? "" })),
    );
  }
}

/** Turns answers into what the store takes. */
class Ledger {
  readonly #task: ReportImport;
  readonly #tally: ImportTally;
  readonly #hosts = new Map<string, number>();
  #answers: ForeignAnswer[] = [];
  /** The tool's version as far as the report has said it by now. */
  version = "unknown";

  constructor(task: ReportImport, tally: ImportTally) {
    this.#task = task;
    this.#tally = tally;
  }

  get full(): boolean {
    return this.#answers.length >= BATCH;
  }

  take(): readonly ForeignAnswer[] {
    const answers = this.#answers;
    this.#answers = [];
    return answers;
  }

  answer(given: ReportAnswer): void {
    const { store, placeOf, run } = this.#task;
    const placed = placeOf(given);
    // A finding is not lost with its port: it is one of the host.
    const answer = placed.ok || given.finding.outcome !== "vulnerable" ? given : ofHost(given, placed.problem);
    const at = placed.ok ? placed : placeOf(answer);
    if (!at.ok) {
      this.#tally.drop("an answer", at.problem);
      return;
    }
    const row = at.value;
    // A host as a whole is matched with nothing: what is said of it is said of none of its ports.
    // Nor with the rows of this report, of which some may be stored already and others not yet.
    const place = { ...row, name: row.serverName ?? row.name };
    const match = matchRow(row, row.port === null ? [] : store.knownAt(place, run.id));
    const { endpoint } = match;
    const { outcome, reason } = answer.finding;
    const origin = outcome === "unknown" ? ("discovered" as const) : ("asked" as const);
    const name = row.serverName ?? row.name ?? endpoint.serverName;
    this.#tally.answer(outcome, reason, match.kind, endpointLabel(endpoint));
    const identity = this.#identity(answer);
    const target = this.#target(row);
    this.#answers.push({
      target,
      ordinal: this.#ordinal(target.text),
      planned: {
        endpoint: { ...endpoint, origin },
        stage: 1,
        name,
        resolved: false,
        permitted: false,
        unresolved: null,
      },
      identity,
      observation: this.#observation(answer, identity, { ...endpoint, origin }),
    });
  }

  #identity(answer: ReportAnswer): DetectorIdentity {
    const { importer } = this.#task;
    const id = answer.detector ?? importer.detector;
    return {
      id: answer.by === "version" ? `${id}/version` : id,
      kind: "report",
      version: this.version,
      lineage: answer.detector === undefined ? importer.lineage : answer.detector,
    };
  }

  #observation(
    answer: ReportAnswer,
    identity: DetectorIdentity,
    endpoint: Observation["endpoint"],
  ): ForeignAnswer["observation"] {
    const { run, sha256, fileTime, now } = this.#task;
    const at = answer.time.at ?? fileTime;
    return {
      endpoint,
      pack: run.pack,
      detector: identity.id,
      version: identity.version,
      lineage: identity.lineage,
      vantage: run.vantage,
      run: run.id,
      mode: "automatic",
      startedAt: new Date(validTime(at) ?? now()).toISOString(),
      durationMs: 0,
      ...answer.finding,
      transcripts: [],
      provenance: {
        raw: sha256,
        place: bounded(answer.place),
        words: bounded(withoutDumps(answer.words).text),
        argv: null,
        exit: null,
        truncated: false,
        time: answer.time.at !== null ? answer.time.quality : fileTime !== null ? "file" : "none",
      },
    };
  }

  #target({ address, name, port }: ReportPlace): Target {
    const text = address !== null && name !== null ? `${name}@${address}` : (address ?? name ?? "");
    const at = { source: this.#task.source, line: 0 };
    return { text, at, name, address, cidr: null, port, owner: null, tag: null };
  }

  #ordinal(host: string): number {
    const known = this.#hosts.get(host) ?? this.#hosts.size + 1;
    this.#hosts.set(host, known);
    return known;
  }
}

/** Dates that a report may really have; anything else is a mistake in it. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
function validTime(at: number | null): number | null {
  return at !== null && at >= EARLIEST && at < LATEST ? at : null;
}

function ofHost(answer: ReportAnswer, problem: string): ReportAnswer {
  const detail = [answer.finding.detail, problem].filter((each) => each !== "").join("; ");
  return { ...answer, port: null, finding: { ...answer.finding, detail } };
}

const bounded = (text: string): string => oneLine(text, MOST_WORDS);
