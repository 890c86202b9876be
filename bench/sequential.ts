/**
 * How many probes until it is sure (reference/statistics.md 12.4): parameters learned from sparse pilots, then fresh endpoints asked one
 * run at a time until P(vulnerable) is at most 0.1 % or at least 95 %, 30 runs at most. Every policy meets the same endpoints.
 */

import {
  type Beliefs,
  type Candidate,
  type Cell,
  classIndex,
  fit,
  gather,
  makeModel,
  type Model,
  OPTIMISTIC,
  type Parameters,
  PESSIMISTIC,
  worthOf,
  BALANCED,
} from "../src/core/latent/capability/index.ts";
import { withRuns } from "../src/core/latent/capability/cells.ts";
import { jointOf } from "../src/core/latent/capability/tree.ts";
import { type Estate, type EstateOptions, simulateEstate } from "../src/core/latent/testing/simulate.ts";
import type { LineageName, SimulatedTool } from "../src/core/latent/testing/world.ts";
import { publish } from "./figures.ts";

const PILOTS = Number(process.env["BENCH_REPLICATES"] ?? 6);
const FRESH = 600;
/** Runs of every tool on every fresh endpoint that exist before anybody asks: the n-th that a policy asks for is the n-th here. */
const RUNS = 6;
const MOST = 30;
const [CLEAR, TREAT] = [0.001, 0.95];
const COSTS: Readonly<Record<LineageName, number>> = { F: 1, E: 5, H: 2 };
const CODES = ["PV", "BP", "WN", "Q"].map((code) => classIndex(code));
