/**
 * A Qualys VM scan's results as the API gives them in JSON: an array of the report's header, the scan's header, an object
 * for each result, and one on what was not scanned (report-formats.md 3.4).
 */

import type { Gate, MappingRow } from "../../core/claims.ts";
import { finding, type Reason } from "../../core/model/outcome.ts";
import { own, ownText, readJson } from "../../documents/json.ts";
import { type ImportContext, type Importer, NO_TIME, type ReportEvent, type ReportHost } from "../importer.ts";
import { identityOf, parseTargets } from "../target-list.ts";
import { absentHosts } from "../qualys-xml/absent.ts";
import { PROBE_SEVERITY } from "../qualys-xml/checks.ts";
import { qualysLedger } from "../qualys-xml/ledger.ts";
import { QUALYS_FINDINGS, QUALYS_GATES } from "../qualys-xml/mapping.ts";
import { negativeAt } from "../qualys-xml/negative.ts";
import { hostsOf, qualysRow, silenceOf } from "../qualys-xml/row.ts";
import { covers, scanCheckGate } from "../qualys-xml/surroundings.ts";
import { qualysTime } from "../qualys-xml/time.ts";
import { untilBroken } from "../read.ts";

const MAPPING: readonly MappingRow[] = [
  ...QUALYS_FINDINGS,
  ...QUALYS_GATES,
  { prints: "no scan header, or one without an option profile, targets or a date", reason: "no_record_of_check" },
  { prints: "the file ends before it is complete", reason: "report_truncated" },
];

export const qualysJson: Importer = {
  id: "qualys-json",
  title: "Qualys VM scan results, JSON",
  detector: "qualys",
  lineage: "qualys",
  source: "report-formats.md 3.4",
  mapping: MAPPING,
  recognises: ({ kind, text }) =>
    kind === "json" &&
    text.trimStart().startsWith("[") &&
    (/"scan_report_template_title"\s*:/.test(text) ||
      (/"(?:ip_status|netbios)"\s*:/.test(text) && /"qid"\s*:/.test(text))),
  read: (document, context) => readScanResults(document, context),
};

/** Lists at the end, by the beginning of their names: `hosts_not_scanned_host_not_alive_ip`. */
const LISTS: readonly (readonly [prefix: string, reason: Reason])[] = [
  ["hosts_not_scanned_host_not_alive", "host_dead"],
  ["hosts_not_scanned_scan_discontinued", "scan_interrupted"],
  ["hosts_not_scanned_", "host_not_scanned"],
  ["no_vulnerabilities_match_your_filters", "tls_not_shown"],
];

