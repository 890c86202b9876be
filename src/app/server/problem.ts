/** Errors of the API as problem details (RFC 9457), each with a code that docs/api.md explains. */

import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { StoreError } from "../../core/ports/store.ts";
import { CommandError } from "../cli/exit.ts";

export const PROBLEMS = {
  bad_request: [400, "The request cannot be read"],
  not_signed_in: [401, "Nobody is signed in"],
  not_permitted: [403, "This token may not do that"],
  wrong_host: [403, "The request was not meant for this server"],
  from_elsewhere: [403, "The request comes from another site"],
  not_found: [404, "There is no such thing"],
  conflict: [409, "It is not in a state for that"],
  too_large: [413, "The request is too large"],
  wrong_type: [415, "The body is of another type"],
  out_of_scope: [422, "The scope does not permit it"],
  bad_input: [422, "What was sent cannot be used"],
  too_many: [429, "Too much at once"],
  internal: [500, "Something went wrong here"],
  unavailable: [503, "Not at the moment"],
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

export interface FieldProblem {
  /** Of the field: `query.limit`, `body.targets.0`. */
  readonly where: string;
  readonly expected: string;
}

/** Ends a request with one clear answer. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ProblemCode;
  readonly fields: readonly FieldProblem[];

  constructor(code: ProblemCode, detail: string, fields: readonly FieldProblem[] = []) {
    super(detail);
    this.code = code;
    this.fields = fields;
  }
}

export function problemResponse(c: Context, code: ProblemCode, detail: string, fields: readonly FieldProblem[] = []) {
  const [status, title] = PROBLEMS[code];
  const body = {
    type: `/api/problems#${code}`,
    title,
    status,
    code,
    detail,
    ...(fields.length > 0 && { fields }),
  };
  return c.body(JSON.stringify(body), status, { "Content-Type": "application/problem+json" });
}

/** What was thrown, as an answer. What is not ours to explain stays on stderr. */
export function failed(c: Context, error: unknown, log: (text: string) => void) {
  if (error instanceof ApiError) return problemResponse(c, error.code, error.message, error.fields);
  if (error instanceof CommandError) return problemResponse(c, "bad_input", error.message);
  if (error instanceof HTTPException) {
    const code = error.status === 413 ? "too_large" : error.status === 404 ? "not_found" : "bad_request";
    return problemResponse(c, code, error.message || PROBLEMS[code][1]);
  }
  if (error instanceof StoreError) {
    const code = error.problem === "locked" || error.problem === "full" ? "unavailable" : "internal";
    return problemResponse(c, code, error.message);
  }
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return problemResponse(c, "internal", "the server's own log says more");
}
