/**
 * Decides whether an address may be asked (design, rule 5). Asked twice: when a run is planned, and again with the
 * address a connection is about to be made to. Loopback needs no permission; anything else needs a scope in force.
 */

import type { Scope, ScopeDecision } from "./model/scope.ts";
import { parseAddress } from "./net/address.ts";
import { type Network, type NetworkSet, networkOf, networkSet, parseNetwork } from "./net/network.ts";
import { parsed } from "./net/parsed.ts";

export interface ScopeQuestion {
  /** The address a connection would be made to. */
  readonly address: string;
  /** The server name asked for there, canonical; null: none. */
  readonly name: string | null;
  /**
   * Whether `address` was found by resolving `name`. A permitted name permits only such addresses: whoever writes
   * `permitted.example@198.51.100.1`, or owns the reverse zone nmap took a name from, must not widen the scope.
   */
  readonly resolved: boolean;
}

export interface CompiledScope {
  /** @param nowMs wall-clock time, milliseconds since the epoch. */
  decide(question: ScopeQuestion, nowMs: number): ScopeDecision;
}

const ALLOWED: ScopeDecision = { allowed: true };
const LOOPBACK = readEntries(["127.0.0.0/8", "::1"]).set;
/** Addresses that name no single host: "this network", broadcast, multicast, the unspecified address. */
const NO_HOST = readEntries(["0.0.0.0/8", "255.255.255.255", "224.0.0.0/4", "::", "ff00::/8"]).set;

/** Prepares a scope for many decisions; null, or one that has ended, permits loopback only. */
export function compileScope(scope: Scope | null): CompiledScope {
  const excluded = readEntries(scope?.exclude ?? []);
  const excludedNames = nameSet(scope?.excludeNames ?? []);
  const allowed = readEntries(scope?.allow ?? []);
  const allowedNames = nameSet(scope?.allowNames ?? []);
  const until = scope === null ? Number.NaN : Date.parse(scope.until);
  const unreadable = excluded.unreadable ?? allowed.unreadable;

  return {
    decide({ address: text, name, resolved }, nowMs) {
      // A scope that was understood only in part is no permission: the lost entry may be an exclusion.
      if (unreadable !== null) return refuse(`the scope entry ${JSON.stringify(unreadable)} is no address or network`);
      const address = parseAddress(text);
      if (address === null) return refuse("this is not an IP address");
      if (NO_HOST.has(address)) return refuse(`${text} does not name a single host`);
      if (excluded.set.has(address)) return refuse(`${text} is excluded by the scope`);
      if (name !== null && excludedNames.has(name)) return refuse(`${name} is excluded by the scope`);
      if (LOOPBACK.has(address)) return ALLOWED;
      if (scope === null) return refuse("no scope was given, so only loopback may be asked");
      // Written so that an unreadable end (NaN) counts as ended.
      if (!(nowMs <= until)) return refuse(`the scope ended at ${scope.until}`);
      if (allowed.set.has(address)) return ALLOWED;
      if (resolved && name !== null && allowedNames.has(name)) return ALLOWED;
      return refuse(`${text} is not covered by the scope`);
    },
  };
}

function refuse(why: string): ScopeDecision {
  return { allowed: false, why };
}

/** The addresses and networks of a list, and its first entry that is neither. */
function readEntries(entries: readonly string[]): { readonly set: NetworkSet; readonly unreadable: string | null } {
  const networks: Network[] = [];
  let unreadable: string | null = null;
  for (const entry of entries) {
    const address = parseAddress(entry);
    const network = address === null ? parseNetwork(entry) : parsed(networkOf(address));
    if (network.ok) networks.push(network.value);
    else unreadable ??= entry;
  }
  return { set: networkSet(networks), unreadable };
}

/** Host names, and `*.suffix` for every name below a suffix (not the suffix itself). */
function nameSet(entries: readonly string[]): { has(name: string): boolean } {
  const exact = new Set(entries.filter((entry) => !entry.startsWith("*.")));
  const suffixes = new Set(entries.filter((entry) => entry.startsWith("*.")).map((entry) => entry.slice(2)));
  return {
    has(name) {
      if (exact.has(name)) return true;
      if (suffixes.size === 0) return false;
      for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
        if (suffixes.has(name.slice(dot + 1))) return true;
      }
      return false;
    },
  };
}