async function* readScanResults(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
  const ledger = qualysLedger(cve);
  const lists: { readonly text: string; readonly reason: Reason }[] = [];
  let scan: unknown = null;
  let seen = 0;

  yield { kind: "fact", name: "tool", value: "Qualys VM" };
  yield* untilBroken(elements(), () => [...end(false)]);

  async function* elements(): AsyncGenerator<ReportEvent> {
    for await (const { value } of readJson(document, ["$.*"])) yield* element(value);
    yield* end(true);
  }

  function* element(value: unknown): Generator<ReportEvent> {
    seen++;
    if (ownText(value, "qid") !== null) yield* useRow(value);
    else if (own(value, "launch_date") !== undefined || own(value, "option_profile") !== undefined) {
      // Of two scans in one file neither speaks for the other's hosts.
      scan = scan === null ? value : {};
      yield* facts(value);
    } else if (own(value, "scan_report_template_title") === undefined) {
      let known = own(value, "target_distribution_across_scanner_appliances") !== undefined;
      for (const [name, text] of textsOf(value)) {
        const reason = LISTS.find(([prefix]) => name.startsWith(prefix))?.[1];
        if (reason === undefined) continue;
        known = true;
        lists.push({ text, reason });
      }
      if (!known) yield { kind: "dropped", what: `element ${seen}`, why: "expected a result with a QID" };
    }
  }

  function* useRow(value: unknown): Generator<ReportEvent> {
    const text = (...names: string[]) =>
      names.map((name) => ownText(value, name) ?? "").find((each) => each !== "") ?? "";
    const hosts = hostsOf([text("ip"), text("ipv6")], text("dns", "netbios"));
    if (hosts.length === 0) yield { kind: "dropped", what: `element ${seen}`, why: "expected an address or a name" };
    const silent = silenceOf(text("ip_status"));
    for (const host of hosts) {
      if (silent !== null) ledger.host(host).silent ??= silent;
      const written = {
        qid: text("qid"),
        type: text("type"),
        severity: text("severity"),
        port: text("port"),
        protocol: text("protocol"),
        ssl: text("ssl"),
        status: text("vuln_status", "status"),
        ignored: false,
        cves: text("cve_id", "cve"),
        title: text("title"),
        result: text("results", "result"),
      };
      yield* ledger.row(
        qualysRow(written, {
          host,
          place: `element ${seen}, QID ${written.qid}`,
          time: scan === null ? NO_TIME : qualysTime(ownText(scan, "launch_date") ?? ""),
          certain: hosts.length === 1,
        }),
      );
    }
    yield { kind: "seen", what: "check", count: 1 };
  }

  function* end(complete: boolean): Generator<ReportEvent> {
    const targets = parseTargets(ownText(scan, "ips") ?? "");
    const excluded = parseTargets(ownText(scan, "excluded_ips") ?? "");
    const silent = lists.map(({ text, reason }) => ({ targets: parseTargets(text), reason }));
    const profile = ownText(scan, "option_profile");
    const check =
      ledger.probes.size === 0
        ? "no_record_of_check"
        : scanCheckGate(profile, ownText(scan, "scan_title") ?? "", ledger.probes);
    const ended = /^finished$/i.test((ownText(scan, "status") ?? "").trim());
    const scope = (host: ReportHost): Gate =>
      targets.entries.length === 0
        ? "no_record_of_check"
        : covers(targets, host) && !covers(excluded, host)
          ? "open"
          : "host_not_scanned";
    yield* ledger.end((place, ambiguous) => {
      const listed = silent.find((list) => covers(list.targets, place.host.host));
      if (listed !== undefined) return finding(listed.reason);
      return negativeAt(place, ambiguous, {
        scope: scope(place.host.host),
        check,
        finished: !complete ? "report_truncated" : ended ? "open" : "scan_interrupted",
        unfiltered: ledger.showsConfirmed(PROBE_SEVERITY) ? "open" : "report_filtered",
        scannedAt: qualysTime(ownText(scan, "launch_date") ?? "").at,
      });
    }, !complete);
    const known = new Set<string>();
    let hosts = 0;
    for (const { host, places } of ledger.hosts()) {
      hosts++;
      for (const each of [host.address, host.name]) if (each !== null) for (const id of identityOf(each)) known.add(id);
      yield { kind: "seen", what: "port", count: [...places.values()].filter(({ port }) => port !== null).length };
    }
    yield { kind: "seen", what: "host", count: hosts };
    for (const { targets: some, reason } of silent) yield* absentHosts(some, known, reason, "in a list at the end");
  }
}

function* facts(scan: unknown): Generator<ReportEvent> {
  for (const [field, name] of [
    ["launch_date", "started"],
    ["option_profile", "policy"],
    ["scanner_appliance", "scanner"],
  ] as const) {
    const value = ownText(scan, field) ?? "";
    if (value !== "") yield { kind: "fact", name, value };
  }
}

/** The texts of an object, and the texts in its lists, by field. */
function textsOf(value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]: [string, unknown]) => {
    const texts: readonly unknown[] = Array.isArray(each) ? each : [each];
    return texts.flatMap((text) => (typeof text === "string" ? [[name, text] as const] : []));
  });
}
