/** Which column of a CSV file says what: by customary header names, or by the user's mapping. */

import { type Parsed, parsed, problem } from "../core/net/parsed.ts";
import { delimiterOf, firstLine } from "../documents/csv.ts";

/** Header names by field, compared without regard to case and surrounding space. */
const HEADERS = {
  name: ["name", "host", "hostname", "fqdn"],
  address: ["address", "ip"],
  port: ["port"],
  owner: ["owner"],
  tag: ["tag"],
} as const satisfies Record<string, readonly string[]>;

export type Field = keyof typeof HEADERS;
const FIELDS = Object.keys(HEADERS) as readonly Field[];

/** The header the user names for a field. */
export type ColumnMapping = Readonly<Partial<Record<Field, string>>>;
/** The position of a field's column; a field without a column is missing. */
export type Columns = Readonly<Partial<Record<Field, number>>>;

/** Reads `name=Server,address=IP`. */
export function parseColumnMapping(text: string): Parsed<ColumnMapping> {
  const mapping: Partial<Record<Field, string>> = {};
  for (const part of text.split(",")) {
    const [key = "", header = "", more] = part.split("=").map((piece) => piece.trim());
    const field = FIELDS.find((known) => known === key.toLowerCase());
    if (field === undefined || header === "" || more !== undefined) {
      return problem(`expected FIELD=HEADER pairs joined by commas, with the fields ${FIELDS.join(", ")}`);
    }
    if (mapping[field] !== undefined) return problem(`the field ${field} is mapped twice`);
    mapping[field] = header;
  }
  return parsed(mapping);
}

/**
 * Finds the columns in a header line. With a mapping only the mapped fields are read. A field that two columns could
 * fill is a problem, because choosing one would drop the other.
 */
export function findColumns(header: readonly string[], mapping: ColumnMapping | null): Parsed<Columns> {
  const cells = header.map(normalize);
  const columns: Partial<Record<Field, number>> = {};
  for (const field of FIELDS) {
    const mapped = mapping?.[field];
    if (mapping !== null && mapped === undefined) continue;
    const wanted: readonly string[] = mapped === undefined ? HEADERS[field] : [normalize(mapped)];
    const [first, second] = [...cells.keys()].filter((index) => wanted.includes(cells[index] ?? ""));
    if (second !== undefined) {
      return problem(`more than one column could be the ${field} (${wanted.join(", ")}); choose or rename one`);
    }
    if (first !== undefined) columns[field] = first;
    else if (mapped !== undefined) return problem(`no column has the header ${JSON.stringify(mapped)}`);
  }
  if (columns.name === undefined && columns.address === undefined) {
    const known = [...HEADERS.name, ...HEADERS.address].join(", ");
    return problem(`expected a header line with a column for the name or the address (${known}), or a mapping`);
  }
  return parsed(columns);
}

/** Whether the first line with anything on it is a header: several columns, one of which names hosts. */
export function hasHeader(text: string): boolean {
  const known: readonly string[] = [...HEADERS.name, ...HEADERS.address];
  const cells = firstLine(text).split(delimiterOf(text));
  return cells.length > 1 && cells.some((cell) => known.includes(normalize(cell.replaceAll('"', ""))));
}

function normalize(header: string): string {
  return header.trim().toLowerCase();
}
