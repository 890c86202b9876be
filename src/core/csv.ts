/** CSV that a spreadsheet opens without executing anything: RFC 4180 quoting and a guard against formulas. */

/** A number is written as such; text from outside is guarded. null: an empty cell. */
export type CsvValue = string | number | null;

/**
 * First characters that make a spreadsheet calculate a cell, or skip to one that does. The full-width forms count as
 * operators in some East Asian locales.
 */
const FORMULA_START = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** Semicolons and tabs too: spreadsheets of some locales split at these, and would find a formula behind one. */
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/** One cell. Text that a spreadsheet would calculate gets an apostrophe in front, the spreadsheets' own mark for text. */
export function csvCell(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const guarded = FORMULA_START.test(value);
  const text = guarded ? `'${value}` : value;
  return guarded || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One row with its CRLF. */
export function csvRow(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(",")}\r\n`;
}
