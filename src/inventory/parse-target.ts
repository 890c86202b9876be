/**
 * Reads one target as a person writes it: a host name, an address, a network, a URL, `host:port` or `name@address`.
 * Strict on purpose: a spelling that two programs could read differently is refused with a sentence that says what
 * was expected, never turned into a host name or rounded to something else.
 */

import type { Target, TargetResult, TargetSource } from "../core/model/target.ts";
import { canonicalAddress } from "../core/net/address.ts";
import { formatNetwork, type Network, parseNetwork } from "../core/net/network.ts";
import { type Parsed, parsed, problem } from "../core/net/parsed.ts";
import { parsePort } from "../core/net/port.ts";
import { parseHostName } from "./host-name.ts";
import { SCHEMES, schemePort, schemeStartTls } from "./url-scheme.ts";

/** What a target's text says about where to go, apart from who wrote it where. */
export type TargetParts = Pick<Target, "name" | "address" | "cidr" | "port" | "transport" | "startTls">;

const LONGEST_TEXT = 1024;
/** Controls, spaces of all kinds, unpaired surrogates and invisible characters, except the joiners that IDNA judges. */
const UNWRITABLE = /[\p{Cc}\p{Z}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/u;
const URL_PARTS = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i;
/** As endpoints are shown: `192.0.2.1:443/udp`. */
const UDP_PORT = /(?<=:\d{1,9})\/udp$/i;
const BRACKETED = /^\[([^[\]]*)\](?::(.*))?$/;
/** Prefixes that would be more addresses than one list should hold by accident. */
const SHORTEST_PREFIX = { 4: 8, 6: 112 } as const;

/** Reads one target. `text` is kept as written, cut to 1 kB and without the password a URL may carry. */
export function parseTarget(text: string, at: TargetSource): TargetResult {
  const read = readTarget(text);
  const shown = boundedText(text);
  if (!read.ok) return { ok: false, error: { at, text: shown, problem: read.problem } };
  return { ok: true, target: { text: shown, at, ...read.value, owner: null, tag: null } };
}

/** What is kept of a text to show it back: at most 1 kB, user name and password of a URL blanked. */
export function boundedText(text: string): string {
  return text.slice(0, LONGEST_TEXT).replace(/:\/\/[^/?#]*@/, "://***@");
}

/** Reads the text of one target. */
export function readTarget(text: string): Parsed<TargetParts> {
  if (text === "") return problem("expected a target, found nothing");
  if (text.length > LONGEST_TEXT) return problem(`a target has at most ${LONGEST_TEXT} characters`);
  if (UNWRITABLE.test(text)) return problem("expected one target without spaces, control or invisible characters");
  if (text.startsWith("-")) return problem("a target does not begin with a dash; is this an option?");

  if (!text.includes("://") && UDP_PORT.test(text)) return overUdp(readTarget(text.replace(UDP_PORT, "")));
  const url = URL_PARTS.exec(text);
  if (url !== null) return readUrl(url[1] ?? "", url[2] ?? "");
  if (text.includes("@")) return readNamedAddress(text);
  if (text.includes("/")) return readNetwork(text);
  return readHostAndPort(text);
}

function readUrl(scheme: string, authority: string): Parsed<TargetParts> {
  const defaultPort = schemePort(scheme);
  if (defaultPort === undefined) return problem(`expected a URL with one of the schemes ${SCHEMES.join(", ")}`);
  if (authority.includes("@")) return problem("expected a URL without user name and password");
  if (isColonRich(authority) && !authority.startsWith("[")) {
    return problem("expected brackets around an IPv6 address in a URL, such as https://[2001:db8::1]/");
  }
  const host = readHostAndPort(authority);
  if (!host.ok) return host;
  const startTls = schemeStartTls(scheme);
  const parts = { ...host.value, port: host.value.port ?? defaultPort };
  const read = parsed(startTls === null ? parts : { ...parts, startTls });
  return scheme.toLowerCase() === "dtls" ? overUdp(read) : read;
}

function overUdp(read: Parsed<TargetParts>): Parsed<TargetParts> {
  if (!read.ok) return read;
  return read.value.port === null
    ? problem("expected a port before /udp, such as 192.0.2.1:443/udp")
    : parsed({ ...read.value, transport: "udp" });
}

function readNamedAddress(text: string): Parsed<TargetParts> {
  const [left = "", right = "", more] = text.split("@");
  if (more !== undefined || left === "") {
    return problem("expected NAME@ADDRESS, such as www.example.org@192.0.2.1:443");
  }
  const name = parseHostName(left);
  if (!name.ok) return problem(`before the @: ${name.problem}`);
  const host = readHostAndPort(right);
  if (!host.ok) return problem(`behind the @: ${host.problem}`);
  if (host.value.address === null) return problem("expected an IP address behind the @");
  return parsed({ ...host.value, name: name.value });
}

function readNetwork(text: string): Parsed<TargetParts> {
  const base = text.slice(0, text.indexOf("/"));
  if (canonicalAddress(base) === null && parseHostName(base).ok) {
    return problem(`expected a host without a path, or a URL with its scheme, such as https://${base}/`);
  }
  const network = parseNetwork(text);
  if (!network.ok) return network;
  const refused = tooLarge(network.value);
  return refused ?? parsed({ name: null, address: null, cidr: formatNetwork(network.value), port: null });
}

function tooLarge(network: Network): Parsed<never> | null {
  const shortest = SHORTEST_PREFIX[network.family];
  if (network.prefix >= shortest) return null;
  return problem(`this network has too many addresses; the shortest IPv${network.family} prefix is /${shortest}`);
}

function readHostAndPort(text: string): Parsed<TargetParts> {
  if (text.includes("%")) return problem("expected an address or host name without a zone or percent sign");
  if (text.startsWith("[")) return readBracketed(text);
  if (isColonRich(text)) {
    const address = canonicalAddress(text);
    if (address === null) return problem("expected an IPv6 address; with a port, write [2001:db8::1]:443");
    return parsed({ name: null, address, cidr: null, port: null });
  }
  const [hostText = "", portText] = text.split(":");
  const host = readHost(hostText);
  return host.ok ? withPort(host.value, portText) : host;
}

function readBracketed(text: string): Parsed<TargetParts> {
  const [, inner = "", portText] = BRACKETED.exec(text) ?? [];
  const address = inner.includes(":") ? canonicalAddress(inner) : null;
  if (address === null)
    return problem("expected an IPv6 address in brackets, such as [2001:db8::1] or [2001:db8::1]:443");
  return withPort({ name: null, address }, portText);
}

function readHost(text: string): Parsed<Pick<TargetParts, "name" | "address">> {
  const address = canonicalAddress(text);
  if (address !== null) return parsed({ name: null, address });
  const name = parseHostName(text);
  return name.ok ? parsed({ name: name.value, address: null }) : name;
}

function withPort(host: Pick<TargetParts, "name" | "address">, portText: string | undefined): Parsed<TargetParts> {
  const port = portText === undefined ? null : parsePort(portText);
  if (portText !== undefined && port === null) return problem("expected a port from 1 to 65535 behind the colon");
  return parsed({ name: host.name, address: host.address, cidr: null, port });
}

/** Two colons or more: nothing but an IPv6 address. */
function isColonRich(text: string): boolean {
  return text.indexOf(":") !== text.lastIndexOf(":");
}
