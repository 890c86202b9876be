/** What a report writes for host and port, in all its spellings, as one place; or why it is none. */

import type { Transport } from "../core/model/endpoint.ts";
import { canonicalAddress } from "../core/net/address.ts";
import { type Parsed, parsed, problem } from "../core/net/parsed.ts";
import { parseHostName } from "../inventory/host-name.ts";
import type { ReportAnswer, ReportHost } from "./importer.ts";

/** Where an answer belongs, as far as the report says. At least one of address and name is there. */
export interface ReportPlace {
  readonly address: string | null;
  readonly name: string | null;
  /** null: the host as a whole. */
  readonly port: number | null;
  readonly transport: Transport;
  readonly serverName: string | null;
}

export function placeOf(answer: Pick<ReportAnswer, "host" | "port" | "transport" | "serverName">): Parsed<ReportPlace> {
  const host = readHost(answer.host);
  if (!host.ok) return host;
  const port = readPort(answer.port);
  if (!port.ok) return port;
  const sent = answer.serverName === null ? null : parseHostName(answer.serverName.trim());
  return parsed({
    ...host.value,
    port: port.value.port,
    transport: port.value.transport ?? answer.transport,
    serverName: sent?.ok === true ? sent.value : null,
  });
}

/** An address in the place of a name and a name in the place of an address are taken for what they are. */
export function readHost(host: ReportHost): Parsed<Pick<ReportPlace, "address" | "name">> {
  const texts = [host.address, host.name].flatMap((text) => bothOf(text ?? "")).filter((text) => text !== "");
  if (texts.length === 0) return problem("expected a host, found none");
  let address: string | null = null;
  let name: string | null = null;
  for (const text of texts) {
    const found = canonicalAddress(text);
    const read = found === null ? parseHostName(text) : null;
    if (found !== null) {
      if (address !== null && address !== found) return problem(`expected one address, found ${address} and ${found}`);
      address = found;
    } else if (read?.ok === true) name ??= read.value;
  }
  // What stands in the address's place and is none (192.168.1.1001) leaves open which host is meant.
  const written = unwrapped(host.address ?? "");
  if (address === null && /^[\d.]+$|:/.test(written)) return problem(`expected an address, found ${quoted(written)}`);
  if (address === null && name === null) return problem(`expected a host, found ${quoted(texts[0] ?? "")}`);
  return parsed({ address, name });
}

/** `443`, `443/tcp`, `TCP/443`, `https (443/tcp)`; `0`, `general/tcp` and nothing at all mean the host as a whole. */
export function readPort(
  written: string | number | null,
): Parsed<{ readonly port: number | null; readonly transport: Transport | null }> {
  const text = String(written ?? "")
    .trim()
    .toLowerCase();
  const transport = /\budp\b/.test(text) ? "udp" : /\btcp\b/.test(text) ? "tcp" : null;
  if (text === "" || text.startsWith("general/")) return parsed({ port: null, transport });
  const inner = /\(([^()]*)\)\s*$/.exec(text)?.[1] ?? text;
  const digits = /^(?:(?:tcp|udp)\s*\/\s*)?(\d{1,5})(?:\s*\/\s*(?:tcp|udp))?$/.exec(inner.trim())?.[1];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) return problem(`expected a port, found ${quoted(text)}`);
  return parsed({ port: port === 0 ? null : port, transport });
}

/** `www.example.org (192.0.2.1)` and the other way round: a name and an address. */
function bothOf(text: string): readonly string[] {
  const [, outer, inner] = /^([^\s()]+) ?\(([^\s()]+)\)$/.exec(text.trim()) ?? [];
  return outer === undefined || inner === undefined ? [unwrapped(text)] : [unwrapped(outer), unwrapped(inner)];
}

/** Without brackets, a trailing dot, and what is around the host in a URL. */
function unwrapped(text: string): string {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(text.trim())?.[1] ?? text.trim();
  return host.replace(/^\[(.*)\]$/, "$1");
}

const MOST_QUOTED = 60;
function quoted(text: string): string {
  return JSON.stringify(text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text);
}
