/**
 * Which endpoint a report's row is about. Reports seldom say which server name they sent, campaigns often know an
 * address by several: a row is put beside what is known only where there is no choice to make.
 */

import type { Endpoint, Transport } from "./model/endpoint.ts";

export interface Row {
  readonly address: string | null;
  /** A name the report gives the host; not necessarily one that was sent. */
  readonly name: string | null;
  readonly port: number | null;
  readonly transport: Transport;
  /** The name that was sent as SNI; null: none, or the report does not say. */
  readonly serverName: string | null;
}

export interface Known {
  readonly endpoint: Endpoint;
  /** The name that led to it, also where it is not sent. */
  readonly name: string | null;
}

/**
 * `same`: the very endpoint is known; `by_address`, `by_name`: the only one it can be; `ambiguous`: several could be meant, so it
 * stands for itself; `new`: nothing like it is known.
 */
export type MatchKind = "same" | "by_address" | "by_name" | "ambiguous" | "new";

export interface Match {
  readonly kind: MatchKind;
  readonly endpoint: Endpoint;
}

/** @param known everything known at the row's address or under its name, with its port and transport. */
export function matchRow(row: Row, known: readonly Known[]): Match {
  const at = known.filter(({ endpoint }) => endpoint.port === row.port && endpoint.transport === row.transport);
  return row.address === null ? byName(row, at) : byAddress(row, row.address, at);
}

function byAddress(row: Row, address: string, known: readonly Known[]): Match {
  const here = known.filter(({ endpoint }) => endpoint.address === address);
  const own = standingAlone(row, address, row.serverName);
  const sent = row.serverName;
  if (sent !== null) return { kind: has(here, sent) ? "same" : "new", endpoint: own };
  const { name } = row;
  if (name !== null && has(here, name)) return { kind: "by_name", endpoint: standingAlone(row, address, name) };
  if (has(here, null)) return { kind: "same", endpoint: own };
  const names = new Set(here.map(({ endpoint }) => endpoint.serverName));
  const [only, another] = names;
  if (only === undefined) return { kind: "new", endpoint: own };
  if (another !== undefined) return { kind: "ambiguous", endpoint: own };
  // The report calls the host by another name than the one we know: the same machine, but perhaps another service.
  if (name !== null && only !== name && !here.some((each) => each.name === name))
    return { kind: "ambiguous", endpoint: own };
  return { kind: "by_address", endpoint: standingAlone(row, address, only) };
}

function byName(row: Row, known: readonly Known[]): Match {
  const wanted = row.serverName ?? row.name;
  const named = known.filter(({ endpoint, name }) => endpoint.serverName === wanted || name === wanted);
  const [only, another] = new Set(named.map(({ endpoint }) => endpoint.address));
  const own = standingAlone(row, null, wanted);
  if (only === undefined) return { kind: "new", endpoint: own };
  if (another !== undefined) return { kind: "ambiguous", endpoint: own };
  const sent = has(named, wanted) ? wanted : null;
  return { kind: "by_name", endpoint: standingAlone(row, only, only === null ? wanted : sent) };
}

function has(known: readonly Known[], serverName: string | null): boolean {
  return known.some(({ endpoint }) => endpoint.serverName === serverName);
}

function standingAlone(row: Row, address: string | null, serverName: string | null): Endpoint {
  return { address, port: row.port, transport: row.transport, serverName, origin: "asked" };
}
