/** Lists of suites by rule, for tools that offer "all of them". */

import { ALL_SUITES, SCSV_RENEGOTIATION } from "../../core/wire/suites.ts";

/** The last number that was registered in the spring of 2014: the AES-CCM suites of RFC 7251 were the newest. */
const LAST_OF_2014 = 0xc0af;

/** All that there were in April 2014, ascending, and the signalling value: 331. */
export const SUITES_OF_2014: readonly number[] = [
  ...ALL_SUITES.filter(({ id, keyExchange }) => id <= LAST_OF_2014 && keyExchange !== "TLS13").map(({ id }) => id),
  SCSV_RENEGOTIATION,
];

/** Numbers of drafts that never were registered, which some lists have kept: 0x0047 to 0x005c, 0x0072 to 0x007e in part. */
const NEVER_REGISTERED: readonly number[] = [
  ...Array.from({ length: 0x5c - 0x47 + 1 }, (_, index) => 0x47 + index),
  0x72,
  0x73,
  0x74,
  0x77,
  0x78,
  0x79,
  0x7c,
  0x7d,
  0x7e,
];
/** AEGIS came too late for it. */
const AEGIS = [0x1306, 0x1307];

/** The 397 of nmap 7.93, as seen on the wire: TLS 1.3's included, and no signal. */
export const SUITES_OF_NMAP_7: readonly number[] = [
  ...ALL_SUITES.map(({ id }) => id).filter((id) => !AEGIS.includes(id)),
  ...NEVER_REGISTERED,
];

/** In no order that means anything, for tools that keep their suites in a hash table. The same every time. */
export function scrambled(suites: readonly number[]): readonly number[] {
  const rank = (id: number) => Math.imul(id + 1, 0x9e3779b1) >>> 0;
  return suites.toSorted((a, b) => rank(a) - rank(b));
}
