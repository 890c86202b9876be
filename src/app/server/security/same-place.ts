/**
 * Whether a request was meant for us, and comes from our own page. A name of an attacker's that is made to point at 127.0.0.1 (DNS
 * rebinding) shows in Host; a request sent by another page shows in Origin and Sec-Fetch-Site (Fetch Metadata).
 */

export interface Place {
  /** `host:port` as it may stand in Host, lower case. */
  readonly hosts: ReadonlySet<string>;
}

/** The names under which a server on this address and port may be called. @param names more of them, for one that is not only local. */
export function placeOf(address: string, port: number, names: readonly string[]): Place {
  const literal = address.includes(":") ? `[${address}]` : address;
  const own = [literal, ...(isLoopback(address) ? ["localhost", "127.0.0.1", "[::1]"] : [])];
  const hosts = [
    ...own.flatMap((host) => [`${host}:${port}`, ...(port === 80 ? [host] : [])]),
    // A proxy before it listens on a port of its own: the name alone is what its browsers send.
    ...names.flatMap((name) => [name, `${name}:${port}`]),
  ];
  return { hosts: new Set(hosts.map((host) => host.toLowerCase())) };
}

export function isLoopback(address: string): boolean {
  return address === "::1" || /^127(\.\d{1,3}){3}$/.test(address) || address === "localhost";
}

export function isOurHost({ hosts }: Place, host: string | undefined): boolean {
  return host !== undefined && hosts.has(host.toLowerCase());
}

export interface Provenance {
  readonly origin: string | undefined;
  /** Sec-Fetch-Site. */
  readonly site: string | undefined;
}

/** A page elsewhere may not even read, as the answer could tell by its timing what is known here. A program sends neither header. */
export function isFromElsewhere(place: Place, { origin, site }: Provenance): boolean {
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  if (origin === undefined) return false;
  try {
    return !isOurHost(place, new URL(origin).host);
  } catch {
    return true;
  }
}

/** What changes something and rests on a cookie must say that it comes from our page. */
export function isFromOurPage(place: Place, { origin, site }: Provenance): boolean {
  return site === "same-origin" || (origin !== undefined && !isFromElsewhere(place, { origin, site }));
}
