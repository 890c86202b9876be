/** The columns of Tenable's tables by all their names: Nessus, Tenable.io before and after 2021, Tenable.sc (report-formats.md, 3.1). */

import { type Columns, hasColumns } from "../columns.ts";

export type Field =
  | "plugin"
  | "title"
  | "cve"
  | "address"
  | "host"
  | "port"
  | "protocol"
  | "type"
  | "output"
  | "state"
  | "accepted"
  | "comment"
  | "seen"
  | "fixed";

export const COLUMNS: Columns<Field> = {
  plugin: ["plugin id", "plugin", "definition.id", "plugin_id"],
  title: ["plugin name", "definition.name", "name"],
  cve: ["cve", "cves", "definition.cve"],
  address: ["ip address", "asset.display_ipv4_address", "asset.ipv4_addresses", "asset.display_ipv6_address"].concat(
    "asset.ipv6_addresses",
    "asset.ip_addresses",
  ),
  host: ["host", "dns name", "fqdn", "asset.display_fqdn", "asset.fqdns", "asset.host_name", "asset.name"],
  port: ["port"],
  protocol: ["protocol"],
  type: ["check type", "plugin type", "definition.type"],
  output: ["plugin output", "plugin text", "output"],
  state: ["vulnerability state", "state"],
  accepted: ["accepted risk", "accept risk", "risk accepted", "risk_modified", "risk modified"].concat(
    "severity_modification_type",
    "severity modification type",
  ),
  comment: ["accept risk comment"],
  seen: ["last observed", "last found", "last_seen", "last seen", "last_found"],
  fixed: ["last_fixed", "last fixed", "mitigated on"],
};

/** Nobody else calls a check a plugin and has a host beside it. */
export function isTenable(header: readonly string[]): boolean {
  const place = hasColumns(header, COLUMNS, ["address"]) || hasColumns(header, COLUMNS, ["host"]);
  if (!place) return false;
  if (header.includes("definition.id")) return true;
  return hasColumns(header, COLUMNS, ["plugin", "title", "port"]);
}

/** One address of a cell that may hold a list: `["192.0.2.1"]`; of several it is not said which. */
export function singleOf(cell: string): string {
  const entries = cell.split(/[\s,;|[\]"']+/).filter((each) => each !== "");
  return entries.length === 1 ? (entries[0] ?? "") : cell;
}
