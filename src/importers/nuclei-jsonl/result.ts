/**
 * One result of nuclei (reference/report-formats.md, 3.16), of v2 with its older names of fields or of v3. There is a line for
 * what matched, and with `-matcher-status` one for every attempt that did not, a refused connection included.
 */

import { type Finding, finding } from "../../core/model/outcome.ts";
import { own, ownText } from "../../documents/json.ts";
import { NO_TIME, type ReportHost, type ReportTime } from "../importer.ts";

export interface NucleiResult {
  readonly template: string;
  readonly host: ReportHost;
  readonly port: number | null;
  readonly words: string;
  readonly time: ReportTime;
  /** What it says about the CVE; null: it is about something else. */
  readonly finding: Finding | null;
}

/** Whether a value is a result of nuclei: it names a template, and where it was tried. */
export function isResult(value: unknown): boolean {
  return templateOf(value) !== null && targets(value).length > 0;
}

/** null: no result. Total. */
export function nucleiResult(value: unknown, cve: string): NucleiResult | null {
  const template = templateOf(value);
  const urls = targets(value);
  if (template === null || urls.length === 0) return null;
  const about = cvesOf(value, template).includes(cve.toUpperCase());
  return {
    template,
    host: hostOf(value, urls),
    port: portOf(value, urls, about),
    words: wordsOf(value, template),
    time: timeOf(ownText(value, "timestamp") ?? ""),
    finding: about ? findingOf(value) : null,
  };
}

function templateOf(value: unknown): string | null {
  return ownText(value, "template-id") ?? ownText(value, "templateID") ?? ownText(value, "template_id");
}

/** Most telling first: what matched, what was given. */
function targets(value: unknown): readonly Target[] {
  return ["matched-at", "matched", "url", "host"].flatMap((key) => {
    const text = ownText(value, key)?.trim() ?? "";
    return text === "" ? [] : [targetOf(text)];
  });
}

interface Target {
  readonly scheme: string | null;
  readonly host: string;
  readonly port: number | null;
}

/** `https://www.example.org:8443/path`, `192.0.2.1:443`, `[::1]:443`, `www.example.org`. */
function targetOf(text: string): Target {
  const parts =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^@/?#]*@)?(?:\[([^\]]*)\]|([^:/?#]*))(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(text);
  if (parts === null) return { scheme: null, host: text, port: null };
  const port = Number(parts[4] ?? Number.NaN);
  return {
    scheme: parts[1]?.toLowerCase() ?? null,
    host: parts[2] ?? parts[3] ?? "",
    port: port > 0 && port < 65_536 ? port : null,
  };
}

function hostOf(value: unknown, urls: readonly Target[]): ReportHost {
  return { address: ownText(value, "ip")?.trim() || null, name: urls.find(({ host }) => host !== "")?.host ?? null };
}

const SCHEMES: Readonly<Record<string, number>> = { https: 443, wss: 443, http: 80, ws: 80 };

function portOf(value: unknown, urls: readonly Target[], about: boolean): number | null {
  const type = ownText(value, "type")?.toLowerCase() ?? "";
  if (type === "dns" || type === "whois") return null;
  const written = urls.find(({ port }) => port !== null)?.port;
  if (written !== undefined && written !== null) return written;
  // Where no port is written, the Heartbleed template asked 443 until December 2025, of an http:// target too.
  if (about && type === "code") return 443;
  const given = Number(ownText(value, "port") ?? Number.NaN);
  if (Number.isInteger(given) && given > 0 && given < 65_536) return given;
  const scheme =
    urls.find(({ scheme: each }) => each !== null)?.scheme ?? ownText(value, "scheme")?.toLowerCase() ?? "";
  return (Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : null) ?? (type === "ssl" ? 443 : null);
}

/** By the classification, and by an id that is the CVE itself. */
function cvesOf(value: unknown, template: string): readonly string[] {
  const written = own(value, "info", "classification", "cve-id") ?? own(value, "info", "classification", "cve_id");
  const list = Array.isArray(written) ? (written as readonly unknown[]) : [written];
  return [...list, template].flatMap((each) => (typeof each === "string" ? each.toUpperCase().split(/[\s,]+/) : []));
}

function findingOf(value: unknown): Finding {
  const status = own(value, "matcher-status") ?? own(value, "matcher_status");
  // Before 2.7 there was no such field: a line was a match.
  if (status === true || status === undefined || status === null) return finding("finding_reported");
  if (status !== false) return finding("tool_output_unreadable", "expected matcher-status to be true or false");
  const error = ownText(value, "error") ?? "";
  if (error !== "") return finding(reasonOfError(error), error);
  return finding(
    "negative_without_ground",
    "matcher-status false is printed for every attempt without a match, refused connections included",
  );
}

function reasonOfError(error: string) {
  return /connection refused|port closed/i.test(error) ? "port_closed" : "check_failed";
}

/** The template and what of it matched; what it extracted may be memory. */
function wordsOf(value: unknown, template: string): string {
  const matcher = ownText(value, "matcher-name") ?? ownText(value, "matcher_name") ?? "";
  const status = own(value, "matcher-status") ?? own(value, "matcher_status");
  const name = ownText(value, "info", "name") ?? "";
  const parts = [
    matcher === "" ? template : `${template}:${matcher}`,
    name,
    typeof status === "boolean" ? `matcher-status ${status}` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function timeOf(text: string): ReportTime {
  const parts = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  if (parts === null) return NO_TIME;
  const at = Date.parse(parts[1] === undefined ? `${text.replace(" ", "T")}Z` : text.replace(" ", "T"));
  return Number.isNaN(at) ? NO_TIME : { at, quality: parts[1] === undefined ? "naive" : "zone" };
}
