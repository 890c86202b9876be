/** Short ways to write a document and what must be read from it. */

import type { Reason } from "../../core/model/outcome.ts";
import type { ReportFixture } from "./check.ts";

export type Expected = ReportFixture["answers"][number];

export function at(port: string | null, reason: Reason, by?: "version", host = "192.0.2.1"): Expected {
  return { host, port, reason, ...(by === undefined ? {} : { by }) };
}

export function fixture(what: string, document: string, ...answers: readonly Expected[]): ReportFixture {
  return { what, document, answers };
}
