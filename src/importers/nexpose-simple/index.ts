/**
 * Nexpose, "Simple XML" (report-formats.md 3.2): made for Metasploit, findings only. It has no scans, so neither a time of a scan nor
 * how it ended; a service or a device without a finding says nothing.
 */

import type { MappingRow } from "../../core/claims.ts";
import type { Transport } from "../../core/model/endpoint.ts";
import { finding } from "../../core/model/outcome.ts";
import type { ImportContext, Importer, ReportAnswer, ReportEvent, ReportTime } from "../importer.ts";
import { NO_TIME } from "../importer.ts";
import { isCve, isNamedFor } from "../nexpose-xml/evidence.ts";
import { meaningOf } from "../nexpose-xml/status.ts";
import { nexposeTime } from "../nexpose-xml/time.ts";
import {
  answersAt,
  type Claim,
  type Silence,
  type Spot,
  spotKey,
  writtenPort,
  writtenTransport,
} from "../nexpose-xml/verdict.ts";
import { readXmlReport, type XmlReportHandler } from "../read.ts";

const ROOT = "NeXposeSimpleXML";

const MAPPING: readonly MappingRow[] = [
  { prints: "resultCode VE", reason: "finding_reported" },
  { prints: "resultCode VV, or none", reason: "version_reported", why: "it is listed as found" },
  { prints: "resultCode EE, EV", reason: "finding_excepted" },
  { prints: "resultCode VP, EP", reason: "potential_finding" },
  { prints: "resultCode NV, OV", reason: "negative_without_ground", why: "nothing shows how the scan ended" },
  { prints: "resultCode SV, NT", reason: "no_record_of_check" },
  { prints: "resultCode DS, SD", reason: "check_not_enabled" },
  { prints: "resultCode ER, UK", reason: "check_failed" },
  { prints: "another resultCode", reason: "tool_output_unreadable" },
  { prints: "a service, or a device, without a finding", reason: "no_negative_in_format" },
  { prints: "the file ends early", reason: "report_truncated" },
];

export const nexposeSimple: Importer = {
  id: "nexpose-simple",
  title: "Nexpose, simple XML export",
  detector: "nexpose",
  lineage: "rapid7",
  source: "report-formats.md, 3.2",
  mapping: MAPPING,
  recognises: (head) => head.kind === "xml" && head.root === ROOT,
  read: (document, context) => readXmlReport(document, [ROOT], handler(context)),
};

interface Device {
  readonly address: string;
  readonly spots: Map<string, { readonly spot: Spot; readonly claims: Claim[] }>;
  services: number;
  checks: number;
}

const LONGEST_TEXT = 200;

function handler({ cve }: ImportContext): XmlReportHandler {
  let events: ReportEvent[] = [];
  /** Devices whose answers are out, by the places where something was found: an address may come again. */
  const answered = new Set<string>();
  let time: ReportTime = NO_TIME;
  let device: Device | null = null;
  let service: { readonly port: string | null; readonly transport: Transport } | null = null;
  let check: { readonly id: string; readonly code: string; matches: boolean } | null = null;
  let type = "";
  let text: string | null = null;

  function spotOf(at: Device): { readonly spot: Spot; readonly claims: Claim[] } {
    const spot: Spot = {
      host: { address: at.address === "" ? null : at.address, name: null },
      port: service?.port ?? null,
      transport: service?.transport ?? "tcp",
    };
    const key = spotKey(spot);
    const there = at.spots.get(key) ?? { spot, claims: [] };
    at.spots.set(key, there);
    return there;
  }

  function closeCheck(): void {
    if (device === null || check === null) return;
    device.checks++;
    if (!check.matches) return;
    const { spot, claims } = spotOf(device);
    claims.push({
      meaning: meaningOf(check.code === "" ? "vulnerable" : check.code),
      proof: "none",
      versionCheck: false,
      gates: { finished: "negative_without_ground" },
      words: check.code,
      place: `device ${device.address}${spot.port === null ? "" : `, service ${spot.port}/${spot.transport}`}, vulnerability ${check.id.slice(0, 100)}`,
      time,
    });
  }

  function closeDevice(complete: boolean): void {
    if (device === null) return;
    const { address, spots, services, checks } = device;
    if (spots.size === 0) spotOf(device);
    const hasPorts = [...spots.values()].some(({ spot }) => spot.port !== null);
    const reason = complete ? "no_negative_in_format" : "report_truncated";
    for (const [key, { spot, claims }] of spots) {
      const place = `device ${address}${spot.port === null ? "" : `, service ${spot.port}/${spot.transport}`}`;
      const silence: Silence | null =
        (spot.port === null && hasPorts) || answered.has(key) ? null : { finding: finding(reason), place, time };
      const answers: readonly ReportAnswer[] = answersAt(spot, claims, silence);
      if (answers.some((each) => each.finding.outcome === "vulnerable")) answered.add(key);
      events.push(...answers);
    }
    events.push(
      { kind: "seen", what: "host", count: 1 },
      { kind: "seen", what: "port", count: services },
      { kind: "seen", what: "check", count: checks },
    );
    device = null;
    service = null;
    check = null;
  }

  return {
    open(name, attributes) {
      const value = (of: string): string => ` ${(attributes.get(of) ?? "").trim().slice(0, LONGEST_TEXT)}`.slice(1);
      text = null;
      if (name === ROOT) events.push({ kind: "fact", name: "tool", value: "Nexpose, simple XML export" });
      else if (name === "generated") text = "";
      else if (name === "device") {
        closeDevice(true);
        device = { address: value("address"), spots: new Map(), services: 0, checks: 0 };
      } else if (name === "service" && device !== null) {
        device.services++;
        service = { port: writtenPort(value("port")), transport: writtenTransport(value("protocol")) };
        spotOf(device);
      } else if (name === "vulnerability") {
        const id = value("id").toLowerCase();
        check = { id, code: value("resultCode"), matches: isNamedFor(id, cve) };
      } else if (name === "id") {
        type = value("type").toLowerCase();
        text = "";
      }
    },
    text(piece) {
      if (text !== null && text.length < LONGEST_TEXT) text += piece.slice(0, LONGEST_TEXT - text.length);
    },
    close(name) {
      if (text !== null && name === "generated") {
        const { at } = nexposeTime(text);
        // When the export was made: the scans behind it are older.
        time = at === null ? NO_TIME : { at, quality: "file" };
        if (text.trim() !== "") events.push({ kind: "fact", name: "note", value: `exported ${text.trim()}` });
      } else if (text !== null && name === "id" && check !== null && type === "cve") {
        if (isCve(text, cve)) check.matches = true;
      } else if (name === "vulnerability") {
        closeCheck();
        check = null;
      } else if (name === "service") service = null;
      else if (name === "device") closeDevice(true);
      text = null;
    },
    take() {
      if (events.length === 0) return events;
      const taken = events;
      events = [];
      return taken;
    },
    end(complete) {
      if (!complete) closeDevice(false);
    },
  };
}
