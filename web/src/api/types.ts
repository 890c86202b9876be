/** The API's types, out of the schemas that validate it: nothing is declared twice. */

import type { z } from "@hono/zod-openapi";
import type * as agreement from "../../../src/app/server/schemas/agreement.ts";
import type * as common from "../../../src/app/server/schemas/common.ts";
import type * as detectors from "../../../src/app/server/schemas/detectors.ts";
import type * as endpoint from "../../../src/app/server/schemas/endpoint.ts";
import type * as matrix from "../../../src/app/server/schemas/matrix.ts";
import type * as overview from "../../../src/app/server/schemas/overview.ts";
import type * as range from "../../../src/app/server/schemas/range.ts";

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
export type Agreement = z.infer<typeof agreement.agreementSchema>;
export type Detectors = z.infer<typeof detectors.detectorsSchema>;
export type Detector = z.infer<typeof detectors.detectorSchema>;
export type ConditionScore = z.infer<typeof detectors.conditionScoreSchema>;
export type Conditions = z.infer<typeof range.conditionsSchema>;
export type ScoreSheet = z.infer<typeof range.sheetSchema>;
export type Laboratories = z.infer<typeof range.laboratoriesSchema>;
export type LiveScore = z.infer<typeof range.liveScoreSchema>;
