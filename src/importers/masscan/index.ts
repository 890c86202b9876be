/** masscan: XML (`-oX`), JSON (`-oJ`, `-oD`) and list (`-oL`), see reference/report-formats.md, 3.18. */

import type { MappingRow } from "../../core/claims.ts";
import type { Head } from "../../documents/head.ts";
import { beginningOf } from "../../documents/beginning.ts";
import { jsonObjects } from "../../documents/json-objects.ts";
import type { Importer, ReportEvent } from "../importer.ts";
import { readTextReport, readXmlReport, type TextReportHandler, untilBroken } from "../read.ts";
import { addRecord, isEndMark, withQuotedKeys } from "./json.ts";
import { listRecord } from "./list.ts";
import { MasscanPlaces } from "./places.ts";
import { MasscanXml } from "./xml.ts";

export const MASSCAN_MAPPING: readonly MappingRow[] = [
  { prints: "vuln: SSL[HEARTBLEED]", reason: "finding_reported" },
  {
    prints: "SSL[heartbeat] alone; a banner with TLS 1.0, 1.2 or 1.3",
    reason: "tls_version_not_covered",
    why: "its heartbeat always says TLS 1.1, which servers that chose another version refuse",
  },
  {
    prints: "a TLS banner or a certificate, TLS 1.1 or no version, and no leak",
    reason: "check_not_enabled",
    why: "no layout shows whether --heartbleed was given, and nothing is printed for a server that does not leak",
  },
  { prints: "a banner of another service", reason: "tls_not_shown" },
  { prints: "open, and no banner", reason: "no_record_of_check" },
  { prints: "closed", reason: "port_closed" },
  { prints: "a UDP port", reason: "tool_not_applicable" },
];

export const masscan: Importer = {
  id: "masscan",
  title: "masscan, XML, JSON and list (-oX, -oJ, -oD, -oL)",
  detector: "masscan",
  lineage: "masscan",
  source:
    "report-formats.md, 3.18; github.com/robertdavidgraham/masscan, src/out-xml.c, out-json.c, out-ndjson.c, out-text.c",
  mapping: MASSCAN_MAPPING,
  recognises,
  read,
};

const FIRST_RECORD = /^\s*\[?\s*,?\s*(\{\s*"?ip"?\s*:\s*"[^"]*"\s*,[\s\S]*)$/;

function recognises({ kind, root, attributes, text }: Head): boolean {
  if (kind === "xml") return root === "nmaprun" && attributes.get("scanner") === "masscan";
  if (kind === "json") {
    const record = FIRST_RECORD.exec(text)?.[1] ?? "";
    // The fields of the first record, whose banner may go on beyond what we see.
    return (
      /^\{\s*"?ip"?\s*:\s*"[^"]*"\s*,(?:\s*"?timestamp"?\s*:\s*"?\d+"?\s*,)?\s*"?ports"?\s*:\s*\[\s*\{\s*"?port"?\s*:\s*\d+\s*,\s*"?proto"?\s*:/.test(
        record,
      ) ||
      /^\{\s*"ip"\s*:\s*"[^"]*"\s*,\s*"timestamp"\s*:\s*"?\d+"?\s*,\s*"port"\s*:\s*\d+\s*,\s*"proto"\s*:\s*"\w+"\s*,\s*"rec_type"\s*:/.test(
        record,
      )
    );
  }
  if (kind !== "text") return false;
  const lines = text.trimStart().split(/\r?\n/, 2);
  return lines[0] === "#masscan" || listRecord(lines[0] ?? "", "") !== null;
}

async function* read(document: AsyncIterable<string>, { cve }: { readonly cve: string }): AsyncGenerator<ReportEvent> {
  const places = new MasscanPlaces(cve);
  const { first, text } = await beginningOf(document);
  if (first === "<") yield* readXmlReport(text, ["nmaprun"], new MasscanXml(places));
  else if (first === "{" || first === "[" || first === ",") yield* readJson(text, places);
  else {
    const list = new List(places);
    yield* readTextReport(text, list, () => list.missing());
  }
}

function readJson(document: AsyncIterable<string>, places: MasscanPlaces): AsyncGenerator<ReportEvent> {
  return untilBroken(
    (async function* () {
      for await (const { line, value } of jsonObjects(document, withQuotedKeys)) {
        if (isEndMark(value)) continue;
        addRecord(places, value, line);
        yield* places.take();
      }
      places.end();
      yield* places.take();
    })(),
    () => {
      places.end();
      return places.take();
    },
  );
}

class List implements TextReportHandler {
  readonly #places: MasscanPlaces;
  #begun = false;
  #ended = false;

  constructor(places: MasscanPlaces) {
    this.#places = places;
  }

  line({ number, text }: { readonly number: number; readonly text: string }): void {
    const line = text.trimEnd();
    if (line.startsWith("#")) {
      if (line === "#masscan") this.#begun = true;
      if (line === "# end") this.#ended = true;
      return;
    }
    if (line === "") return;
    const record = listRecord(line, `line ${number}`);
    if (record === null)
      this.#places.drop(`line ${number}`, "expected `open` or `banner`, protocol, port, address and time");
    else this.#places.add(record);
  }

  take(): readonly ReportEvent[] {
    return this.#places.take();
  }

  end(): void {
    this.#places.end();
  }

  /** A list that begins with masscan's first line ends with its last. */
  missing(): string | null {
    return this.#begun && !this.#ended ? "the list ends without the line `# end`" : null;
  }
}
