/** The formats in which a report is taken away: an explicit list. */

import type { Exporter } from "./exporter.ts";
import { htmlReport } from "./html/index.ts";

export const EXPORTERS: readonly Exporter[] = [htmlReport];
