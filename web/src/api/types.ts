/** The API's types, out of the schemas that validate it: nothing is declared twice. */

import type { z } from "@hono/zod-openapi";
import type * as common from "../../../src/app/server/schemas/common.ts";
import type * as desk from "../../../src/app/server/schemas/desk.ts";
import type * as endpoint from "../../../src/app/server/schemas/endpoint.ts";
import type * as evidence from "../../../src/app/server/schemas/evidence.ts";
import type * as job from "../../../src/app/server/schemas/job.ts";
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
export type Traits = z.infer<typeof endpoint.traitsSchema>;
export type Note = z.infer<typeof endpoint.noteSchema>;
export type Cell = z.infer<typeof evidence.cellSchema>;
export type Transcripts = z.infer<typeof evidence.transcriptsSchema>;
export type RawPreview = z.infer<typeof evidence.rawPreviewSchema>;
export type Beside = z.infer<typeof evidence.besideSchema>;
export type SeenLine = z.infer<typeof evidence.seenLineSchema>;
export type Disagreements = z.infer<typeof evidence.disagreementsSchema>;
export type Disagreement = z.infer<typeof evidence.disagreementSchema>;
export type Next = z.infer<typeof evidence.nextSchema>;
export type ExperimentResult = z.infer<typeof evidence.experimentResult>;
export type Recorded = z.infer<typeof desk.recordedSchema>;
export type Job = z.infer<typeof job.jobSchema>;
export type Jobs = z.infer<typeof job.jobsSchema>;
