/** Puts a target together from fields that somebody kept apart: the columns of a CSV row. */

import type { TargetResult, TargetSource } from "../core/model/target.ts";
import { type Parsed, parsed, problem } from "../core/net/parsed.ts";
import { parsePort } from "../core/net/port.ts";
import type { Field } from "./columns.ts";
import { failure } from "./failure.ts";
import { boundedText, readTarget, type TargetParts } from "./parse-target.ts";

/** The fields of one row, trimmed; an empty one is not there. */
export type TargetFields = Readonly<Partial<Record<Field, string>>>;

const LONGEST_LABEL = 200;

/** Makes a target of the fields, or an error that names the field; `text` is the row, shown back. */
export function composeTarget(fields: TargetFields, text: string, at: TargetSource): TargetResult {
  const parts = composeParts(fields);
  if (!parts.ok) return failure(at.source, at.line, parts.problem, text);
  for (const field of ["owner", "tag"] as const) {
    if ((fields[field]?.length ?? 0) > LONGEST_LABEL) {
      return failure(at.source, at.line, `${field}: expected at most ${LONGEST_LABEL} characters`, text);
    }
  }
  const { owner = null, tag = null } = fields;
  return { ok: true, target: { text: boundedText(text), at, ...parts.value, owner, tag } };
}

/** The name column may hold whatever a target can be; beside an address it must be a host name (or that address). */
function composeParts(fields: TargetFields): Parsed<TargetParts> {
  const named = readField("name", fields.name);
  if (!named.ok) return named;
  const addressed = readField("address", fields.address);
  if (!addressed.ok) return addressed;
  const over = named.value?.transport ?? addressed.value?.transport;
  const transport = over === undefined ? {} : { transport: over };
  const port = onePort(fields.port, named.value?.port, addressed.value?.port);
  if (!port.ok) return port;

  if (addressed.value === null) {
    return named.value === null
      ? problem("expected a name or an address in the row")
      : parsed({ ...named.value, port: port.value });
  }
  const { address, cidr } = addressed.value;
  const startTls = named.value?.startTls ?? addressed.value.startTls;
  const protocol = startTls === undefined ? {} : { startTls };
  if (addressed.value.name !== null) return problem("address: expected an IP address or a network");
  if (named.value === null) return parsed({ name: null, address, cidr, port: port.value, ...transport, ...protocol });
  if (cidr !== null || named.value.cidr !== null) return problem("expected a network without a name beside it");
  if (named.value.address !== null && named.value.address !== address) {
    return problem("name and address: expected a host name, or twice the same address");
  }
  return parsed({ name: named.value.name, address, cidr, port: port.value, ...transport, ...protocol });
}

function readField(field: Field, text: string | undefined): Parsed<TargetParts | null> {
  if (text === undefined) return parsed(null);
  const read = readTarget(text);
  return read.ok ? read : problem(`${field}: ${read.problem}`);
}

/** The port the row names, in its own column or behind the name or the address; naming it twice is fine, naming two is not. */
function onePort(
  written: string | undefined,
  ...others: readonly (number | null | undefined)[]
): Parsed<number | null> {
  const own = written === undefined ? null : parsePort(written);
  if (written !== undefined && own === null) return problem("port: expected a number from 1 to 65535");
  const [port = null, another] = new Set([own, ...others].filter((named) => typeof named === "number"));
  return another === undefined ? parsed(port) : problem(`expected one port in the row, found ${port} and ${another}`);
}
