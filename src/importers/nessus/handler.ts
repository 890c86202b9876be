/** The elements of a `.nessus` document, in the order of the document, into events: a host's when its element closes, but for its zeros. */

import type { Transport } from "../../core/model/endpoint.ts";
import { ownCopy } from "../../documents/xml-text.ts";
import type { ImportContext, ReportAnswer, ReportEvent } from "../importer.ts";
import type { XmlReportHandler } from "../read.ts";
import { checksFor, PING, PORTS_CHECKED_AGAIN, READ_OUTPUTS, SCAN_INFORMATION, tlsEvidence } from "./checks.ts";
import { answersOf, type HostRecord, identities, portKey, type Surroundings } from "./host.ts";
import { policyReader } from "./policy-reader.ts";
import { checkGate, type GateState } from "./policy.ts";
import { factEvents, NO_INFORMATION, readScanInformation } from "./scan-information.ts";
import { foundPlaces } from "../found-places.ts";
import { WaitingZeros } from "./zeros.ts";
import { identityOf } from "../target-list.ts";
import { inZone, parseTime } from "../times/parse-time.ts";

/** Tags of HostProperties that are read. */
const TAGS: ReadonlySet<string> = new Set([
  "host-ip",
  "host-fqdn",
  "host-rdns",
  "netbios-name",
  "HOST_START",
  "HOST_END",
  "HOST_START_TIMESTAMP",
]);

interface Item {
  readonly plugin: string;
  readonly name: string;
  readonly port: number | string | null;
  readonly transport: Transport;
  /** Whether it is about the CVE asked for. */
  matches: boolean;
  type: string;
  output: string;
}

export interface NessusHandler extends XmlReportHandler {
  /** The target list, once the policy has been read, and what the hosts of the report are known by. */
  readonly policy: ReturnType<typeof policyReader>;
  readonly seen: Set<string>;
  /** Whether some host did not come to its end: then the missing ones were perhaps not begun. */
  readonly unfinished: () => boolean;
  /** What waited for the end. */
  readonly zeros: WaitingZeros;
}

