/** The operating system's own way to resolve names: hosts file, search domains, whatever is configured. */

import { promises as dns } from "node:dns";
import type { Resolution } from "../../core/ports/resolver.ts";
import { addressesFound, errorCode } from "./lookup.ts";

/** Of libuv's four threads, which file access needs too, as many as lookups may hold while the system is waiting. */
export const SYSTEM_CONCURRENCY = 3;

const SENTENCES: Readonly<Record<string, string>> = {
  // getaddrinfo does not tell a name that does not exist from one without addresses.
  ENOTFOUND: "the system's resolver knows no address of this name",
  EAI_AGAIN: "the system's resolver got no answer; it may work later",
};

/** Asks getaddrinfo. How long that takes is for the system's configuration to say; it ends by itself. */
export async function systemLookup(name: string): Promise<Resolution> {
  try {
    const found = await dns.lookup(name, { all: true, verbatim: true });
    return addressesFound(found.map(({ address }) => address));
  } catch (error) {
    const code = errorCode(error);
    return {
      kind: "failure",
      reason: "dns_failure",
      detail: SENTENCES[code] ?? `the system's resolver failed (${code})`,
    };
  }
}
