/**
 * The export's first version, `NessusClientData`, which Nessus still offered in 2014 (report-formats.md 3.1): what version 2 has in
 * attributes are elements here, the CVE stands in prose, and nothing says which plugins were switched on: there is no negative.
 */

import { checkExisted } from "../../core/claims.ts";
import type { Transport } from "../../core/model/endpoint.ts";
import { finding, type Reason } from "../../core/model/outcome.ts";
import { ownCopy } from "../../documents/xml-text.ts";
import { type ImportContext, NO_TIME, type ReportAnswer, type ReportEvent, type ReportTime } from "../importer.ts";
import { readPort } from "../place.ts";
import type { XmlReportHandler } from "../read.ts";
import { parseTime } from "../times/parse-time.ts";
import { checksFor, SCAN_INFORMATION } from "./checks.ts";
import { factEvents, readScanInformation } from "./scan-information.ts";

export const ROOT_1 = "NessusClientData";

/** Elements of a host and of an item whose text is read. */
const OF_HOST: ReadonlySet<string> = new Set(["HostName", "dns_name", "startTime", "stopTime"]);
const OF_ITEM: ReadonlySet<string> = new Set(["port", "pluginID", "pluginName", "data"]);

type Texts = Map<string, string>;

interface Host {
  readonly texts: Texts;
  readonly places: Map<
    string,
    { readonly port: number | string | null; readonly transport: Transport; found: boolean }
  >;
  readonly positives: Omit<ReportAnswer, "host" | "time">[];
  items: number;
}

export function version1Handler({ cve }: ImportContext): XmlReportHandler {
  const checks = checksFor(cve);
  const probes = new Set(checks.probes);
  const wanted = new RegExp(`\\b${cve.replace(/[^\w-]/g, "")}\\b`, "i");
  const said = new Set<string>();
  let events: ReportEvent[] = [];
  let reportTime = NO_TIME;
  let host: Host | null = null;
  let item: Texts | null = null;
  let text: string | null = null;

  function closeItem(record: Host, read: Texts): void {
    record.items++;
    const plugin = read.get("pluginID")?.trim() ?? "";
    const written = read.get("port")?.trim() ?? "";
    const parsed = readPort(written);
    const port = parsed.ok ? parsed.value.port : written;
    const transport = (parsed.ok ? parsed.value.transport : null) ?? "tcp";
    const key = `${transport} ${port}`;
    const place = record.places.get(key) ?? { port, transport, found: false };
    if (port !== null) record.places.set(key, place);
    const data = read.get("data") ?? "";
    if (plugin === SCAN_INFORMATION)
      events.push(...factEvents(readScanInformation(data.replaceAll(String.raw`\n`, "\n")), said));
    if (!probes.has(plugin) && !wanted.test(data)) return;
    const by = probes.has(plugin) ? "probe" : "version";
    if (by === "probe") place.found = true;
    record.positives.push({
      kind: "answer",
      port,
      transport,
      serverName: null,
      finding: finding(by === "probe" ? "finding_reported" : "version_reported"),
      by,
      words: ownCopy(read.get("pluginName")?.trim() ?? ""),
      place: `${hostName(record)}, plugin ${plugin}`,
    });
  }

  function closeHost({ texts, places, positives, items }: Host, cut: boolean): void {
    const name = texts.get("HostName")?.trim() ?? "";
    const own = parseTime(texts.get("startTime") ?? "");
    const time: ReportTime = own.at === null ? reportTime : own;
    const about = { host: { address: name || null, name: dnsName(texts) }, time };
    const silent = silence(time, cut, texts);
    for (const positive of positives) events.push({ ...positive, ...about });
    const quiet = [...places.values()].filter(({ found }) => !found);
    const shown = places.size === 0 && positives.length === 0 ? [{ port: null, transport: "tcp" } as const] : quiet;
    for (const { port, transport } of shown) {
      events.push({
        kind: "answer",
        ...about,
        port,
        transport,
        serverName: null,
        finding: finding(silent),
        by: "probe",
        words: "",
        place: name,
      });
    }
    events.push({ kind: "seen", what: "host", count: 1 });
    events.push({ kind: "seen", what: "port", count: places.size });
    events.push({ kind: "seen", what: "check", count: items });
  }

  return {
    open(name) {
      text = null;
      if (name === "ReportHost") host = { texts: new Map(), places: new Map(), positives: [], items: 0 };
      else if (name === "ReportItem" && host !== null) item = new Map();
      else if (item !== null ? OF_ITEM.has(name) : host !== null ? OF_HOST.has(name) : name === "StartTime") text = "";
    },
    text(piece) {
      if (text !== null) text += piece;
    },
    close(name) {
      const value = text;
      text = null;
      if (name === "ReportItem" && host !== null && item !== null) {
        closeItem(host, item);
        item = null;
      } else if (name === "ReportHost" && host !== null) {
        closeHost(host, false);
        host = null;
      } else if (value !== null) {
        if (host === null) {
          reportTime = parseTime(value);
          if (reportTime.at !== null) events.push({ kind: "fact", name: "started", value: value.trim() });
        } else (item ?? host.texts).set(name, value);
      }
    },
    take() {
      const taken = events;
      if (taken.length > 0) events = [];
      return taken;
    },
    end(complete) {
      if (host !== null) closeHost(host, !complete);
      host = null;
    },
  };
}

const hostName = ({ texts }: Host): string => texts.get("HostName")?.trim() ?? "";

function dnsName(texts: Texts): string | null {
  const name = texts.get("dns_name")?.replaceAll(String.raw`\n`, "").trim() ?? "";
  return name === "" || name.startsWith("(") ? null : name;
}

function silence(time: ReportTime, cut: boolean, texts: Texts): Reason {
  if (cut) return "report_truncated";
  if (time.at !== null && !checkExisted(time.at)) return "check_too_old";
  return (texts.get("stopTime") ?? "").trim() === "" ? "scan_interrupted" : "no_negative_in_format";
}
