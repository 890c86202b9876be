/** Targets (what the user typed) and endpoints (one thing that can be asked). */

import type { StartTlsProtocol } from "../starttls/protocols.ts";

/** Why an endpoint is on the list; decides whether "nothing listens there" is a gap or simply the answer. */
export type EndpointOrigin =
  /** The user named this very port, or it is the first port (443) of a host the user named. */
  | "asked"
  /** One address of a range (CIDR), or a further port of the port plan: nothing there is no gap. */
  | "discovered";

export const TRANSPORTS = ["tcp", "udp"] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** One thing that can be asked, or would be if its name had an address. */
export interface Endpoint {
  /** A canonical IP literal (IPv6 in RFC 5952 form, v4-mapped folded to v4); null: the name did not resolve. */
  readonly address: string | null;
  /** null: the host as a whole, as some reports speak of it; such an endpoint cannot be asked. */
  readonly port: number | null;
  readonly transport: Transport;
  /** The server name sent as SNI; null: none is sent. Lower case, A-label form, no trailing dot. */
  readonly serverName: string | null;
  readonly origin: EndpointOrigin;
  /** The protocol that comes before TLS, where somebody named it (`smtp://…`); null or left out: port and greeting tell. No part of the key. */
  readonly startTls?: StartTlsProtocol | null;
}

/** A stable spelling of an endpoint, for keys and for people: `example.org@192.0.2.1:443`, `[2001:db8::1]:443`, `192.0.2.1:*` for a whole host. */
export function endpointLabel(e: Pick<Endpoint, "address" | "port" | "serverName"> & Partial<Endpoint>): string {
  const place = `${e.port ?? "*"}${e.transport === "udp" ? "/udp" : ""}`;
  if (e.address === null) return `${e.serverName ?? "?"}:${place} (no address)`;
  const host = e.address.includes(":") ? `[${e.address}]` : e.address;
  return e.serverName === null ? `${host}:${place}` : `${e.serverName}@${host}:${place}`;
}
