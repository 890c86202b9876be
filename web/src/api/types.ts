/** The API's types, out of the schemas that validate it: nothing is declared twice. */

import type { z } from "@hono/zod-openapi";
import type * as common from "../../../src/app/server/schemas/common.ts";
import type * as endpoint from "../../../src/app/server/schemas/endpoint.ts";
import type * as compare from "../../../src/app/server/schemas/compare.ts";
import type * as imports from "../../../src/app/server/schemas/import.ts";
import type * as job from "../../../src/app/server/schemas/job.ts";
import type * as run from "../../../src/app/server/schemas/run.ts";
import type * as matrix from "../../../src/app/server/schemas/matrix.ts";
import type * as overview from "../../../src/app/server/schemas/overview.ts";

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
export type Jobs = z.infer<typeof job.jobsSchema>;
export type Run = z.infer<typeof run.runSchema>;
export type Runs = z.infer<typeof run.runsSchema>;
export type RunDetail = z.infer<typeof run.runDetailSchema>;
export type Tools = z.infer<typeof run.toolsSchema>;
export type Change = z.infer<typeof compare.changeSchema>;
export type Changes = z.infer<typeof compare.changesSchema>;
export type Reports = z.infer<typeof imports.reportsSchema>;
export type ImportSummary = z.infer<typeof imports.summarySchema>;
export type ImportPreview = z.infer<typeof imports.previewSchema>;
