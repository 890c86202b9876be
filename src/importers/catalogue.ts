/** The report formats there are: an explicit list, in the order in which they are tried. */

import type { Importer } from "./importer.ts";

export const IMPORTERS: readonly Importer[] = [];
