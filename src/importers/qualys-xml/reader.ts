/**
 * The elements of Qualys' three XML documents, turned into rows, hosts and texts about the report: `SCAN` (scan-1.dtd),
 * `ASSET_DATA_REPORT` and `HOST_LIST_VM_DETECTION_OUTPUT` (report-formats.md 3.4).
 */

import { isResultRead } from "./checks.ts";

/** One element that gathers fields: those of its children, and its own attributes. */
export type Fields = Map<string, string>;

export interface ReaderEvents {
  /** A check's result at a host. */
  row(host: Fields, row: Fields): void;
  host(host: Fields): void;
  /** An entry of the glossary. */
  check(entry: Fields): void;
  /** An IP range and the list that it stands in. */
  range(list: string, first: string, last: string): void;
  /** A text about the whole report: an element of its header or appendix, or `KEY` and its name: `KEY TARGET`. */
  about(name: string, text: string): void;
}

const HOSTS: ReadonlySet<string> = new Set(["HOST", "IP"]);
const ROWS: ReadonlySet<string> = new Set(["VULN_INFO", "DETECTION", "VULN", "PRACTICE", "INFO", "SERVICE"]);
const HOST_FIELDS: ReadonlySet<string> = new Set(["IP", "IPV6", "DNS", "LAST_SCAN_DATETIME"]);
const ROW_FIELDS: ReadonlySet<string> = new Set(
  [
    "QID TYPE SEVERITY PORT PROTOCOL SSL RESULT RESULTS LAST_FOUND LAST_FOUND_DATETIME LAST_FIXED LAST_FIXED_DATETIME",
    "VULN_STATUS STATUS TITLE IS_IGNORED IS_DISABLED",
  ].flatMap((names) => names.split(" ")),
);
const CHECK_FIELDS: ReadonlySet<string> = new Set(["QID", "TITLE", "SEVERITY"]);
const LISTS: ReadonlySet<string> = new Set(["COMBINED_IP_LIST", "NO_RESULTS", "NO_VULNS"]);
const ABOUT: ReadonlySet<string> = new Set(
  [
    "GENERATION_DATETIME TEMPLATE DATETIME OPTION_PROFILE_TITLE ERROR FILTER_SUMMARY SELECTIVE_VULNS RESULTING_VULNS",
    "VULN_LISTS EXCLUDED_VULN_LISTS EXCLUDED_VULNS EXCLUDED_CATEGORIES",
  ].flatMap((names) => names.split(" ")),
);

/** A string of its own: a piece of the document would keep the whole of it. */
const detached = (text: string) => ` ${text.trim()}`.slice(1);

export function qualysReader(events: ReaderEvents) {
  let root = "";
  let host: Fields | null = null;
  let row: Fields | null = null;
  let check: Fields | null = null;
  let category: ReadonlyMap<string, string> = new Map();
  let section = "";
  let list = "";
  let range = { first: "", last: "" };
  let key = "";
  let inCve = false;
  /** The name and the text of what is being gathered; null: none, which is most of the document. */
  let name = "";
  let text: string | null = null;

  function wanted(element: string): boolean {
    if (inCve) return element === "ID";
    if (row !== null) {
      if (element === "SERVICE" || !ROW_FIELDS.has(element)) return false;
      return !element.startsWith("RESULT") || isResultRead(row.get("QID") ?? "");
    }
    if (host !== null) return HOST_FIELDS.has(element);
    if (check !== null) return CHECK_FIELDS.has(element);
    if (list !== "") return element === "START" || element === "END" || element === "IP";
    return element === "KEY" || ABOUT.has(element);
  }

  function openRow(element: string, attributes: ReadonlyMap<string, string>): void {
    row = new Map();
    if (root !== "SCAN") return;
    row.set("QID", detached(attributes.get("number") ?? ""));
    row.set("SEVERITY", detached(attributes.get("severity") ?? ""));
    row.set("CVE", detached(attributes.get("cveid") ?? ""));
    row.set("PORT", detached(category.get("port") ?? ""));
    row.set("PROTOCOL", detached(category.get("protocol") ?? ""));
    const confirmed = element === "VULN" && section !== "PRACTICES";
    row.set("TYPE", confirmed ? "Vuln" : element === "PRACTICE" || element === "VULN" ? "Practice" : "Ig");
  }

  return {
    root: () => root,
    open(element: string, attributes: ReadonlyMap<string, string>): void {
      if (root === "") root = element;
      else if (element === "CVE_ID") inCve = true;
      else if (row === null && check === null) {
        const scan = root === "SCAN";
        if (host === null && element === (scan ? "IP" : "HOST") && list === "") {
          host = new Map(
            scan
              ? [
                  ["IP", attributes.get("value") ?? ""],
                  ["DNS", attributes.get("name") ?? ""],
                ]
              : [],
          );
          if (scan) host.set("status", attributes.get("status") ?? "");
          return;
        }
        if (host !== null && ROWS.has(element) && isRow(element, scan)) return openRow(element, attributes);
        if (host !== null && scan && element === "CAT") category = attributes;
        else if (host !== null && scan && /^(?:INFOS|SERVICES|VULNS|PRACTICES)$/.test(element)) section = element;
        else if (LISTS.has(element)) list = element;
        else if (element === "VULN_DETAILS") check = new Map();
        else if (element === "RANGE") range = { first: "", last: "" };
        else if (element === "KEY") key = attributes.get("value") ?? "";
        else if (element === "ERROR" || element === "WARNING") events.about(element, attributes.get("number") ?? "");
      }
      if (wanted(element)) {
        name = element;
        text = "";
      }
    },
    text(piece: string): void {
      if (text !== null) text += piece;
    },
    close(element: string): void {
      const value = text !== null && name === element ? detached(text) : null;
      if (value !== null) text = null;
      if (element === "CVE_ID") inCve = false;
      else if (value !== null) {
        const fields = row ?? host ?? check;
        if (inCve) fields?.set("CVE", `${fields.get("CVE") ?? ""} ${value}`);
        else if (fields !== null) {
          if (!fields.has(element) || fields.get(element) === "") fields.set(element, value);
        } else if (list === "") events.about(element === "KEY" ? `KEY ${key}` : element, value);
        else if (element === "START") range.first = value;
        else if (element === "END") range.last = value;
        else events.range(list, value, value);
      } else if (row !== null) {
        if (!isRow(element, root === "SCAN") || host === null) return;
        events.row(host, row);
        row = null;
      } else if (host !== null) {
        if (element === "CAT") category = new Map();
        else if (element === section) section = "";
        else if (HOSTS.has(element)) {
          events.host(host);
          host = null;
        }
      } else if (check !== null && element === "VULN_DETAILS") {
        events.check(check);
        check = null;
      } else if (element === "RANGE" && list !== "") events.range(list, range.first, range.last);
      else if (element === list) list = "";
    },
  };
}

/** `SERVICE` is a row of a scan report, and a field of a row in an asset report. */
function isRow(element: string, scan: boolean): boolean {
  return ROWS.has(element) && scan === !(element === "VULN_INFO" || element === "DETECTION");
}
