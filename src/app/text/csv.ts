/** The rule is in the core, for the exporters. */
export { csvCell, csvRow, type CsvValue } from "../../core/csv.ts";
