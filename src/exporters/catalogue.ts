/** The formats in which a report is taken away: an explicit list. */

import type { Exporter } from "./exporter.ts";
import { htmlReport } from "./html/index.ts";
import { xlsx } from "./xlsx/index.ts";

export const EXPORTERS: readonly Exporter[] = [htmlReport, xlsx];
