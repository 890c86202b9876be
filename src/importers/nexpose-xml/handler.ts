/** The elements of an XML export, in either version, in any order of hosts and definitions, also where hosts stand within hosts. */

import type { ImportContext, ReportEvent } from "../importer.ts";
import type { XmlReportHandler } from "../read.ts";
import { isCve, isNamedFor, isTlsConfig, isTlsService, LONGEST_PROOF, proofOf } from "./evidence.ts";
import { type Held, heldResults, type Limits, type Node, type Place } from "./held.ts";
import { reportScans, type Scans } from "./scans.ts";
import { meaningOf } from "./status.ts";
import { writtenPort, writtenTransport } from "./verdict.ts";

export interface NexposeHandler extends XmlReportHandler {
  readonly scans: Scans;
  readonly held: Held;
  /** Whether the definitions, or its own id, say that a check is for the CVE. */
  concerns(check: string): boolean;
  /** Whether the document ended as it should. */
  complete(): boolean;
}

/** Longer names of statuses and scans are cut. */
const LONGEST_WORD = 60;

export function nexposeHandler({ cve }: ImportContext, limits: Limits): NexposeHandler {
  const scans = reportScans();
  const held = heldResults(limits);
  const defined = new Set<string>();
  const nodes: { readonly node: Node; readonly whole: Place }[] = [];
  let events: ReportEvent[] = [];
  let ended = false;
  let endpoint: Place | null = null;
  let test: { readonly check: string; readonly status: string; readonly scan: string } | null = null;
  let definition: string | null = null;
  let attribute = "";
  let text: string | null = null;

  const word = (attributes: ReadonlyMap<string, string>, name: string): string =>
    // A string of its own: a piece of the document would keep the whole of it.
    ` ${(attributes.get(name) ?? "").trim().slice(0, LONGEST_WORD)}`.slice(1);

  function openNode(attributes: ReadonlyMap<string, string>): void {
    const node: Node = {
      address: word(attributes, "address"),
      name: "",
      status: word(attributes, "status").toLowerCase(),
      ports: 0,
      checks: 0,
    };
    nodes.push({ node, whole: { node, port: null, transport: "tcp", status: "", tls: false } });
    const policy = word(attributes, "scan-template");
    if (policy !== "") fact("policy", policy);
  }

  const said = new Set<string>();
  function fact(name: "tool" | "policy" | "note", value: string): void {
    if (said.size >= 20 || said.has(value)) return;
    said.add(value);
    events.push({ kind: "fact", name, value });
  }

  function openEndpoint(attributes: ReadonlyMap<string, string>): void {
    const around = nodes.at(-1);
    if (around === undefined) return;
    around.node.ports++;
    endpoint = {
      node: around.node,
      port: writtenPort(word(attributes, "port")),
      transport: writtenTransport(word(attributes, "protocol")),
      status: word(attributes, "status").toLowerCase(),
      tls: false,
    };
    held.addPlace(endpoint);
  }

  function closeTest(proof: string): void {
    const around = nodes.at(-1);
    const at = endpoint ?? around?.whole;
    if (test === null || at === undefined || around === undefined) return;
    around.node.checks++;
    const { check, status, scan } = test;
    if (check === "") {
      events.push({
        kind: "dropped",
        what: `a test of ${around.node.address || around.node.name}`,
        why: "it has no id",
      });
    } else held.add(check, { at, meaning: meaningOf(status), proof: proofOf(proof), words: status, scan });
  }

  function closeNode(): void {
    const around = nodes.pop();
    if (around === undefined) return;
    held.addPlace(around.whole);
    events.push(
      { kind: "seen", what: "host", count: 1 },
      { kind: "seen", what: "port", count: around.node.ports },
      { kind: "seen", what: "check", count: around.node.checks },
    );
  }

  return {
    scans,
    held,
    concerns: (check) => defined.has(check) || isNamedFor(check, cve),
    complete: () => ended,
    open(name, attributes) {
      if (test !== null) return;
      if (name === "NexposeReport") fact("tool", `Nexpose, XML export ${word(attributes, "version")}`.trim());
      else if (name === "scan") scans.add(attributes);
      else if (name === "node") openNode(attributes);
      else if (name === "endpoint") openEndpoint(attributes);
      else if (name === "service") {
        if (endpoint !== null && isTlsService(attributes.get("name") ?? "")) endpoint.tls = true;
      } else if (name === "test") {
        const check = (attributes.get("id") ?? "").trim().toLowerCase();
        test = { check: ` ${check}`.slice(1), status: word(attributes, "status"), scan: word(attributes, "scan-id") };
        text = "";
      } else if (name === "vulnerability") definition = (attributes.get("id") ?? "").trim().toLowerCase();
      else if (name === "name" || name === "config" || name === "reference") {
        attribute = (attributes.get(name === "config" ? "name" : "source") ?? "").trim();
        text = "";
      }
    },
    text(piece) {
      if (text !== null && text.length < LONGEST_PROOF) text += piece.slice(0, LONGEST_PROOF - text.length);
    },
    close(name) {
      if (test !== null) {
        if (name !== "test") {
          // Words of neighbouring paragraphs stay apart.
          if (text !== null) text += " ";
          return;
        }
        closeTest(text ?? "");
        test = null;
      } else if (name === "node") closeNode();
      else if (name === "endpoint") endpoint = null;
      else if (name === "vulnerability") definition = null;
      else if (text !== null && name === "config") {
        if (endpoint !== null && isTlsConfig(attribute, text)) endpoint.tls = true;
      } else if (text !== null && name === "name" && definition === null) {
        const node = nodes.at(-1)?.node;
        if (node !== undefined && node.name === "") node.name = ` ${text.trim().slice(0, 255)}`.slice(1);
      } else if (text !== null && name === "reference" && definition !== null) {
        if (attribute.toUpperCase() === "CVE" && isCve(text, cve)) defined.add(definition);
      }
      text = null;
    },
    take() {
      if (events.length === 0) return events;
      const taken = events;
      events = [];
      return taken;
    },
    end(complete) {
      ended = complete;
      while (nodes.length > 0) closeNode();
      events.push(...scans.facts());
    },
  };
}
