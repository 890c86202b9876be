/**
 * Targets that sslyze never got to: `invalid_targets` (1 and 2), `server_connectivity_errors` (3 and 4) and
 * `invalid_server_strings` (6); in XML `invalidTarget` (report-formats.md, 3.10).
 */

import { own, ownText } from "../../documents/json.ts";
import type { ReportEvent } from "../importer.ts";
import { problemOf } from "./problems.ts";
import { sslyzeAnswer } from "./verdict.ts";

export interface Refused {
  /** `www.example.org:443`, `192.0.2.1:443`, `::1:443`. */
  readonly target: string;
  readonly error: string;
}

export function refusedOf(value: unknown): readonly Refused[] {
  const target = ownText(value, "server_string");
  if (target !== null) return [{ target, error: ownText(value, "error_message") ?? "" }];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const error = own(value, key);
    return typeof error === "string" ? [{ target: key, error }] : [];
  });
}

/** An answer, or why there is none. */
export function refusedEvent({ target, error }: Refused): ReportEvent {
  const [, host, port, given] = /^\s*(.+?)(?::(\d{1,5}))?(?:\{([^{}]*)\})?\s*$/s.exec(target) ?? [];
  if (host === undefined || /\s/.test(host) || /not a valid host/i.test(error)) {
    return { kind: "dropped", what: `target ${JSON.stringify(target.slice(0, 200))}`, why: error.slice(0, 300) };
  }
  const problem = problemOf(error);
  return sslyzeAnswer({
    host: { address: given ?? null, name: host },
    port: port ?? null,
    startTls: null,
    serverName: null,
    tls: "open",
    state: { kind: "failed", problem },
    words: problem.words,
    place: `target ${target.slice(0, 200)}`,
  });
}
