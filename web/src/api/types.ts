/** The API's types, out of the schemas that validate it: nothing is declared twice. */

import type { z } from "@hono/zod-openapi";
import type * as common from "../../../src/app/server/schemas/common.ts";
import type * as endpoint from "../../../src/app/server/schemas/endpoint.ts";
import type * as job from "../../../src/app/server/schemas/job.ts";
import type * as matrix from "../../../src/app/server/schemas/matrix.ts";
import type * as overview from "../../../src/app/server/schemas/overview.ts";
import type * as scope from "../../../src/app/server/schemas/scope.ts";
import type * as token from "../../../src/app/server/schemas/token.ts";

export type Judged = z.infer<typeof common.judgedSchema>;
export type Column = z.infer<typeof common.columnSchema>;
export type Row = z.infer<typeof common.rowSchema>;
export type Matrix = z.infer<typeof matrix.matrixSchema>;
export type Strip = z.infer<typeof matrix.stripSchema>;
export type Overview = z.infer<typeof overview.overviewSchema>;
export type Summary = z.infer<typeof overview.summarySchema>;
export type Endpoint = z.infer<typeof endpoint.endpointSchema>;
export type Observation = z.infer<typeof endpoint.observationSchema>;
export type Observations = z.infer<typeof endpoint.observationsSchema>;
export type Ground = z.infer<typeof endpoint.groundSchema>;
export type Job = z.infer<typeof job.jobSchema>;
export type Scope = z.infer<typeof scope.scopeSchema>;
export type ScopeAnswer = z.infer<typeof scope.scopeAnswerSchema>;
export type Token = z.infer<typeof token.tokenSchema>;
export type Tokens = z.infer<typeof token.tokensSchema>;
export type MadeToken = z.infer<typeof token.madeTokenSchema>;
export type Audit = z.infer<typeof token.auditSchema>;
