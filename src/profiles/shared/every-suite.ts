/** Lists of suites by rule, for tools that offer "all of them". */

import { ALL_SUITES, SCSV_RENEGOTIATION } from "../../core/wire/suites.ts";

/** The last number that was registered in the spring of 2014: the AES-CCM suites of RFC 7251 were the newest. */
const LAST_OF_2014 = 0xc0af;

/** All that there were in April 2014, ascending, and the signalling value: 331. */
export const SUITES_OF_2014: readonly number[] = [
  ...ALL_SUITES.filter(({ id, keyExchange }) => id <= LAST_OF_2014 && keyExchange !== "TLS13").map(({ id }) => id),
  SCSV_RENEGOTIATION,
];
