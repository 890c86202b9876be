/** What every way of looking a name up has in common: a question without limits, and how its answers are tidied. */

import { type Address, formatAddress, parseAddress } from "../../core/net/address.ts";
import type { Resolution } from "../../core/ports/resolver.ts";

/** Asks for every address of one name, once. Never rejects. */
export type Lookup = (name: string) => Promise<Resolution>;

/** Canonical addresses without duplicates, IPv4 first, otherwise as they came; none left: the name has no address. */
export function addressesFound(texts: readonly string[]): Resolution {
  const found = texts.map(parseAddress).filter((address): address is Address => address !== null);
  const ordered = [4, 6].flatMap((family) => found.filter((address) => address.family === family));
  const addresses = [...new Set(ordered.map(formatAddress))];
  return addresses.length > 0
    ? { kind: "addresses", addresses }
    : { kind: "failure", reason: "dns_no_address", detail: "the answer holds no usable address" };
}

/** The code of a system or DNS error, or the error in words. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && "code" in error) return String(error.code);
  return String(error);
}
