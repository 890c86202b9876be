/**
 * The contract of a profile: a native re-enactment of how somebody's tool talks and decides, written from the fact sheets
 * (reference/detectors.md), for tools that can no longer be installed and for versions that are gone. It is never the tool itself:
 * its detector is of kind `profile`. Such tools read memory, so it is let loose in the range, and elsewhere only in an experiment that the
 * user permitted (src/app/explain/experiment.ts).
 */

import type { MappingRow } from "../core/claims.ts";
import type { Scanner } from "../scanners/scanner.ts";
import { readAnswer } from "../scanners/read-answer.ts";
import type { Question, RawAnswer, Reading } from "../scanners/scanner.ts";
import type { Talk } from "./talk.ts";

export type { Question, Reading } from "../scanners/scanner.ts";

/** A known difference between a profile and the tool that it re-enacts. */
export interface Unlike {
  /** Conditions of the range, scripted (`C24`) or genuine (`ssl3`). */
  readonly at: readonly string[];
  readonly why: string;
}

export interface Profile {
  /** Folder name; the detector is `profile/<id>`: `ssltest`. */
  readonly id: string;
  /** What it re-enacts: `ssltest.py of 8 April 2014`. */
  readonly title: string;
  /** Of the tool: a version, or the day of its state. */
  readonly version: string;
  /** The scanner that runs the real program and reads what it prints; null: none does. */
  readonly scanner: Scanner | null;
  readonly lineage: string;
  /** What it sends and how it decides, in two or three sentences. */
  readonly sends: string;
  /** Each one sentence with its source. */
  readonly blindSpots: readonly string[];
  /** Where the facts come from: sections of reference/detectors.md, commits. */
  readonly source: string;
  /** For every situation what the tool prints and what we make of it; of a profile with a scanner, that scanner's table. */
  readonly mapping: readonly MappingRow[];
  /** Where the installed tool was seen to come out differently (docs/range, test/io); absent: nowhere. */
  readonly unlike?: readonly Unlike[];
  /** Of the whole talk, ms. */
  readonly limitMs: number;
  /** One run of the tool against one endpoint. Pure but for the steps it asks for; total. */
  talk(question: Question): Talk<Reading>;
}

/** What the real program would have printed, read by its own scanner: one mapping for tool and profile. */
export function asPrinted(scanner: Scanner, question: Question, stdout: string, code = 0, stderr = ""): Reading {
  return asLeft(scanner, question, { stdout, stderr, code });
}

/** The same of a program that also writes files. */
export function asLeft(
  scanner: Scanner,
  question: Question,
  left: Partial<Pick<RawAnswer, "stdout" | "stderr" | "files" | "code">>,
): Reading {
  const nothing = { stdout: "", stderr: "", files: {}, code: 0 };
  return readAnswer(scanner, { ...nothing, ...left, end: "exited", what: null }, question);
}
