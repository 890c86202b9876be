/** Cipher suites by number: the registered name and what it says. */

import { readSuiteName, type SuiteFacts } from "./suite-name.ts";
import { SUITE_REGISTRY } from "./suite-registry.ts";

export type { Cipher, KeyExchange } from "./suite-name.ts";

export interface Suite extends SuiteFacts {
  readonly id: number;
  /** As registered at IANA. */
  readonly name: string;
}

/** Signals in the list of suites, not suites: safe to renegotiate (RFC 5746), and a retry with a lower version (RFC 7507). */
export const SCSV_RENEGOTIATION = 0x00ff;
export const SCSV_FALLBACK = 0x5600;

/** Every suite, ascending by number; no signals, so that all of it can be offered. */
export const ALL_SUITES: readonly Suite[] = SUITE_REGISTRY.flatMap(({ id, name }) => {
  const facts = readSuiteName(name);
  return facts === null ? [] : [{ id, name, ...facts }];
});

const BY_ID: ReadonlyMap<number, Suite> = new Map(ALL_SUITES.map((facts) => [facts.id, facts]));

const SIGNALS: ReadonlyMap<number, string> = new Map([
  [SCSV_RENEGOTIATION, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"],
  [SCSV_FALLBACK, "TLS_FALLBACK_SCSV"],
]);

/** The suite with this number, if anybody ever defined one. */
export function suite(id: number): Suite | undefined {
  return BY_ID.get(id);
}

/** The registered name of a suite or signal, or the number ("0x1234"). */
export function suiteName(id: number): string {
  return BY_ID.get(id)?.name ?? SIGNALS.get(id) ?? `0x${id.toString(16).padStart(4, "0")}`;
}
