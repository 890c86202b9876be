/** The parts of a certificate's name that people know it by (RFC 4519). */

import type { NameAttribute } from "./certificate.ts";

type Name = readonly NameAttribute[];

/** The last common name, which is the most specific one; null when there is none. */
export function commonName(name: Name): string | null {
  return last(name, "2.5.4.3");
}

/** The last organization (O). */
export function organization(name: Name): string | null {
  return last(name, "2.5.4.10");
}

/** The last organizational unit (OU). */
export function organizationalUnit(name: Name): string | null {
  return last(name, "2.5.4.11");
}

function last(name: Name, oid: string): string | null {
  return name.findLast((attribute) => attribute.oid === oid)?.value ?? null;
}
