/** Networks in CIDR notation: read strictly, written canonically, walked lazily, searched fast. */

import { type Address, addressBits, formatAddress, parseAddress } from "./address.ts";
import { type Parsed, parsed, problem } from "./parsed.ts";

/** All addresses of one family from `first` to `last`, both included; `prefix` in bits of the family. */
export interface Network {
  readonly family: 4 | 6;
  readonly prefix: number;
  readonly first: bigint;
  readonly last: bigint;
}

const PREFIX = /^(0|[1-9][0-9]{0,2})$/;
/** IPv4-mapped networks are written with the IPv6 prefix length; this much of it is the mapping. */
const MAPPED_BITS = 96;

/** Reads `address/prefix`. Bits set behind the prefix are a problem that names the network meant, never rounded away. */
export function parseNetwork(text: string): Parsed<Network> {
  const slash = text.indexOf("/");
  const base = slash < 0 ? text : text.slice(0, slash);
  const address = parseAddress(base);
  if (slash < 0 || address === null) {
    return problem("expected a network such as 192.0.2.0/24 or 2001:db8::/64");
  }

  const mapped = address.family === 4 && base.includes(":");
  const written = text.slice(slash + 1);
  const prefix = PREFIX.test(written) ? Number(written) - (mapped ? MAPPED_BITS : 0) : -1;
  const bits = addressBits(address.family);
  if (prefix < 0 || prefix > bits) {
    const [lowest, highest] = mapped ? [MAPPED_BITS, 128] : [0, bits];
    return problem(`expected a prefix length from ${lowest} to ${highest} behind the slash`);
  }

  const network = networkOf(address, prefix);
  if (network.first !== address.value) {
    const whole = formatNetwork(network);
    return problem(`bits are set behind the prefix: write ${whole} for the network or ${formatAddress(address)} alone`);
  }
  return parsed(network);
}

/** The network of `prefix` bits that contains the address; with all bits, the address alone. */
export function networkOf(address: Address, prefix: number = addressBits(address.family)): Network {
  const size = 1n << BigInt(addressBits(address.family) - prefix);
  const first = address.value - (address.value % size);
  return { family: address.family, prefix, first, last: first + size - 1n };
}

/** Canonical `network/prefix`. */
export function formatNetwork(network: Network): string {
  return `${formatAddress({ family: network.family, value: network.first })}/${network.prefix}`;
}

/** Every address of the network in order, network and broadcast address included: on a routed network these are hosts. */
export function* addressesOf(network: Network): Generator<string> {
  for (let value = network.first; value <= network.last; value++) {
    yield formatAddress({ family: network.family, value });
  }
}

/** A set of networks that answers membership in logarithmic time. */
export interface NetworkSet {
  has(address: Address): boolean;
}

/** Builds the set: overlapping and adjoining networks are merged, so that a binary search decides. */
export function networkSet(networks: readonly Network[]): NetworkSet {
  const spans = { 4: mergeSpans(networks, 4), 6: mergeSpans(networks, 6) };
  return { has: (address) => covers(spans[address.family], address.value) };
}

interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

function mergeSpans(networks: readonly Network[], family: 4 | 6): readonly Span[] {
  const sorted = networks
    .filter((network) => network.family === family)
    .toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const merged: Span[] = [];
  for (const { first, last } of sorted) {
    const previous = merged.at(-1);
    if (previous === undefined || first > previous.last + 1n) merged.push({ first, last });
    else if (last > previous.last) merged[merged.length - 1] = { first: previous.first, last };
  }
  return merged;
}

function covers(spans: readonly Span[], value: bigint): boolean {
  let low = 0;
  let high = spans.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const span = spans[middle];
    if (span === undefined) return false;
    if (value < span.first) high = middle - 1;
    else if (value > span.last) low = middle + 1;
    else return true;
  }
  return false;
}
