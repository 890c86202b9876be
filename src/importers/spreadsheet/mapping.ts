/** `host=Server,port=Port,nmap=nmap 6.45 result`: which column of a spreadsheet says what. */

import { type Parsed, parsed, problem } from "../../core/net/parsed.ts";

/** What a column can hold beside answers. */
export const FIELDS = ["host", "name", "address", "port", "when", "version"] as const;
export type Field = (typeof FIELDS)[number];

export interface Mapping {
  /** Header by field. */
  readonly fields: Readonly<Partial<Record<Field, string>>>;
  /** Header by detector: the column holds its answers. */
  readonly detectors: readonly { readonly detector: string; readonly header: string }[];
}

const DETECTOR = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

/** Everything that is not a field is a detector's name. */
export function parseMapping(text: string): Parsed<Mapping> {
  const fields: Partial<Record<Field, string>> = {};
  const detectors: { detector: string; header: string }[] = [];
  for (const part of text.split(",")) {
    const equals = part.indexOf("=");
    const key = part.slice(0, Math.max(0, equals)).trim();
    const header = part.slice(equals + 1).trim();
    if (equals < 1 || key === "" || header === "") return problem("expected KEY=HEADER pairs joined by commas");
    const field = FIELDS.find((known) => known === key.toLowerCase());
    if (field !== undefined) {
      if (fields[field] !== undefined) return problem(`the field ${field} is mapped twice`);
      fields[field] = header;
      continue;
    }
    if (!DETECTOR.test(key)) {
      return problem(
        `expected one of ${FIELDS.join(", ")} or a detector's name, found ${JSON.stringify(key.slice(0, 60))}`,
      );
    }
    if (detectors.some(({ detector }) => detector === key)) return problem(`the detector ${key} is mapped twice`);
    detectors.push({ detector: key, header });
  }
  if (fields.host === undefined && fields.name === undefined && fields.address === undefined) {
    return problem("expected a column for the host: host=HEADER, name=HEADER or address=HEADER");
  }
  if (detectors.length === 0) return problem("expected at least one detector's column, such as nmap=HEADER");
  return parsed({ fields, detectors });
}

/** Positions of the mapped columns in a header line. */
export interface Layout {
  readonly fields: Readonly<Partial<Record<Field, number>>>;
  readonly detectors: readonly { readonly detector: string; readonly index: number }[];
}

/** Compared without regard to case and surrounding space; a header that is not there or stands twice is a problem. */
export function layoutOf(mapping: Mapping, header: readonly string[]): Parsed<Layout> {
  const cells = header.map((cell) => cell.trim().toLowerCase());
  const missing: string[] = [];
  const twice: string[] = [];
  const find = (wanted: string): number => {
    const first = cells.indexOf(wanted.toLowerCase());
    if (first < 0) missing.push(wanted);
    else if (cells.includes(wanted.toLowerCase(), first + 1)) twice.push(wanted);
    return first;
  };
  const fields = Object.fromEntries(Object.entries(mapping.fields).map(([field, wanted]) => [field, find(wanted)]));
  const detectors = mapping.detectors.map(({ detector, header: wanted }) => ({ detector, index: find(wanted) }));
  if (missing.length > 0) return problem(`no column has the header ${missing.map(quoted).join(", ")}`);
  if (twice.length > 0) return problem(`more than one column has the header ${twice.map(quoted).join(", ")}`);
  return parsed({ fields, detectors });
}

const quoted = (text: string): string => JSON.stringify(text);
