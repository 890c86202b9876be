/** masscan's list (`-oL`): `open tcp 443 192.0.2.1 1400000000`, `banner tcp 443 192.0.2.1 1400000000 vuln …`. */

import { epoch } from "../nmap/time.ts";
import type { MasscanRecord } from "./places.ts";

const LINE =
  /^(open|closed|unknown|banner) (tcp|udp|sctp|icmp|arp|oproto|\d+|err) (\d{1,5}) (\S+) (\d+)(?: (\S+) ?(.*))?$/;

/** null: no record. */
export function listRecord(line: string, place: string): MasscanRecord | null {
  const parts = LINE.exec(line);
  if (parts === null) return null;
  const [, kind = "", protocol = "", port = "", address = "", time = "", service, banner = ""] = parts;
  const isBanner = kind === "banner";
  if (isBanner !== (service !== undefined)) return null;
  return {
    address,
    port,
    protocol,
    status: isBanner ? null : kind,
    service: isBanner ? (service ?? "") : null,
    banner,
    time: epoch(time),
    place,
  };
}
