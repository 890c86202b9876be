/** Targets (what the user typed) and endpoints (one thing that can be asked). */

/** Why an endpoint is on the list; decides whether "nothing listens there" is a gap or simply the answer. */
export type EndpointOrigin =
  /** The user named this very port, or it is the first port (443) of a host the user named. */
  | "asked"
  /** One address of a range (CIDR), or a further port of the port plan: nothing there is no gap. */
  | "discovered";

/** One thing that can be asked, or would be if its name had an address. */
export interface Endpoint {
  /** A canonical IP literal (IPv6 in RFC 5952 form, v4-mapped folded to v4); null: the name did not resolve. */
  readonly address: string | null;
  readonly port: number;
  readonly transport: "tcp";
  /** The server name sent as SNI; null: none is sent. Lower case, A-label form, no trailing dot. */
  readonly serverName: string | null;
  readonly origin: EndpointOrigin;
}

/** A stable spelling of an endpoint, for keys and for people: `example.org@192.0.2.1:443`, `[2001:db8::1]:443`. */
export function endpointLabel(e: Pick<Endpoint, "address" | "port" | "serverName">): string {
  if (e.address === null) return `${e.serverName ?? "?"}:${e.port} (no address)`;
  const host = e.address.includes(":") ? `[${e.address}]` : e.address;
  return e.serverName === null ? `${host}:${e.port}` : `${e.serverName}@${host}:${e.port}`;
}
