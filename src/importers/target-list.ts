/**
 * The scan's TARGET list: names, addresses, ranges and networks (gate G1, report-formats.md 3.1). Held as it is written, never
 * expanded: a /8 costs as much as one address. What is in it and not in the report did not answer.
 */

import { type Address, addressBits, formatAddress, parseAddress } from "../core/net/address.ts";
import { type Network, type NetworkSet, networkOf, networkSet } from "../core/net/network.ts";
import { ownCopy } from "../documents/xml-text.ts";
import type { ReportHost } from "./importer.ts";

type Entry =
  | { readonly kind: "span"; readonly family: 4 | 6; readonly first: bigint; readonly last: bigint }
  /** `address`: of `name[address]`. */
  | { readonly kind: "name"; readonly name: string; readonly address: string | null };

export interface Targets {
  readonly entries: readonly Entry[];
  /** Entries that are none, or too many. */
  readonly unread: number;
  /** Whether one of these is a target: addresses, names, in any order. */
  covers(identities: readonly string[]): boolean;
}

const MOST_ENTRIES = 131_072;
const NAME = /^[a-z0-9_](?:[\w.-]{0,252}[\w.])?$/i;

export function parseTargets(text: string): Targets {
  const entries: Entry[] = [];
  let unread = 0;
  for (const [written] of text.replace(/[ \t]+-[ \t]+/g, "-").matchAll(/[^\s,;]+/g)) {
    const entry = entries.length < MOST_ENTRIES ? parseEntry(written) : null;
    if (entry === null) unread++;
    else entries.push(entry);
  }
  return { entries, unread, covers: covering(entries) };
}

function parseEntry(written: string): Entry | null {
  const both = /^([^[\]]+)\[([^[\]]+)\]$/.exec(written);
  if (both !== null) {
    const address = parseAddress(both[2] ?? "");
    return address === null ? null : nameEntry(both[1] ?? "", formatAddress(address));
  }
  const plain = written.replace(/^\[(.*)\]$/, "$1").replace(/%[\w.-]+$/, "");
  const single = parseAddress(plain);
  if (single !== null) return span(single, single);
  if (plain.includes("/")) return network(plain);
  return range(plain) ?? nameEntry(plain, null);
}

function nameEntry(name: string, address: string | null): Entry | null {
  // What looks like an address and is none is no name.
  if (!NAME.test(name) || /^[\d.-]+$/.test(name)) return null;
  return { kind: "name", name: ownCopy(plainName(name)), address };
}

/** `192.0.2.5/24`, `192.0.2.0/255.255.255.0`. The first and the last address of an IPv4 network are no hosts. */
function network(written: string): Entry | null {
  const [base = "", length = "", more] = written.split("/");
  const address = parseAddress(base);
  if (address === null || more !== undefined) return null;
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : maskBits(length);
  const bits = addressBits(address.family);
  if (prefix === null || prefix > bits) return null;
  const { family, first, last } = networkOf(address, prefix);
  const edge = family === 4 && prefix < 31 ? 1n : 0n;
  return { kind: "span", family, first: first + edge, last: last - edge };
}

function maskBits(mask: string): number | null {
  const address = parseAddress(mask);
  if (address?.family !== 4) return null;
  const ones = /^(1*)0*$/.exec(address.value.toString(2).padStart(32, "0"))?.[1];
  return ones === undefined ? null : ones.length;
}

/** `192.0.2.1-192.0.2.9`, `192.0.2.1-9`, `2001:db8::1-2001:db8::9`. */
function range(written: string): Entry | null {
  const [from = "", to = "", more] = written.split("-");
  const first = parseAddress(from);
  if (first === null || more !== undefined) return null;
  const last = parseAddress(/^\d{1,3}$/.test(to) ? from.replace(/\d+$/, to) : to.replace(/%[\w.-]+$/, ""));
  return last === null || last.family !== first.family || last.value < first.value ? null : span(first, last);
}

function span(first: Address, last: Address): Entry {
  return { kind: "span", family: first.family, first: first.value, last: last.value };
}

/** Lower case, without the dot of the root. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function covering(entries: readonly Entry[]): Targets["covers"] {
  const names = new Set<string>();
  const networks: Network[] = [];
  for (const entry of entries) {
    if (entry.kind === "span") networks.push({ ...entry, prefix: 0 });
    else {
      names.add(entry.name);
      const address = entry.address === null ? null : parseAddress(entry.address);
      if (address !== null) networks.push(networkOf(address));
    }
  }
  let set: NetworkSet | null = null;
  return (identities) => {
    set ??= networkSet(networks);
    return identities.some((identity) => {
      const address = parseAddress(identity);
      if (address !== null) return set?.has(address) ?? false;
      const name = plainName(identity);
      // A name without a domain is looked up in the scanner's own.
      return names.has(name) || names.has(name.split(".", 1)[0] ?? name);
    });
  };
}

/**
 * The targets that `seen` does not know, in the order of the list, each once. `seen` holds what `identityOf` makes of every
 * host of the report; it grows by what is yielded.
 */
export function* missingTargets(targets: Targets, seen: Set<string>): Generator<ReportHost> {
  for (const entry of targets.entries) {
    if (entry.kind === "name") {
      const known = seen.has(entry.name) || (entry.address !== null && seen.has(entry.address));
      if (known) continue;
      seen.add(entry.name);
      yield { address: entry.address, name: entry.name };
      continue;
    }
    for (let value = entry.first; value <= entry.last; value++) {
      const address = formatAddress({ family: entry.family, value });
      if (seen.has(address)) continue;
      seen.add(address);
      yield { address, name: null };
    }
  }
}

/** What one host of the report is known by: its addresses canonical, its names, and each name's first label. */
export function identityOf(written: string): readonly string[] {
  const address = parseAddress(written);
  if (address !== null) return [formatAddress(address)];
  const name = ownCopy(plainName(written));
  const label = name.split(".", 1)[0] ?? "";
  return label === name ? [name] : [name, ownCopy(label)];
}

/** How many addresses and names the list stands for. */
export function targetCount(targets: Targets): bigint {
  return targets.entries.reduce((sum, entry) => sum + (entry.kind === "name" ? 1n : entry.last - entry.first + 1n), 0n);
}
