/** The answer to our question out of a finished assessment: of the endpoint whose address was asked about, and no other. */

import { type Finding, finding } from "../../core/model/outcome.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import type { ServiceReading } from "../../core/ports/service.ts";
import { ownList, ownText } from "../../documents/json.ts";
import { assessedAt, quoted, readEndpoint } from "../../importers/ssllabs/endpoint.ts";
import { withoutEndpoints } from "../../importers/ssllabs/host.ts";
import type { ServiceQuestion } from "../service.ts";

const CVE = "CVE-2014-0160";
const HOUR_MS = 3_600_000;
/** How old an assessment may be for its 0 to count as an answer of now, where the user does not say. */
const FRESH_HOURS = 24;

/** Total. @param now ms since 1970. @param maxAge hours. */
export function readAssessment(
  host: unknown,
  question: ServiceQuestion,
  now: number,
  maxAge: number | null,
): ServiceReading {
  const name = ownText(host, "host")?.trim() ?? "";
  if (plain(name) !== plain(question.name ?? "")) return ambiguous(`the answer is about ${quoted(name)}`);
  const port = ownText(host, "port");
  if (port !== String(question.port)) return ambiguous(`the answer is about port ${quoted(port ?? "unknown")}`);

  const endpoints = ownList(host, "endpoints");
  if (endpoints.length === 0) {
    const { reason, words } = withoutEndpoints(host);
    const detail = words === "" ? "the answer has no endpoints" : `SSL Labs: ${quoted(words)}`;
    return { finding: finding(reason, detail), words };
  }
  const address = canonicalAddress(question.address);
  const ours = endpoints.filter((endpoint) => {
    const written = canonicalAddress(ownText(endpoint, "ipAddress")?.trim() ?? "");
    return written !== null && written === address;
  });
  const age = isFresh(assessedAt(host), now, maxAge) ? "open" : "answer_stale";
  const readings = ours.map((endpoint) => readEndpoint(host, endpoint, CVE, age));
  return agreed(readings) ?? notAmong(endpoints);
}

/** One reading of several about the same address: they must agree, but for a positive, which stands. */
function agreed(readings: readonly ServiceReading[]): ServiceReading | null {
  const [first] = readings;
  if (first === undefined) return null;
  const positive = readings.find((reading) => reading.finding.outcome === "vulnerable");
  if (positive !== undefined) return positive;
  const same = readings.every((reading) => reading.finding.outcome === first.finding.outcome);
  return same ? first : ambiguous("the answer has several endpoints with this address, which differ");
}

function notAmong(endpoints: readonly unknown[]): ServiceReading {
  const addresses = endpoints.slice(0, 8).map((endpoint) => ownText(endpoint, "ipAddress") ?? "one without an address");
  const found: Finding = finding("no_record_of_check", `SSL Labs looked at ${quoted(addresses.join(", "))} only`);
  return { finding: found, words: "" };
}

const ambiguous = (detail: string): ServiceReading => ({ finding: finding("host_ambiguous", detail), words: "" });

function isFresh(at: number | null, now: number, maxAge: number | null): boolean {
  return at !== null && now - at <= (maxAge ?? FRESH_HOURS) * HOUR_MS;
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, "");
