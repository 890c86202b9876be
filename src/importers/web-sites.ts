/**
 * What the reports of web application scanners share: a site is written as a URL, findings repeat for each page, and
 * what is silent is only known when the document ends. One answer for each site, port and way of knowing.
 */

import { printedNegative, type UnknownReason } from "../core/claims.ts";
import { type Finding, finding } from "../core/model/outcome.ts";
import { canonicalAddress } from "../core/net/address.ts";
import { parseHostName } from "../inventory/host-name.ts";
import type { ReportAnswer, ReportEvent, ReportHost, ReportTime } from "./importer.ts";

/** A host and a port as a URL names them. */
export interface Site {
  readonly host: ReportHost;
  /** null: the URL does not say, not even by its scheme. */
  readonly port: number | null;
}

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443 };

/** `https://www.example.org:8443/path`, `www.example.org:8443`, `www.example.org`; null: no host that could be one. */
export function siteOf(text: string): Site | null {
  const parts =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^@/?#\s]*@)?(\[[^\]\s]*\]|[^/?#:\s\\]+)(?::(\d{1,5}))?(?=[/?#]|$)/i.exec(
      text.trim(),
    );
  if (parts === null) return null;
  const [, scheme = "", written = "", digits] = parts;
  const host = hostOf(written.replace(/^\[(.*)\]$/, "$1"));
  const byScheme = Object.hasOwn(PORTS, scheme.toLowerCase()) ? PORTS[scheme.toLowerCase()] : undefined;
  const port = digits === undefined ? byScheme : Number(digits);
  if (host === null || (port !== undefined && port > 65_535)) return null;
  return { host, port: port === undefined || port === 0 ? null : port };
}

/** A name or an address, whichever it is; null: neither. */
export function hostOf(text: string): ReportHost | null {
  const written = text.trim();
  if (canonicalAddress(written) !== null) return { address: written, name: null };
  return parseHostName(written).ok ? { address: null, name: written } : null;
}

/** The same site, however its letters are written. */
export function siteKey({ host, port }: Site): string {
  return JSON.stringify([(host.name ?? "").toLowerCase(), host.address ?? "", port]);
}

/** What a report says about a site, before it is known whether anything stronger follows. */
export interface SiteClaim {
  readonly site: Site;
  readonly finding: Finding;
  readonly by: ReportAnswer["by"];
  readonly words: string;
  readonly place: string;
  readonly time: ReportTime;
  readonly detector?: string;
}

/** Which claim speaks for a site: a finding, then a doubtful one, then what is unknown, and a zero only if nothing else does. */
function rank({ outcome, reason }: Finding): number {
  if (outcome === "vulnerable") return reason === "finding_excepted" ? 4 : 5;
  if (outcome === "not_vulnerable") return 1;
  return reason === "potential_finding" || reason === "finding_disputed" ? 3 : 2;
}

/** Gathers the claims of a document and gives one for each site at its end. Positives do not wait. */
export class SiteAnswers {
  readonly #said = new Set<string>();
  readonly #held = new Map<string, SiteClaim>();
  readonly #sites = new Map<string, Omit<SiteClaim, "finding" | "by" | "words">>();

  /** Notes that the report covers a site; what it says where nothing is claimed is decided at the end. */
  *show(site: Site, place: string, time: ReportTime, detector?: string): Generator<ReportEvent> {
    const key = siteKey(site);
    if (this.#sites.has(key)) return;
    this.#sites.set(key, { site, place, time, ...(detector === undefined ? {} : { detector }) });
    yield { kind: "seen", what: "host", count: 1 };
    if (site.port !== null) yield { kind: "seen", what: "port", count: 1 };
  }

  *claim(claim: SiteClaim): Generator<ReportEvent> {
    yield* this.show(claim.site, claim.place, claim.time, claim.detector);
    const key = `${claim.by} ${siteKey(claim.site)}`;
    if (this.#said.has(key)) return;
    if (rank(claim.finding) === 5) {
      this.#said.add(key);
      this.#held.delete(key);
      yield answerOf(claim);
      return;
    }
    const held = this.#held.get(key);
    if (held === undefined || rank(held.finding) < rank(claim.finding)) this.#held.set(key, claim);
  }

  /** @param silent what it means that nothing was claimed for a site. @param complete whether the document is whole. */
  *end(
    complete: boolean,
    silent: (site: Site) => UnknownReason = () => "no_negative_in_format",
  ): Generator<ReportAnswer> {
    for (const claim of this.#held.values()) yield answerOf(complete ? claim : withoutZero(claim));
    for (const [key, shown] of this.#sites) {
      if (this.#said.has(`probe ${key}`) || this.#held.has(`probe ${key}`)) continue;
      const reason = complete ? silent(shown.site) : "report_truncated";
      yield answerOf({ ...shown, finding: finding(reason), by: "probe", words: "" });
    }
    this.#held.clear();
    this.#sites.clear();
  }
}

function withoutZero(claim: SiteClaim): SiteClaim {
  if (claim.finding.outcome !== "not_vulnerable") return claim;
  return { ...claim, finding: printedNegative({ finished: "report_truncated" }, claim.finding.detail) };
}

function answerOf({ site, finding: found, by, words, place, time, detector }: SiteClaim): ReportAnswer {
  return {
    kind: "answer",
    ...(detector === undefined ? {} : { detector }),
    host: site.host,
    port: site.port,
    transport: "tcp",
    serverName: null,
    finding: found,
    by,
    words,
    place,
    time,
  };
}
