/** One report into a database: recognised, kept by its hash, read, every answer matched with what is known. */

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Observation } from "../../core/model/observation.ts";
import type { Store, StoredReport } from "../../core/ports/store.ts";
import { decodeDocument } from "../../documents/decode.ts";
import { importReport } from "../../engine/import-report.ts";
import type { ImportSummary } from "../../engine/import-summary.ts";
import type { Importer } from "../../importers/importer.ts";
import { placeOf } from "../../importers/place.ts";
import { type KeptFile, keepFile, keptFolder, keptPath, readKept } from "../../io/files/kept-files.ts";
import { systemClock } from "../../io/system/clock.ts";
import type { Pack } from "../../packs/pack.ts";
import { newRun } from "../new-run.ts";

export interface FileImport {
  readonly store: Store;
  /** The database's file: the copy of the report is kept beside it. */
  readonly database: string;
  readonly file: string;
  readonly importer: Importer;
  readonly pack: Pack;
  /** Where the scanner stood, for the record. */
  readonly vantage: string;
  /** Import it although the same content was imported before. */
  readonly again: boolean;
  /** Bytes copied, then bytes read, of all there are. */
  readonly onProgress: (progress: {
    readonly stage: "copying" | "reading";
    readonly bytes: number;
    readonly of: number;
  }) => void;
  readonly onAnswers: (
    answers: readonly { readonly observation: Observation; readonly target: string }[],
  ) => void | Promise<void>;
  readonly signal: AbortSignal;
}

export type FileImported =
  | { readonly kind: "imported"; readonly run: string; readonly kept: KeptFile; readonly summary: ImportSummary }
  /** The same content is there already, read by the same importer: a second import would make one witness two. */
  | { readonly kind: "known"; readonly report: StoredReport };

/** Rejects with the system's error when the file cannot be read or kept, or with a StoreError. */
export async function importFile(task: FileImport): Promise<FileImported> {
  const { store, importer, file } = task;
  const { size, mtimeMs } = await stat(file);
  const kept = await keepFile(
    createReadStream(file, { highWaterMark: 1 << 18 }),
    keptFolder(task.database),
    isMarkup,
    (bytes) => task.onProgress({ stage: "copying", bytes, of: size }),
  );
  const report = task.again ? undefined : reportOf(store, kept.sha256, importer.id);
  if (report !== undefined) return { kind: "known", report };

  const { run, summary } = await readInto(
    { ...task, name: basename(file), fileTime: mtimeMs, size },
    { sha256: kept.sha256, keptSha256: kept.keptSha256, bytes: kept.bytes, redactions: kept.redactions },
  );
  return { kind: "imported", run, kept, summary };
}

export type KeptImport = Pick<FileImport, "store" | "database" | "importer" | "pack" | "vantage"> & {
  readonly report: StoredReport;
};

/** Reads the copy of a report that was imported before, as a run of its own. Rejects when the copy is gone. */
export async function importKept(task: KeptImport): Promise<{ readonly run: string; readonly summary: ImportSummary }> {
  const { report } = task;
  return await readInto(
    {
      ...task,
      name: report.name,
      fileTime: null,
      size: report.bytes,
      onProgress: () => undefined,
      onAnswers: () => undefined,
      signal: new AbortController().signal,
    },
    report,
  );
}

type Reading = Pick<
  FileImport,
  "store" | "database" | "importer" | "pack" | "vantage" | "onProgress" | "onAnswers" | "signal"
> & {
  readonly name: string;
  readonly fileTime: number | null;
  readonly size: number;
};

/** From the kept copy into the store. */
async function readInto(
  task: Reading,
  { sha256, keptSha256, bytes, redactions }: Pick<StoredReport, "sha256" | "keptSha256" | "bytes" | "redactions">,
): Promise<{ readonly run: string; readonly summary: ImportSummary }> {
  const { store, database, importer, pack, vantage, name, signal, size } = task;
  const options = { file: name, importer: importer.id, sha256 };
  const run = await newRun({ kind: "import", pack, vantage, draws: 1, resolver: "none", options });
  const copy = readKept(keptPath(keptFolder(database), keptSha256 ?? sha256));
  store.createRun(run);
  const summary = await importReport({
    run,
    store,
    importer,
    cve: pack.cve,
    document: decodeDocument(counted(copy, (read) => task.onProgress({ stage: "reading", bytes: read, of: size }))),
    source: name,
    sha256,
    fileTime: task.fileTime,
    placeOf,
    onAnswers: task.onAnswers,
    now: () => systemClock.now(),
    signal,
  });
  const read = { run: run.id, sha256, keptSha256, name, bytes, redactions, importer: importer.id };
  store.addReport({ ...read, summary: JSON.stringify(summary) });
  store.setRunState(run.id, signal.aborted ? "interrupted" : "done", new Date(systemClock.now()).toISOString());
  return { run: run.id, summary };
}

function reportOf(store: Store, sha256: string, importer: string): StoredReport | undefined {
  return store
    .reports()
    .find(
      (report) => report.sha256 === sha256 && report.importer === importer && store.run(report.run)?.state === "done",
    );
}

const LESS_THAN = 0x3c;
const BYTES_OF_A_MARK = 3;
function isMarkup(head: Uint8Array): boolean {
  return head.subarray(0, BYTES_OF_A_MARK + 1).includes(LESS_THAN);
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    yield chunk;
    onBytes(bytes);
  }
}
