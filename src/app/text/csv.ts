/** The rule is in the core, for the exporters. */
export { csvCell, csvRow } from "../../core/csv.ts";
