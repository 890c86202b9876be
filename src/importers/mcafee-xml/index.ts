/** McAfee Vulnerability Manager (Foundstone), XML: Host_Data.xml and Risk_Data.xml (report-formats.md 3.5). */

import { headOf } from "../../documents/head.ts";
import { type ImportContext, type Importer, NO_TIME, type ReportEvent, type ReportHost } from "../importer.ts";
import { readXmlReport, type XmlReportHandler } from "../read.ts";
import { MVM_MAPPING, mvmLedger, mvmPort, namesCve } from "./ledger.ts";

const REPORT = /<ReportInfo\s[^>]*\bReportType\s*=\s*["'](?:Network Inventory|Risk Data)["']/i;
const MOST_HEAD = 64 * 1024;

export const mcafeeXml: Importer = {
  id: "mcafee-xml",
  title: "McAfee Vulnerability Manager, XML",
  detector: "mcafee-vm",
  lineage: "mcafee-vm",
  source: "report-formats.md 3.5",
  mapping: MVM_MAPPING,
  recognises: ({ kind, root, text }) => kind === "xml" && root !== null && REPORT.test(text),
  async *read(document: AsyncIterable<string>, context: ImportContext): AsyncGenerator<ReportEvent> {
    yield { kind: "fact", name: "tool", value: "McAfee Vulnerability Manager" };
    const { root, text } = await rootOf(document);
    yield* readXmlReport(text, [root], mvmHandler(context));
  },
};

/** The format is known by its elements, not by a root of one name: whatever the root is, it is the one expected. */
async function rootOf(
  document: AsyncIterable<string>,
): Promise<{ readonly root: string; readonly text: AsyncIterable<string> }> {
  const pieces = document[Symbol.asyncIterator]();
  let head = "";
  let root: string | null = null;
  let failure: unknown = null;
  while (root === null && head.length < MOST_HEAD) {
    try {
      const next = await pieces.next();
      if (next.done === true) break;
      head += next.value;
    } catch (error) {
      failure = error;
      break;
    }
    // A name that goes on in the next piece is not read yet.
    if (/<[A-Za-z_][^<>]*>/.test(head)) root = headOf(Buffer.from(head.slice(0, 8)), head).root;
  }
  async function* again(): AsyncGenerator<string> {
    try {
      if (head !== "") yield head;
      if (failure !== null) throw failure;
      for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
    } finally {
      await pieces.return?.();
    }
  }
  return { root: root ?? "ReportInfo", text: again() };
}

const TEXTS: ReadonlySet<string> = new Set(["Port", "Protocol", "Risk", "CVE"]);
const detached = (text: string) => ` ${text.trim()}`.slice(1);

function mvmHandler({ cve }: ImportContext): XmlReportHandler {
  const ledger = mvmLedger();
  let events: ReportEvent[] = [];
  let host: ReportHost | null = null;
  /** The service or the vulnerability that is being read. */
  let item: Map<string, string> | null = null;
  let text: string | null = null;

  function closeVuln(at: ReportHost, vuln: ReadonlyMap<string, string>): void {
    events.push({ kind: "seen", what: "check", count: 1 });
    if (!namesCve(vuln.get("CVE") ?? "", cve)) return;
    const found = ledger.found({
      host: at,
      port: mvmPort(vuln.get("Port") ?? ""),
      transport: udp(vuln),
      name: vuln.get("VulnName") ?? "",
      risk: vuln.get("Risk") ?? "",
      result: "",
      place: `Host ${at.address ?? at.name ?? ""}, FID ${vuln.get("id") ?? ""}`,
      time: NO_TIME,
    });
    events.push(...found);
  }

  return {
    open(name, attributes) {
      if (name === "ReportInfo") {
        const type = detached(attributes.get("ReportType") ?? "");
        if (type !== "") events.push({ kind: "fact", name: "note", value: type });
      } else if (name === "Host") {
        const [address, dns, netbios] = ["IPAddress", "DNSName", "NBName"].map((each) =>
          detached(attributes.get(each) ?? ""),
        );
        host = null;
        const called = dns === undefined || dns === "" ? (netbios ?? "") : dns;
        if ((address ?? "") === "" && called === "") {
          events.push({ kind: "dropped", what: "a Host element", why: "expected an address or a name" });
          return;
        }
        host = { address: address === "" ? null : (address ?? null), name: called === "" ? null : called };
        ledger.shown(host, null, "tcp");
        events.push({ kind: "seen", what: "host", count: 1 });
      } else if (name === "Service" || name === "Vuln") {
        item = new Map(Array.from(attributes, ([key, value]) => [key, detached(value)] as const));
      } else if (item !== null && TEXTS.has(name)) text = "";
    },
    text(piece) {
      if (text !== null) text += piece;
    },
    close(name) {
      if (text !== null && TEXTS.has(name)) {
        item?.set(name, `${item.get(name) ?? ""} ${detached(text)}`.trim());
        text = null;
      } else if (name === "Host") host = null;
      else if (name === "Vuln" || name === "Service") {
        if (host !== null && item !== null) {
          const port = mvmPort(item.get("Port") ?? "");
          if (name === "Vuln") closeVuln(host, item);
          else if (port !== null) {
            ledger.shown(host, port, udp(item));
            events.push({ kind: "seen", what: "port", count: 1 });
          }
        }
        item = null;
      }
    },
    take() {
      if (events.length === 0) return events;
      const taken = events;
      events = [];
      return taken;
    },
    end() {
      for (const answer of ledger.end()) events.push(answer);
    },
  };
}

function udp(item: ReadonlyMap<string, string>): "tcp" | "udp" {
  return /^udp$/i.test(item.get("Protocol") ?? "") ? "udp" : "tcp";
}
