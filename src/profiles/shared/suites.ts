/** Lists of cipher suites by rule, where a fact sheet says what a list holds and not how it is ordered. */

import { ALL_SUITES, SCSV_RENEGOTIATION, type Suite } from "../../core/wire/suites.ts";

/** The CCM suites of RFC 7251 were the last. */
const LAST_OF_2013 = 0xc0af;
const WITH_CERTIFICATE = /^(?:RSA|DHE?_(?:RSA|DSS)|ECDHE?_(?:RSA|ECDSA))(?:_EXPORT)?$/;

/** Registered by April 2014 and authenticated with a certificate: no PSK, SRP, Kerberos or anonymous ones, and none without encryption. */
export const CERTIFICATE_SUITES: readonly Suite[] = ALL_SUITES.filter(
  ({ id, keyExchange, cipher }) => id <= LAST_OF_2013 && WITH_CERTIFICATE.test(keyExchange) && cipher !== "NULL",
);

/** 56-bit export suites and GOST, which were in drafts only; Fortezza's numbers of SSL 3.0. */
const NEVER_REGISTERED = new Set([0x1c, 0x1d, 0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x80, 0x81, 0x82, 0x83]);

/** What stood in the registry in April 2014, the null suite apart: 318. */
export const REGISTERED_IN_2014: readonly number[] = ALL_SUITES.map(({ id }) => id).filter(
  (id) => id !== 0 && id <= LAST_OF_2013 && !isTls13(id) && !NEVER_REGISTERED.has(id),
);

function isTls13(id: number): boolean {
  return id >> 8 === 0x13;
}

/** Numbers, the signal of secure renegotiation last. */
export function numbersOf(suites: readonly Suite[]): readonly number[] {
  return [...suites.map(({ id }) => id), SCSV_RENEGOTIATION];
}