export function nessusHandler({ cve }: ImportContext): NessusHandler {
  const checks = checksFor(cve);
  const probes = new Set(checks.probes);
  const wanted = cve.toUpperCase();
  const policy = policyReader(checks);
  const seen = new Set<string>();
  /** The same host may come again, under another name, with a finding or without. */
  const found = foundPlaces();
  const zeros = new WaitingZeros(found);
  const said = new Set<string>();
  let events: ReportEvent[] = [];
  let web = false;
  let unfinished = false;
  let host: HostRecord | null = null;
  let item: Item | null = null;
  /** The text that is being gathered; null: none, which is most of the document. */
  let text: string | null = null;
  let tag = "";

  function closeHost(record: HostRecord, end: Surroundings["end"]): void {
    const { information, tags } = record;
    const exact = parseTime(tags.get("HOST_START_TIMESTAMP") ?? "");
    const start = exact.at === null ? inZone(parseTime(tags.get("HOST_START") ?? ""), information.zone) : exact;
    const time = start.at === null ? information.started : start;
    const known = identities(record);
    for (const each of known) for (const identity of identityOf(each)) seen.add(identity);
    const check = web
      ? ({ gate: "check_not_enabled", detail: "a scan of a web application" } satisfies GateState)
      : checkGate(policy.policy(), checks, { feedAt: information.feedAt, startedAt: time.at });
    const answers = answersOf(record, {
      scope: policy.scopeGate(known, check.gate),
      check,
      time,
      end,
      // The last thing that Nessus writes about a host: where it is missing, others may be.
      unfiltered: policy.policy().describesScan && !record.described ? "report_filtered" : "open",
    });
    if (!tags.has("HOST_END") || end === "cut") unfinished = true;
    for (const answer of answers) found.note(answer);
    const isZero = ({ finding }: ReportAnswer) => finding.outcome === "not_vulnerable";
    events.push(...answers.filter((answer) => !isZero(answer)));
    zeros.hold(record.name, answers.filter(isZero));
    events.push({ kind: "seen", what: "host", count: 1 });
    events.push({ kind: "seen", what: "port", count: record.ports.size });
    events.push({ kind: "seen", what: "check", count: record.items });
  }

  function closeItem(record: HostRecord, { plugin, name, port, transport, matches, type, output }: Item): void {
    record.items++;
    record.described ||= plugin === SCAN_INFORMATION;
    const place = typeof port === "number" ? portOf(record, port, transport) : null;
    const tls = tlsEvidence(plugin, output);
    if (tls !== null) place?.tls.add(tls);
    if (plugin === SCAN_INFORMATION && output !== "") {
      record.information = readScanInformation(output);
      events.push(...factEvents(record.information, said));
    } else if (plugin === PING && /considered as dead/i.test(output)) record.dead = true;
    else if (plugin === PORTS_CHECKED_AGAIN) lostPorts(record, output, transport);
    if (!matches) return;
    const by = probes.has(plugin) && (type === "" || type === "remote") ? "probe" : "version";
    record.positives.push({ port, transport, plugin, words: ownCopy(name), by });
  }

  return {
    policy,
    seen,
    unfinished: () => unfinished,
    zeros,
    open(name, attributes) {
      if (item !== null) {
        const read =
          name === "cve" || name === "plugin_type" || (name === "plugin_output" && READ_OUTPUTS.has(item.plugin));
        text = read ? "" : null;
      } else if (host !== null) {
        if (name === "ReportItem") item = newItem(attributes, probes);
        else if (name === "tag") {
          tag = attributes.get("name") ?? "";
          text = TAGS.has(tag) ? "" : null;
        }
      } else if (name === "ReportHost") host = newHost(attributes.get("name") ?? "");
      else if (name === "Report") web = attributes.get("type") === "was";
      else text = policy.open(name) ? "" : null;
    },
    text(piece) {
      if (text !== null) text += piece;
    },
    close(name) {
      const value = text;
      text = null;
      if (host === null) {
        events.push(...policy.close(name, value));
      } else if (item === null) {
        if (name === "tag" && value !== null && !host.tags.has(tag)) host.tags.set(tag, value.trim());
        else if (name === "ReportHost") {
          closeHost(host, "complete");
          host = null;
        }
      } else if (name === "ReportItem") {
        closeItem(host, item);
        item = null;
      } else if (value !== null) {
        if (name === "plugin_output") item.output += value;
        else if (name === "plugin_type") item.type = value.trim().toLowerCase();
        else if (
          name === "cve" &&
          value
            .toUpperCase()
            .split(/[\s,;]+/)
            .includes(wanted)
        )
          item.matches = true;
      }
    },
    take() {
      if (events.length === 0) return events;
      const taken = events;
      events = [];
      return taken;
    },
    end(complete) {
      if (host !== null && !complete) closeHost(host, "cut");
      host = null;
    },
  };
}

function newHost(name: string): HostRecord {
  return {
    name: ownCopy(name.trim()),
    tags: new Map(),
    ports: new Map(),
    positives: [],
    lost: new Map(),
    items: 0,
    information: NO_INFORMATION,
    described: false,
    dead: false,
  };
}

function newItem(attributes: ReadonlyMap<string, string>, probes: ReadonlySet<string>): Item {
  const plugin = attributes.get("pluginID")?.trim() ?? "";
  return {
    plugin,
    name: attributes.get("pluginName") ?? "",
    port: readPort(attributes.get("port") ?? ""),
    transport: attributes.get("protocol")?.toLowerCase() === "udp" ? "udp" : "tcp",
    matches: probes.has(plugin),
    type: "",
    output: "",
  };
}

/** Port 0 is the host as a whole (report-formats.md 1.4). */
function readPort(written: string): number | string | null {
  const trimmed = written.trim();
  if (trimmed === "" || /^0+$/.test(trimmed)) return null;
  const port = /^\d{1,5}$/.test(trimmed) ? Number(trimmed) : 0;
  return port > 0 && port <= 65_535 ? port : trimmed;
}

function portOf(record: HostRecord, port: number, transport: Transport) {
  const key = portKey(port, transport);
  const known = record.ports.get(key);
  if (known !== undefined) return known;
  const fresh = { port, transport, tls: new Set<never>() };
  record.ports.set(key, fresh);
  return fresh;
}

/** `Port 443 was detected as being open but is now closed`, or `unresponsive`. */
function lostPorts(record: HostRecord, output: string, transport: Transport): void {
  for (const [, port, how] of output.matchAll(/\bPort (\d{1,5}) was detected as being open but is now (\w+)/gi)) {
    const reason = how?.toLowerCase() === "closed" ? "port_closed" : "port_filtered";
    record.lost.set(portKey(Number(port), transport), reason);
    portOf(record, Number(port), transport);
  }
}
