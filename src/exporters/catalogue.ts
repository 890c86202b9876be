/** The formats in which a report is taken away: an explicit list. */

import type { Exporter } from "./exporter.ts";
import { htmlReport } from "./html/index.ts";
import { openvex } from "./openvex/index.ts";
import { sarif } from "./sarif/index.ts";
import { csv, json, jsonl } from "./tables/index.ts";
import { xlsx } from "./xlsx/index.ts";

export const EXPORTERS: readonly Exporter[] = [htmlReport, xlsx, sarif, openvex, csv, json, jsonl];
