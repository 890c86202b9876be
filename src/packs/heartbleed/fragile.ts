/**
 * Devices known to lock up on heartbeat scans: HP iLO and iLO 2 (HP advisory c04249852; not vulnerable themselves).
 * Recognised from the certificate in the server's own flight, before any heartbeat is sent and at no extra connection.
 */

import { certificateNames, type NameAttribute } from "../../core/der/certificate.ts";

/** X.520 attribute types: 2.5.4.3 commonName, 2.5.4.10 organizationName, 2.5.4.11 organizationalUnitName. */
const COMMON_NAME = "2.5.4.3";
const ORGANIZATION = "2.5.4.10";
const ORGANIZATIONAL_UNIT = "2.5.4.11";

/**
 * The factory certificate of these cards: issued by "Default Issuer (Do not trust)" of HP's unit ISS. Later generations
 * (iLO 3 and up) name their generation in the issuer and do not lock up.
 */
export function isFragileDevice(chain: readonly Uint8Array[]): boolean {
  const leaf = chain[0];
  if (leaf === undefined || !containsAscii(leaf, "Hewlett")) return false;
  const names = certificateNames(leaf);
  if (names === null) return false;
  const isHp =
    has(names.issuer, ORGANIZATION, /^Hewlett[- ]Packard/i) || has(names.subject, ORGANIZATION, /^Hewlett[- ]Packard/i);
  const isServerUnit =
    has(names.issuer, ORGANIZATIONAL_UNIT, /^ISS$/i) || has(names.subject, ORGANIZATIONAL_UNIT, /^ISS$/i);
  const factoryIssuer = has(names.issuer, COMMON_NAME, /^(iLO ?2? )?Default Issuer \(Do not trust\)$/i);
  const cardName = has(names.subject, COMMON_NAME, /^ilo(?!\s*[3-9])/i);
  return isHp && isServerUnit && (factoryIssuer || (cardName && !has(names.issuer, COMMON_NAME, /iLO ?[3-9]/i)));
}

function has(name: readonly NameAttribute[], oid: string, value: RegExp): boolean {
  return name.some((attribute) => attribute.oid === oid && value.test(attribute.value));
}

/** A cheap look before the DER walk: this runs once for every connection. */
function containsAscii(bytes: Uint8Array, text: string): boolean {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    let i = 1;
    while (i < text.length && bytes[at + i] === text.charCodeAt(i)) i++;
    if (i === text.length) return true;
  }
  return false;
}
