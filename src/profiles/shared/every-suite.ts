/** Lists of suites by rule, for tools that offer "all of them". */

import { ALL_SUITES, SCSV_FALLBACK, SCSV_RENEGOTIATION } from "../../core/wire/suites.ts";

/** The last number that was registered in the spring of 2014: the AES-CCM suites of RFC 7251 were the newest. */
const LAST_OF_2014 = 0xc0af;

/** All that there were in April 2014, ascending, and the signalling value: 331. */
export const SUITES_OF_2014: readonly number[] = [
  ...ALL_SUITES.filter(({ id, keyExchange }) => id <= LAST_OF_2014 && keyExchange !== "TLS13").map(({ id }) => id),
  SCSV_RENEGOTIATION,
];

/** All that there are, TLS 1.3's included, and both signals. */
export const SUITES_OF_TODAY: readonly number[] = [
  ...ALL_SUITES.map(({ id }) => id),
  SCSV_RENEGOTIATION,
  SCSV_FALLBACK,
];

/** In no order that means anything, for tools that keep their suites in a hash table. The same every time. */
export function scrambled(suites: readonly number[]): readonly number[] {
  const rank = (id: number) => Math.imul(id + 1, 0x9e3779b1) >>> 0;
  return suites.toSorted((a, b) => rank(a) - rank(b));
}
