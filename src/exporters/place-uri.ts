/** Endpoints as identifiers that other formats ask for. */

import type { Endpoint } from "../core/model/endpoint.ts";

/** One segment of a path: never empty, never one that climbs. Lone surrogates, which no URI can spell, become U+FFFD. */
function encoded(text: string): string {
  if (/^\.*$/.test(text)) return text === "" ? "_" : text.replaceAll(".", "%2E");
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, "\u{fffd}"));
}

const parts = ({ transport, address, port, serverName }: Endpoint) => [
  transport,
  address ?? "no-address",
  port === null ? "any-port" : String(port),
  ...(serverName === null ? [] : [serverName]),
];

/** A relative path, one segment a part, for tools that know nothing but files: `endpoints/tcp/192.0.2.1/443/example.org`. */
export const endpointPath = (endpoint: Endpoint): string => ["endpoints", ...parts(endpoint)].map(encoded).join("/");

/** An absolute identifier: `crosscheck:tcp/192.0.2.1/443/example.org`. */
export const endpointIri = (endpoint: Endpoint): string => `crosscheck:${parts(endpoint).map(encoded).join("/")}`;

/** The same endpoint has the same key in every report. */
export const endpointKey = (pack: string, endpoint: Endpoint): string => fnv64(`${pack}/${endpointPath(endpoint)}`);

/** FNV-1a, 64 bits, hexadecimal: an identifier, not a protection. */
function fnv64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
