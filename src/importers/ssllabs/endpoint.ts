/**
 * One endpoint of an SSL Labs assessment as an answer (reference/report-formats.md 3.3). Only the message "Ready" says
 * that the assessment succeeded: a failed endpoint may still carry details, in which every field that was not reached
 * stands at its default, false.
 */

import { CHECKS_SINCE, type Gate, printedNegative, type UnknownReason } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import { parsePort } from "../../core/net/port.ts";
import { own, ownList, ownText } from "../../documents/json.ts";
import { checkFor, type FieldCheck, type FieldValue } from "./checks.ts";
import { reasonOfMessage } from "./messages.ts";

export interface EndpointReading {
  readonly finding: Finding;
  readonly words: string;
  /** Whether a field for the question was there to be read. */
  readonly checked: boolean;
}

/**
 * Total: host and endpoint may be of any type.
 * @param age a closed gate where the reader knows that the whole answer is too old for a 0.
 */
export function readEndpoint(host: unknown, endpoint: unknown, cve: string, age: Gate = "open"): EndpointReading {
  const message = ownText(endpoint, "statusMessage")?.trim() ?? "";
  const details = own(endpoint, "details");
  const check = checkFor(cve);
  const value = check === null ? null : check.read(details);
  const words = [message === "" ? "no status message" : message, ...spoken(details, check)].join("; ");
  const checked = check !== null && own(details, check.field) !== undefined;
  return { finding: conclude(), words, checked };

  function conclude(): Finding {
    if (check === null || value === null) return finding("no_record_of_check", `SSL Labs says nothing about ${cve}`);
    if (message.toLowerCase() !== "ready") return notReady(host, message, value);
    if (typeof details !== "object" || details === null) {
      return finding("report_filtered", "the endpoint is Ready, but its details are not in the report (all=done)");
    }
    switch (value.kind) {
      case "yes":
        return finding("finding_reported", `${check.field}: ${String(own(details, check.field))}`);
      case "open":
        return finding(value.reason, `the endpoint is Ready, but ${check.field} ${said(own(details, check.field))}`);
      case "no":
        return printedNegative(
          {
            scope: place(host, endpoint),
            check: existed(host, cve),
            ran: isFragile(details) ? "no_record_of_check" : "open",
            tls: covered(details, check),
            finished: finished(host, endpoint, details, age),
          },
          `${check.field}: ${String(own(details, check.field))}`,
          value.absent,
        );
    }
  }
}

/** The endpoint's assessment failed: whatever its details say is a default, except a positive, which is none. */
function notReady(host: unknown, message: string, value: FieldValue): Finding {
  if (value.kind === "yes") {
    return finding("potential_finding", `the endpoint's assessment did not succeed: ${quoted(message)}`);
  }
  if (message !== "") return finding(reasonOfMessage(message, "check_failed"), `SSL Labs: ${quoted(message)}`);
  const status = ownText(host, "status") ?? "";
  const reason: UnknownReason = /^(?:DNS|IN_PROGRESS)$/.test(status) ? "scan_interrupted" : "no_record_of_check";
  return finding(reason, "the endpoint has no status message");
}

/** G1: which address, port and name it is about must be said, or the 0 belongs to nobody. */
function place(host: unknown, endpoint: unknown): Gate {
  const address = ownText(endpoint, "ipAddress")?.trim() ?? "";
  const port = parsePort(ownText(host, "port")?.trim() ?? "");
  const name = ownText(host, "host")?.trim() ?? "";
  return canonicalAddress(address) === null || port === null || name === "" ? "host_ambiguous" : "open";
}

/** G5: the field itself shows that the check was there; a time from before the flaw was known shows the opposite. */
function existed(host: unknown, cve: string): Gate {
  const at = assessedAt(host);
  return cve === "CVE-2014-0160" && at !== null && at < CHECKS_SINCE ? "check_too_old" : "open";
}

/** G4: a server without any version in which one can ask. Where the list is missing, "Ready" stands for it. */
function covered(details: unknown, check: FieldCheck): Gate {
  const protocols = own(details, "protocols");
  if (check.versions === null || protocols === undefined || protocols === null) return "open";
  const versions = ownList(details, "protocols").map(versionOf);
  if (versions.length === 0) return "tls_not_shown";
  const { oldest, newest } = check.versions;
  const asked = versions.some((version) => version >= oldest && version <= newest);
  return asked ? "open" : "tls_version_not_covered";
}

/** `{"id": 771, "name": "TLS", "version": "1.2"}` as the number on the wire; NaN: it is none that we know. */
function versionOf(protocol: unknown): number {
  const id = ownText(protocol, "id");
  if (id !== null) return /^[0-9]+$/.test(id) ? Number(id) : Number.NaN;
  const tls = /^TLS 1\.([0-4])$/.exec(`${ownText(protocol, "name") ?? ""} ${ownText(protocol, "version") ?? ""}`);
  return tls === null ? Number.NaN : 0x0301 + Number(tls[1]);
}

/** G7: host and endpoint are through, and the details are of this assessment. */
function finished(host: unknown, endpoint: unknown, details: unknown, age: Gate): Gate {
  const status = own(host, "status");
  if (status === "ERROR") return "service_failed";
  if (status !== "READY") return "scan_interrupted";
  const progress = own(endpoint, "progress");
  if (typeof progress === "number" && progress < 100) return "scan_interrupted";
  // The documentation asks to compare the two: details are fetched and cached on their own.
  const begun = own(details, "hostStartTime");
  const start = own(host, "startTime");
  if (typeof begun === "number" && typeof start === "number" && begun !== start) return "answer_stale";
  return age;
}

/** A server that crashed under SSL Labs once is refused the full test, says its documentation. */
function isFragile(details: unknown): boolean {
  return [details, ...ownList(details, "httpTransactions")].some((part) => own(part, "fragileServer") === true);
}

/** When the assessment was completed, else begun; ms since 1970; null: it does not say. */
export function assessedAt(host: unknown): number | null {
  const time = [own(host, "testTime"), own(host, "startTime")].find(isTime);
  return time ?? null;
}

export function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value < 8.64e15;
}

function spoken(details: unknown, check: FieldCheck | null): readonly string[] {
  const fields = check === null ? [] : check.field === "heartbleed" ? ["heartbleed", "heartbeat"] : [check.field];
  return fields.flatMap((field) => {
    const value = own(details, field);
    return ["boolean", "number"].includes(typeof value) ? [`${field}: ${String(value)}`] : [];
  });
}

const said = (value: unknown): string =>
  value === undefined || value === null ? "is not there" : `says ${quoted(JSON.stringify(value))}`;

/** Other people's text inside a sentence of ours. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
