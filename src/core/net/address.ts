/**
 * IP addresses, read strictly and written canonically. A tool that may only touch what it was allowed to touch must
 * not guess: `010.0.0.1`, `127.1`, `0x7f.1` and zone identifiers are no addresses here. IPv4-mapped IPv6 addresses
 * are folded to IPv4, because that is what a connection to them reaches.
 */

/** An address as a number of its family: 32 bits for IPv4, 128 bits for IPv6 (never IPv4-mapped). */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

const OCTET = "(0|[1-9][0-9]{0,2})";
const DOTTED = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}$`);
const GROUP = /^[0-9a-f]{1,4}$/i;
const GROUPS = 8;
/** Eight groups of four digits, the last two of them as dotted IPv4: nothing longer is an address. */
const LONGEST = "0000:0000:0000:0000:0000:ffff:255.255.255.255".length;
const MAPPED_PREFIX = 0xffffn;

/** Reads four decimal parts without leading zeros, or RFC 4291 section 2.2 text without a zone; null: not an address. */
export function parseAddress(text: string): Address | null {
  if (text.length > LONGEST) return null;
  if (!text.includes(":")) {
    const value = parseDotted(text);
    return value === null ? null : { family: 4, value: BigInt(value) };
  }
  const value = parseGroups(text);
  if (value === null) return null;
  return value >> 32n === MAPPED_PREFIX ? { family: 4, value: value & 0xffff_ffffn } : { family: 6, value };
}

/** Four decimal parts (IPv4), or RFC 5952 (IPv6). */
export function formatAddress(address: Address): string {
  return address.family === 4 ? formatDotted(Number(address.value)) : formatGroups(address.value);
}

/** The canonical spelling of an address; null: `text` is not an address. */
export function canonicalAddress(text: string): string | null {
  const address = parseAddress(text);
  return address === null ? null : formatAddress(address);
}

/** Number of bits in an address of the family. */
export function addressBits(family: 4 | 6): 32 | 128 {
  return family === 4 ? 32 : 128;
}

function parseDotted(text: string): number | null {
  const parts = DOTTED.exec(text);
  if (parts === null) return null;
  let value = 0;
  for (let i = 1; i <= 4; i++) {
    const octet = Number(parts[i]);
    if (octet > 255) return null;
    value = value * 256 + octet;
  }
  return value;
}

function parseGroups(text: string): bigint | null {
  const hex = dottedTailAsGroups(text);
  const [head = "", tail, more] = hex.split("::");
  if (more !== undefined) return null;
  const before = splitGroups(head);
  const after = tail === undefined ? [] : splitGroups(tail);
  const zeros = GROUPS - before.length - after.length;
  // "::" stands for at least one group; without it all eight must be there.
  if (tail === undefined ? zeros !== 0 : zeros < 1) return null;

  let value = 0n;
  for (const group of before) {
    if (!GROUP.test(group)) return null;
    value = (value << 16n) | BigInt(Number.parseInt(group, 16));
  }
  value <<= BigInt(16 * zeros);
  for (const group of after) {
    if (!GROUP.test(group)) return null;
    value = (value << 16n) | BigInt(Number.parseInt(group, 16));
  }
  return value;
}

function splitGroups(text: string): readonly string[] {
  return text === "" ? [] : text.split(":");
}

/** Rewrites a dotted IPv4 tail (`::ffff:192.0.2.1`) as two groups; anything else is left for the group check to refuse. */
function dottedTailAsGroups(text: string): string {
  if (!text.includes(".")) return text;
  const start = text.lastIndexOf(":") + 1;
  const value = parseDotted(text.slice(start));
  if (value === null) return text;
  return `${text.slice(0, start)}${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`;
}

function formatDotted(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

function formatGroups(value: bigint): string {
  const groups: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((value >> shift) & 0xffffn));
  const run = longestZeroRun(groups);
  if (run.length < 2) return joinGroups(groups);
  return `${joinGroups(groups.slice(0, run.start))}::${joinGroups(groups.slice(run.start + run.length))}`;
}

function joinGroups(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(":");
}

/** The run that "::" replaces: the longest, the first of equals (RFC 5952 section 4.2.3). */
function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index + 1 - length, length };
  }
  return best;
}
