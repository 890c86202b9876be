/** The names, serial number and validity in an X.509 certificate (RFC 5280 section 4.1): enough to recognise and show it. */

import { toHex } from "../wire/bytes.ts";
import { derChildren, derElements, type DerElement, TAG } from "./der.ts";
import { oidText, stringText, timeText } from "./der-text.ts";

/** One attribute of a name: "2.5.4.3" and its text. */
export interface NameAttribute {
  readonly oid: string;
  readonly value: string;
}

export interface CertificateNames {
  readonly subject: readonly NameAttribute[];
  readonly issuer: readonly NameAttribute[];
  /** Hexadecimal, as it stands in the certificate; null when there is none. */
  readonly serialNumber: string | null;
  /** ISO 8601, UTC; null when it is not in a form that is allowed. */
  readonly notBefore: string | null;
  readonly notAfter: string | null;
}

/** No certificate that a server shows is longer. */
const MAX_CERTIFICATE = 2 ** 18;

/**
 * Reads a DER certificate; null when it has not the structure of one, down to the names. Serial number and validity may
 * be nonsense: a certificate that cannot be dated must still be recognised by its names.
 */
export function certificateNames(der: Uint8Array): CertificateNames | null {
  if (der.length > MAX_CERTIFICATE) return null;
  const toBeSigned = derChildren(derElements(der)?.[0], TAG.sequence)?.[0];
  const fields = derChildren(toBeSigned, TAG.sequence);
  if (fields === null) return null;
  // The version is optional; serial number, signature algorithm, issuer, validity and subject follow it.
  const [serial, , issuerName, validity, subjectName] = fields[0]?.tag === TAG.context0 ? fields.slice(1) : fields;
  const issuer = readName(issuerName);
  const subject = readName(subjectName);
  if (issuer === null || subject === null) return null;
  const [notBefore, notAfter] = derChildren(validity, TAG.sequence) ?? [];
  return {
    subject,
    issuer,
    serialNumber: serial?.tag === TAG.integer ? toHex(serial.content.subarray(0, 64)) : null,
    notBefore: notBefore ? timeText(notBefore) : null,
    notAfter: notAfter ? timeText(notAfter) : null,
  };
}

/** A name is a sequence of sets of attributes; attributes that are not text are left out. */
function readName(element: DerElement | undefined): readonly NameAttribute[] | null {
  const sets = derChildren(element, TAG.sequence);
  if (sets === null) return null;
  const attributes: NameAttribute[] = [];
  for (const set of sets) {
    const members = derChildren(set, TAG.set);
    if (members === null) return null;
    for (const member of members) {
      const [type, text] = derChildren(member, TAG.sequence) ?? [];
      const oid = type ? oidText(type) : null;
      const value = text ? stringText(text) : null;
      if (oid !== null && value !== null) attributes.push({ oid, value });
    }
  }
  return attributes;
}
