/** Asks DNS servers the user named, for A and AAAA at once, and tells apart in which way there was no answer. */

import { promises as dns } from "node:dns";
import { canonicalAddress } from "../../core/net/address.ts";
import { type Parsed, parsed, problem } from "../../core/net/parsed.ts";
import { parsePort } from "../../core/net/port.ts";
import type { Resolution } from "../../core/ports/resolver.ts";
import { addressesFound, errorCode, type Lookup } from "./lookup.ts";

export interface ServerLimits {
  /** How long each server is given at first, milliseconds; it grows with each try. */
  readonly timeoutMs: number;
  /** How often each server is asked. */
  readonly tries: number;
}

export const SERVER_CONCURRENCY = 64;
export const DEFAULT_SERVER_LIMITS: ServerLimits = { timeoutMs: 2000, tries: 3 };

const SERVER_FORMS = [/^\[([^\]]*)\](?::(.*))?$/, /^([^:]*)(?::([^:]*))?$/, /^(.*)$/];

/** Reads one server: `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53` or `[2001:db8::53]:5353`. */
export function parseServer(text: string): Parsed<string> {
  const [, addressText = "", portText = "53"] = SERVER_FORMS.map((form) => form.exec(text)).find(Boolean) ?? [];
  const address = canonicalAddress(addressText);
  const port = parsePort(portText);
  if (address === null || port === null) {
    return problem("expected the address of a DNS server, such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53");
  }
  return parsed(address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`);
}

/** A lookup by the given servers, each as parseServer writes it. */
export function serverLookup(servers: readonly string[], limits: ServerLimits): Lookup {
  const resolver = new dns.Resolver({ timeout: limits.timeoutMs, tries: limits.tries });
  resolver.setServers(servers);
  return async (name) => {
    const [a, aaaa] = await Promise.all([settle(resolver.resolve4(name)), settle(resolver.resolve6(name))]);
    return combine(a, aaaa);
  };
}

/** The answer for one record type; `missing` tells a sure "there is none" from "nobody said". */
type FamilyAnswer =
  | { readonly ok: true; readonly addresses: readonly string[] }
  | { readonly ok: false; readonly missing: boolean; readonly detail: string };

const NO_DATA = "ENODATA";
const SENTENCES: Readonly<Record<string, string>> = {
  [NO_DATA]: "no record",
  ENOTFOUND: "the name does not exist (NXDOMAIN)",
  ESERVFAIL: "the server failed (SERVFAIL)",
  EREFUSED: "the server refused",
  ENOTIMP: "the server does not do this (NOTIMP)",
  EFORMERR: "the server did not understand the question (FORMERR)",
  EBADRESP: "the answer is malformed",
  EBADNAME: "this name cannot be asked for",
  ETIMEOUT: "no answer in time",
  ECONNREFUSED: "no server could be reached",
};

async function settle(answer: Promise<readonly string[]>): Promise<FamilyAnswer> {
  try {
    return { ok: true, addresses: await answer };
  } catch (error) {
    const code = errorCode(error);
    return { ok: false, missing: code === NO_DATA, detail: SENTENCES[code] ?? code };
  }
}

/** One family's addresses are enough. Without any, only two sure "no record" say that the name has no address. */
function combine(a: FamilyAnswer, aaaa: FamilyAnswer): Resolution {
  if (a.ok || aaaa.ok) return addressesFound([...(a.ok ? a.addresses : []), ...(aaaa.ok ? aaaa.addresses : [])]);
  const detail = a.detail === aaaa.detail ? a.detail : `A: ${a.detail}; AAAA: ${aaaa.detail}`;
  return { kind: "failure", reason: a.missing && aaaa.missing ? "dns_no_address" : "dns_failure", detail };
}
