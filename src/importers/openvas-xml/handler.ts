/** The elements of a report, in all dialects, into its record. A path is taken from the innermost report: `results/result/host`. */

import { finding } from "../../core/model/outcome.ts";
import type { ImportContext, ReportAnswer, ReportEvent } from "../importer.ts";
import { foundPlaces } from "../found-places.ts";
import type { XmlReportHandler } from "../read.ts";
import { probesFor, VERSION_DETECTION } from "./checks.ts";
import { portOf } from "./host.ts";
import { AROUND, READ } from "./paths.ts";
import * as report from "./report.ts";

/** A list of all ports of a host is about 400,000 characters. */
const LONGEST_TEXT = 1 << 20;

interface Frame {
  readonly name: string;
  readonly path: string;
  /** The text before the first child that follows it; null: it is not read. */
  text: string | null;
  sealed: boolean;
}

export function openvasHandler({ cve }: ImportContext): XmlReportHandler {
  const probes = probesFor(cve);
  const events: ReportEvent[] = [];
  const frames: Frame[] = [];
  const reports: report.ReportRecord[] = [];
  /** Zeros wait until the document ends: it may hold several reports about one host. */
  const zeros: ReportAnswer[] = [];
  const found = foundPlaces();
  /** What has been read of the result, host, error or certificate that is open; a field that comes again keeps its first value. */
  let fields = new Map<string, string>();
  let cves = "";
  let oid = "";
  let id = "";
  let detail = new Map<string, string>();
  let details: (readonly [name: string, value: string, source: string])[] = [];
  let tlsPorts: string[] = [];
  const field = (name: string): string => fields.get(name) ?? "";

  function emit(event: ReportEvent): void {
    if (event.kind !== "answer") events.push(event);
    else if (event.finding.outcome === "not_vulnerable") zeros.push(event);
    else {
      found.note(event);
      events.push(event);
    }
  }

  function begin(path: string, attributes: ReadonlyMap<string, string>, current: report.ReportRecord): void {
    if (["results/result", "host", "errors/error", "tls_certificates/tls_certificate", "ports/port"].includes(path)) {
      fields = new Map();
      cves = "";
      oid = "";
      details = [];
      tlsPorts = [];
      id = attributes.get("id") ?? "";
    } else if (path === "host/detail") detail = new Map();
    else if (path === "results/result/nvt" || path === "errors/error/nvt") oid = attributes.get("oid")?.trim() ?? "";
    else if (path === "results/result/nvt/refs/ref" || path === "results/result/nvt/cves/cve") {
      const type = attributes.get("type")?.toLowerCase() ?? "cve";
      if (type === "cve" || type === "cve_id") cves += ` ${attributes.get("id") ?? ""}`;
    } else if (path === "results") {
      current.filter.start = numberOf(attributes.get("start"));
      current.filter.max = numberOf(attributes.get("max"));
    }
  }

  function finish(path: string, text: string, current: report.ReportRecord): void {
    switch (path) {
      case "scan_run_status":
        current.status = text;
        return;
      case "scan_start":
        current.started = report.timeIn(current, text);
        if (text !== "") emit({ kind: "fact", name: "started", value: text.slice(0, 64) });
        return;
      case "scan_end":
        if (text !== "") emit({ kind: "fact", name: "finished", value: text.slice(0, 64) });
        return;
      case "timezone":
      case "timezone_abbrev":
        report.setZone(current, text);
        return;
      case "filters/term":
        current.filter.term = text;
        return;
      case "filters/filter":
        current.filter.levels.push(text.toLowerCase());
        return;
      case "filters/apply_overrides":
      case "filters/autofp":
      case "filters/min_cvss_base":
        if (text !== "") current.filter.others.push(`${path.slice("filters/".length)}=${text}`);
        return;
      case "filters/phrase":
        current.filter.phrase = text;
        return;
      case "result_count/filtered":
        current.filter.filtered = numberOf(text);
        return;
      case "ports/port": {
        const host = report.hostOf(current, field("ports/port/host"));
        if (host !== null) portOf(host, text);
        return;
      }
      case "results/result/nvt/cve":
        cves += ` ${text}`;
        return;
      case "results/result": {
        const answer = report.takeResult(current, resultRecord(), cve, probes);
        if (answer !== null) emit(answer);
        return;
      }
      case "host/detail":
        details.push([
          detail.get("host/detail/name") ?? "",
          detail.get("host/detail/value") ?? "",
          detail.get("host/detail/source/name") ?? "",
        ]);
        return;
      case "host": {
        const host = report.hostOf(current, field("host/ip"));
        if (host === null) return;
        if (field("host/start") !== "") host.start = report.timeIn(current, field("host/start"));
        host.ended ||= field("host/end") !== "";
        for (const [name, value, source] of details) report.takeDetail(host, { name, value, source }, cve, probes);
        return;
      }
      case "host_start":
      case "host_end": {
        const host = report.hostOf(current, field(`${path}/host`));
        fields.delete(`${path}/host`);
        if (host === null) return;
        if (path === "host_start") host.start = report.timeIn(current, text);
        else host.ended ||= text !== "";
        return;
      }
      case "errors/error": {
        const host = report.hostOf(current, field("errors/error/host"));
        const port = field("errors/error/port");
        if (host !== null)
          report.takeError(host, { oid, description: field("errors/error/description"), port }, probes);
        return;
      }
      case "tls_certificates/tls_certificate/ports/port":
        tlsPorts.push(text);
        return;
      case "tls_certificates/tls_certificate": {
        const host = report.hostOf(current, field("tls_certificates/tls_certificate/host/ip"));
        if (host !== null) for (const port of tlsPorts) portOf(host, port)?.tls.add("shown");
        return;
      }
    }
  }

  function resultRecord(): report.ResultRecord {
    const of = (name: string): string => field(`results/result/${name}`);
    return {
      id,
      oid,
      cves,
      name: of("name") || of("nvt/name"),
      family: of("nvt/family"),
      host: of("host"),
      hostname: of("host/hostname"),
      port: of("port"),
      threat: of("threat"),
      severity: of("severity"),
      originalThreat: of("original_threat"),
      originalSeverity: of("original_severity"),
      qod: of("qod/value"),
      qodType: of("qod/type"),
      delta: of("delta"),
      created: of("creation_time"),
      description: of("description"),
    };
  }

  return {
    open(name, attributes) {
      const parent = frames.at(-1);
      if (parent !== undefined && (parent.text ?? "").trim() !== "") parent.sealed = true;
      const isReport =
        parent === undefined ? name !== "get_reports_response" : name === "report" && AROUND.has(parent.name);
      if (isReport) reports.push(report.newReport(attributes.get("type")?.toLowerCase() === "delta"));
      // The answer with results alone has them one level higher.
      const base = name === "get_results_response" ? "results" : "";
      const path = isReport ? base : parent === undefined || parent.path === "" ? name : `${parent.path}/${name}`;
      const current = reports.at(-1);
      if (current !== undefined && !isReport) begin(path, attributes, current);
      const wanted = path !== "results/result/description" || oid === VERSION_DETECTION;
      frames.push({ name, path, text: !isReport && wanted && READ.has(path) ? "" : null, sealed: false });
    },
    text(piece) {
      const frame = frames.at(-1);
      if (frame === undefined || frame.text === null || frame.sealed) return;
      frame.text += piece.slice(0, LONGEST_TEXT - frame.text.length);
    },
    close() {
      const frame = frames.pop();
      const current = reports.at(-1);
      if (frame === undefined || current === undefined) return;
      const text = frame.text?.trim() ?? "";
      if (frame.path === "" || (frame.path === "results" && frame.name === "get_results_response")) {
        if (frame.name !== "report" && frame.name !== "get_results_response") return;
        reports.pop();
        for (const event of report.reportEvents(current, false)) emit(event);
        return;
      }
      const into = frame.path.startsWith("host/detail/") ? detail : fields;
      if (frame.text !== null && !into.has(frame.path)) into.set(frame.path, text);
      finish(frame.path, text, current);
    },
    take: () => events.splice(0),
    end(complete) {
      for (const current of reports.splice(0)) for (const event of report.reportEvents(current, true)) emit(event);
      for (const zero of zeros.splice(0)) {
        if (!complete) events.push({ ...zero, finding: finding("report_truncated", "the document ends too early") });
        else events.push(found.checked(zero));
      }
    },
  };
}

function numberOf(text: string | undefined): number | null {
  const number = Number(text?.trim() || Number.NaN);
  return Number.isInteger(number) ? number : null;
}
