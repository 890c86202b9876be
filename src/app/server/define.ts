/** How a route is declared: what it needs, what it takes and gives. The document, the validation and the types follow from it. */

import { createRoute, OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import type { AccessScope } from "../../core/ports/desk.ts";
import type { Env } from "./deps.ts";
import { problemResponse } from "./problem.ts";
import { requires } from "./security/access.ts";

export type Api = OpenAPIHono<Env>;

/** An application whose validation errors are problems that name the field. */
export function newApi(): Api {
  return new OpenAPIHono<Env>({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      const fields = result.error.issues.map(({ path, message }) => ({
        where: [result.target, ...path].join("."),
        expected: message,
      }));
      return problemResponse(
        c,
        "bad_request",
        fields.map(({ where, expected }) => `${where}: ${expected}`).join("; "),
        fields,
      );
    },
  });
}

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    fields: z.array(z.object({ where: z.string(), expected: z.string() })).optional(),
  })
  .openapi("Problem", { description: "RFC 9457" });

const problemContent = {
  content: { "application/problem+json": { schema: problemSchema } },
  description: "what is wrong",
};

/** The answer of a route that gives JSON. */
export function json<T extends z.ZodType>(schema: T, description: string) {
  return { content: { "application/json": { schema } }, description };
}

/** The body of a route that takes JSON. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { content: { "application/json": { schema } }, required: true };
}

/** A route that needs a scope. Every one of them is in the table that test/io/server-access.test.ts walks. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- createRoute infers the path's parameters from P
export function guarded<P extends string, R extends Omit<RouteConfig, "path"> & { path: P }>(
  scope: AccessScope,
  config: R,
) {
  const whole = {
    ...config,
    middleware: requires(scope),
    security: [{ token: [] }, { session: [] }],
    "x-scope": scope,
    responses: { ...config.responses, default: problemContent },
  };
  // What is added concerns every route alike; a handler's types follow from what the route itself declares.
  return createRoute<P, R>(whole);
}
