/**
 * One host of a Metasploit export, gathered until its element closes, and what its rows say (reference/report-formats.md, 3.15).
 * Only findings are in it; what it lacks was not necessarily asked.
 */

import type { MappingRow } from "../../core/claims.ts";
import type { Transport } from "../../core/model/endpoint.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { NO_TIME, type ReportAnswer, type ReportTime } from "../importer.ts";

/** The texts of an element's children by name, dashes for underscores. */
export type Fields = Readonly<Record<string, string>>;

export interface ExportedHost {
  readonly fields: Fields;
  readonly services: readonly Fields[];
  readonly vulns: readonly { readonly fields: Fields; readonly refs: readonly string[] }[];
}

/** The module says so itself; rows of imported reports look the same but for this. */
const ASKED = /openssl_heartbleed|heartbleed.*successfully leaked/i;

export function hostAnswers(host: ExportedHost, cve: string): readonly ReportAnswer[] {
  const hits = host.vulns
    .filter(({ refs }) => refs.some((ref) => sameCve(ref, cve)))
    .map(({ fields }) => {
      const service = host.services.find(({ id }) => id !== undefined && id !== "" && id === fields["service-id"]);
      const asked = ASKED.test(fields["info"] ?? "");
      const found = finding(
        asked ? "finding_reported" : "version_reported",
        asked ? "" : "imported from another tool's report, which does not show whether anybody asked",
      );
      const words = (fields["info"] ?? "") === "" ? (fields["name"] ?? "") : (fields["info"] ?? "");
      return {
        ...answer(host, service, found, words, timeOf(fields)),
        by: asked ? ("probe" as const) : ("version" as const),
      };
    });
  const silent = host.services
    .filter(
      (service) => !hits.some(({ port, transport }) => port === portOf(service) && transport === transportOf(service)),
    )
    .map((service) => answer(host, service, silence(service), "", timeOf(service)));
  if (hits.length + silent.length > 0) return [...hits, ...silent];
  return [
    answer(
      host,
      undefined,
      finding(host.fields["state"] === "dead" ? "host_dead" : "no_negative_in_format"),
      "",
      timeOf(host.fields),
    ),
  ];
}

/** `CVE-2014-0160`, and as modules write the number, without `CVE-`. */
function sameCve(ref: string, cve: string): boolean {
  const number = (text: string) =>
    text
      .trim()
      .toUpperCase()
      .replace(/^CVE[- ]?/, "");
  return number(ref) === number(cve);
}

function silence(service: Fields): Finding {
  if (service["state"] === "closed") return finding("port_closed");
  return finding(service["state"] === "filtered" ? "port_filtered" : "no_negative_in_format");
}

function answer(
  { fields }: ExportedHost,
  service: Fields | undefined,
  found: Finding,
  words: string,
  time: ReportTime,
): ReportAnswer {
  const name = (fields["name"] ?? "").trim();
  const address = (fields["address"] ?? "").trim();
  return {
    kind: "answer",
    host: { address: address === "" ? null : address, name: name === "" ? null : name },
    port: service === undefined ? null : portOf(service),
    transport: service === undefined ? "tcp" : transportOf(service),
    serverName: null,
    finding: found,
    by: "probe",
    words,
    place: `host ${address === "" ? name : address}`,
    time,
  };
}

const portOf = (service: Fields): string | null =>
  /^\d+$/.test(service["port"] ?? "") ? (service["port"] ?? null) : null;
const transportOf = (service: Fields): Transport => (service["proto"] === "udp" ? "udp" : "tcp");

/** `2014-04-10 08:00:00 UTC`, or without the zone. */
function timeOf(fields: Fields): ReportTime {
  const text = fields["updated-at"] ?? fields["created-at"] ?? "";
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(UTC|Z|\+00:?00)?$/.exec(text.trim());
  if (parts === null) return NO_TIME;
  const at = Date.parse(`${parts[1]}T${parts[2]}Z`);
  return Number.isNaN(at) ? NO_TIME : { at, quality: parts[3] === undefined ? "naive" : "zone" };
}

export const METASPLOIT_XML_MAPPING: readonly MappingRow[] = [
  { prints: "vuln with the CVE, info of the module openssl_heartbleed", reason: "finding_reported" },
  {
    prints: "vuln with the CVE, any other info",
    reason: "version_reported",
    why: "imported from another report, which may have read a banner only",
  },
  { prints: "service closed, no vuln", reason: "port_closed" },
  { prints: "service filtered, no vuln", reason: "port_filtered" },
  { prints: "host dead, nothing else", reason: "host_dead" },
  { prints: "any other service or host without such a vuln", reason: "no_negative_in_format" },
];
