/** Which limits an endpoint counts against. */

import { parseAddress } from "../core/net/address.ts";
import { formatNetwork, networkOf } from "../core/net/network.ts";
import type { Limit } from "./limiter.ts";
import type { Limits } from "./options.ts";

export interface Place {
  readonly address: string;
  readonly port: number;
}

/** What counts as one host. On loopback every port is a server of its own: a limit per address would test one at a time. */
export function hostKey({ address, port }: Place): string {
  return isLoopback(address) ? `${address} ${port}` : address;
}

export function limitsOf(place: Place, limits: Limits): readonly Limit[] {
  const host = { key: `host ${hostKey(place)}`, most: limits.perHost };
  const all = { key: "all", most: limits.concurrency };
  if (isLoopback(place.address)) return [host, all];
  return [host, { key: `network ${networkKey(place.address)}`, most: limits.perNetwork }, all];
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}

/** The /24 or /64 around an address: what one firewall or one rate limiter usually watches. */
function networkKey(text: string): string {
  const address = parseAddress(text);
  return address === null ? text : formatNetwork(networkOf(address, address.family === 4 ? 24 : 64));
}
