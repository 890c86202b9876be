/** What SSL Labs can be asked: names that are public, at port 443, on addresses that its machines can reach. */

import { type Finding, finding } from "../../core/model/outcome.ts";
import { canonicalAddress, parseAddress } from "../../core/net/address.ts";
import { networkSet, parseNetwork } from "../../core/net/network.ts";
import type { ServiceQuestion } from "../service.ts";

/** Nobody outside reaches these; telling their names would tell about the inside. RFC 6890. */
const NOT_PUBLIC = networkSet(
  [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/3",
    "::/127",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
  ].flatMap((text) => {
    const network = parseNetwork(text);
    return network.ok ? [network.value] : [];
  }),
);
/** RFC 6761, RFC 6762, RFC 8375, and the name ICANN set aside for the inside of networks. */
const INSIDE_NAMES = /(?:^|\.)(?:localhost|local|test|invalid|internal|intranet|lan|corp|home|home\.arpa|onion)$/;

/** null: it can be asked. */
export function notApplicable({ name, address, port }: ServiceQuestion): Finding | null {
  const no = (why: string): Finding => finding("tool_not_applicable", why);
  if (name === null || canonicalAddress(name) !== null) return no("SSL Labs can be asked about names only");
  if (port !== 443) return no("SSL Labs looks at port 443 only");
  const plain = name.toLowerCase().replace(/\.$/, "");
  if (!plain.includes(".") || INSIDE_NAMES.test(plain)) return no("SSL Labs knows public names only");
  const parsed = parseAddress(address);
  if (parsed === null || NOT_PUBLIC.has(parsed)) return no("SSL Labs cannot reach an address that is not public");
  return null;
}
