/** What Metasploit's `db_export -f xml` writes: hosts with services and vulnerabilities. */

import type { ImportContext, Importer, ReportEvent } from "../importer.ts";
import { readXmlReport, type XmlReportHandler } from "../read.ts";
import { type ExportedHost, hostAnswers, METASPLOIT_XML_MAPPING } from "./host.ts";

const ROOTS = ["MetasploitV4", "MetasploitV5"];
/** Banners and notes can be long; nothing that is read here is. */
const LONGEST_TEXT = 2000;

export const metasploitXml: Importer = {
  id: "metasploit-xml",
  title: "Metasploit, database export (XML)",
  detector: "metasploit",
  lineage: "stafford",
  source: "report-formats.md, 3.15",
  mapping: METASPLOIT_XML_MAPPING,
  recognises: (head) => head.kind === "xml" && ROOTS.includes(head.root ?? ""),
  read: (document, context) => readXmlReport(document, ROOTS, handler(context)),
};

type Writable = {
  -readonly [Key in keyof ExportedHost]: ExportedHost[Key] extends readonly (infer Each)[] ? Each[] : ExportedHost[Key];
};

function handler({ cve }: ImportContext): XmlReportHandler {
  const events: ReportEvent[] = [];
  const path: string[] = [];
  let host: Writable | null = null;
  let fields: Record<string, string> = {};
  let refs: string[] = [];
  let text = "";
  const inside = (...names: readonly string[]): boolean =>
    path.length === names.length + 1 && names.every((name, index) => path[index + 1] === name);

  return {
    open(name) {
      path.push(name.replaceAll("_", "-"));
      text = "";
      if (inside("hosts", "host")) host = { fields: emptyFields(), services: [], vulns: [] };
      else if (inside("hosts", "host", "services", "service")) fields = emptyFields();
      else if (inside("hosts", "host", "vulns", "vuln")) {
        fields = emptyFields();
        refs = [];
      }
    },
    text(more) {
      if (text.length < LONGEST_TEXT) text += more.slice(0, LONGEST_TEXT - text.length);
    },
    close(name) {
      const last = name.replaceAll("_", "-");
      if (host !== null) {
        if (inside("hosts", "host", last)) host.fields = withField(host.fields, last, text);
        else if (
          inside("hosts", "host", "services", "service", last) ||
          inside("hosts", "host", "vulns", "vuln", last)
        ) {
          fields = withField(fields, last, text);
        } else if (inside("hosts", "host", "vulns", "vuln", "refs", "ref")) refs.push(text.trim());
        else if (inside("hosts", "host", "services", "service")) host.services.push(fields);
        else if (inside("hosts", "host", "vulns", "vuln")) host.vulns.push({ fields, refs });
        else if (inside("hosts", "host")) {
          events.push(...hostEvents(host, cve));
          host = null;
        }
      }
      path.pop();
      text = "";
    },
    take: () => events.splice(0),
    end(complete) {
      // What was found before the file broke off stands; its services without a finding prove nothing anyway.
      if (!complete && host !== null) events.push(...hostEvents(host, cve).filter(isFinding));
      host = null;
    },
  };
}

function hostEvents(host: ExportedHost, cve: string): readonly ReportEvent[] {
  return [
    { kind: "seen", what: "host", count: 1 },
    { kind: "seen", what: "port", count: host.services.length },
    { kind: "seen", what: "check", count: host.vulns.length },
    ...hostAnswers(host, cve),
  ];
}

const isFinding = (event: ReportEvent): boolean => event.kind === "answer" && event.finding.outcome === "vulnerable";

const emptyFields = (): Record<string, string> => ({});

/** All that is read; a host may have any number of other children. */
const READ: ReadonlySet<string> = new Set([
  "address",
  "created-at",
  "id",
  "info",
  "name",
  "port",
  "proto",
  "service-id",
  "state",
  "updated-at",
]);

function withField(fields: Readonly<Record<string, string>>, name: string, text: string): Record<string, string> {
  return READ.has(name) ? { ...fields, [name]: text.trim() } : fields;
}
