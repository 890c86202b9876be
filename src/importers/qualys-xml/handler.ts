/** The rows of a Qualys XML document into events, and at its end what its silence means (report-formats.md 3.4). */

import { checkExisted, type Gate } from "../../core/claims.ts";
import type { ImportContext, ReportEvent, ReportHost } from "../importer.ts";
import { identityOf, parseTargets } from "../target-list.ts";
import type { XmlReportHandler } from "../read.ts";
import { PROBE_SEVERITY } from "./checks.ts";
import { qualysLedger } from "./ledger.ts";
import { absentHosts } from "./absent.ts";
import { negativeAt } from "./negative.ts";
import { type Fields, qualysReader } from "./reader.ts";
import { cvesOf, hostsOf, qualysRow, silenceOf } from "./row.ts";
import { covers, rangeList, scanCheckGate, templateGates } from "./surroundings.ts";
import { qualysTime } from "./time.ts";

export function qualysHandler({ cve }: ImportContext): XmlReportHandler {
  const ledger = qualysLedger(cve);
  const about = new Map<string, string>();
  const lists = { COMBINED_IP_LIST: rangeList(), NO_RESULTS: rangeList(), NO_VULNS: rangeList() };
  let events: ReportEvent[] = [];
  let rows = 0;

  const reader = qualysReader({
    row(host, row) {
      rows++;
      const get = (...names: string[]) => names.map((name) => row.get(name) ?? "").find((each) => each !== "") ?? "";
      const hosts = hostsIn(host);
      const status = get("VULN_STATUS", "STATUS");
      const fixed = status.toLowerCase() === "fixed" ? get("LAST_FIXED", "LAST_FIXED_DATETIME") : "";
      const when = fixed === "" ? get("LAST_FOUND", "LAST_FOUND_DATETIME") : fixed;
      const scan = reader.root() === "SCAN";
      const written = {
        qid: get("QID"),
        type: get("TYPE"),
        severity: get("SEVERITY"),
        port: get("PORT"),
        protocol: get("PROTOCOL"),
        ssl: get("SSL"),
        status,
        ignored: get("IS_IGNORED") === "1" || get("IS_DISABLED") === "1",
        cves: scan ? get("CVE") : reader.root() === "ASSET_DATA_REPORT" && !row.has("CVE") ? null : get("CVE"),
        title: get("TITLE"),
        result: get("RESULT", "RESULTS"),
      };
      for (const each of hosts) {
        const made = qualysRow(written, {
          host: each,
          place: `host ${each.address ?? each.name ?? ""}, QID ${written.qid}`,
          time: scan ? qualysTime(about.get("KEY DATE") ?? "") : qualysTime(when),
          certain: hosts.length === 1,
        });
        events.push(...ledger.row(made));
      }
    },
    host(host) {
      const hosts = hostsIn(host);
      if (hosts.length === 0) events.push({ kind: "dropped", what: "a host", why: "expected an address or a name" });
      for (const each of hosts) ledger.host(each).silent ??= silenceOf(host.get("status") ?? "");
      events.push({ kind: "seen", what: "host", count: hosts.length }, { kind: "seen", what: "check", count: rows });
      rows = 0;
    },
    check(entry) {
      const severity = Number(/[1-5]/.exec(entry.get("SEVERITY") ?? "")?.[0] ?? Number.NaN);
      const known = Number.isNaN(severity) ? null : severity;
      events.push(
        ...ledger.explain(entry.get("QID") ?? "", cvesOf(entry.get("CVE") ?? ""), known, entry.get("TITLE") ?? ""),
      );
    },
    range(list, first, last) {
      if (list === "COMBINED_IP_LIST" || list === "NO_RESULTS" || list === "NO_VULNS") lists[list].add(first, last);
    },
    about(name, text) {
      if (!about.has(name)) about.set(name, text);
      const fact = FACTS[name];
      if (fact !== undefined && text !== "") events.push({ kind: "fact", name: fact, value: text });
    },
  });

  function* end(complete: boolean): Generator<ReportEvent> {
    const scan = reader.root() === "SCAN";
    const gates = scan ? scanGates() : assetGates();
    const probed = ledger.probes.size > 0;
    for (const answer of ledger.end((place, ambiguous) => {
      const dead = !scan && covers(lists.NO_RESULTS.targets(), place.host.host);
      if (dead) place.host.silent ??= "host_dead";
      return negativeAt(place, ambiguous, {
        ...gates,
        scope: gates.scope(place.host.host),
        check: probed ? gates.check : "no_record_of_check",
        finished: complete ? gates.finished : "report_truncated",
      });
    }, !complete))
      yield answer;
    for (const host of ledger.hosts()) yield { kind: "seen", what: "port", count: portsOf(host.places) };
    yield* unlisted(scan, complete);
  }

  function scanGates() {
    const time = qualysTime(about.get("KEY DATE") ?? "");
    const targets = parseTargets(about.get("KEY TARGET") ?? "");
    const excluded = parseTargets(about.get("KEY EXCLUDED_TARGET") ?? "");
    const status = (about.get("KEY STATUS") ?? "").toUpperCase();
    const options = about.get("KEY OPTIONS") ?? null;
    const title = about.get("OPTION_PROFILE_TITLE") ?? "";
    return {
      scope: (host: ReportHost): Gate =>
        targets.entries.length === 0
          ? "no_record_of_check"
          : covers(targets, host) && !covers(excluded, host)
            ? "open"
            : "host_not_scanned",
      check: scanCheckGate(options, title, ledger.probes),
      finished: (status === "FINISHED" && !about.has("ERROR") ? "open" : "scan_interrupted") as Gate,
      unfiltered: shown(),
      scannedAt: time.at,
    };
  }

  function assetGates() {
    const targets = lists.COMBINED_IP_LIST.targets();
    const template = templateGates(about, ledger.probes);
    const asset = reader.root() === "ASSET_DATA_REPORT";
    const made = qualysTime(about.get("GENERATION_DATETIME") ?? "").at;
    return {
      scope: (host: ReportHost): Gate =>
        !asset ? "open" : targets === null ? "no_record_of_check" : covers(targets, host) ? "open" : "host_not_scanned",
      // A list of detections does not say what it was asked for.
      check: !asset ? "no_negative_in_format" : made !== null && !checkExisted(made) ? "check_too_old" : template.check,
      finished: "open" as Gate,
      unfiltered: template.unfiltered === "open" ? shown() : template.unfiltered,
      scannedAt: null,
    } as const;
  }

  /** Without one confirmed finding that is as mild as the probe's, nothing shows that such findings are shown at all. */
  function shown(): Gate {
    return ledger.showsConfirmed(PROBE_SEVERITY) ? "open" : "report_filtered";
  }

  /** Hosts that the report names without an element for them. */
  function* unlisted(scan: boolean, complete: boolean): Generator<ReportEvent> {
    const seen = new Set<string>();
    for (const { host } of ledger.hosts()) {
      for (const each of [host.address, host.name]) if (each !== null) for (const id of identityOf(each)) seen.add(id);
    }
    if (scan) {
      const finished = (about.get("KEY STATUS") ?? "").toUpperCase() === "FINISHED" && !about.has("ERROR");
      const reason = !complete ? "report_truncated" : finished ? "host_dead" : "scan_interrupted";
      yield* absentHosts(
        parseTargets(about.get("KEY TARGET") ?? ""),
        seen,
        reason,
        "a target of the scan without an element",
      );
      return;
    }
    yield* absentHosts(lists.NO_RESULTS.targets(), seen, "host_dead", "listed under NO_RESULTS");
    yield* absentHosts(lists.NO_VULNS.targets(), seen, "tls_not_shown", "listed under NO_VULNS");
    const rest = complete ? "no_record_of_check" : "report_truncated";
    yield* absentHosts(lists.COMBINED_IP_LIST.targets(), seen, rest, "in the report's scope and listed nowhere else");
  }

  return {
    open: (name, attributes) => reader.open(name, attributes),
    close: (name) => reader.close(name),
    text: (piece) => reader.text(piece),
    take() {
      if (events.length === 0) return events;
      const taken = events;
      events = [];
      return taken;
    },
    end(complete) {
      for (const event of end(complete)) events.push(event);
    },
  };
}

const FACTS: Readonly<Record<string, "started" | "policy">> = {
  "KEY DATE": "started",
  OPTION_PROFILE_TITLE: "policy",
  TEMPLATE: "policy",
};

function hostsIn(host: Fields): readonly ReportHost[] {
  const cells = [host.get("IP") ?? "", host.get("IPV6") ?? ""];
  return hostsOf(cells, host.get("DNS") ?? "");
}

function portsOf(places: ReadonlyMap<string, { readonly port: unknown }>): number {
  return [...places.values()].filter(({ port }) => port !== null).length;
}
