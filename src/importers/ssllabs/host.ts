/** One host of SSL Labs' output as events: every endpoint an answer, and one for the host when it has no endpoint. */

import { finding, type Reason } from "../../core/model/outcome.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import { own, ownList, ownText } from "../../documents/json.ts";
import type { ReportAnswer, ReportEvent, ReportTime } from "../importer.ts";
import { NO_TIME } from "../importer.ts";
import { assessedAt, quoted, readEndpoint } from "./endpoint.ts";
import { reasonOfMessage } from "./messages.ts";

/** Whether a value is a host of SSL Labs at all: it names one, or lists endpoints. */
export function isHost(value: unknown): boolean {
  return ownText(value, "host") !== null || Array.isArray(own(value, "endpoints"));
}

/** Total. @param place where in the document, for hosts without a name. */
export function* readHost(host: unknown, cve: string, place: string): Generator<ReportEvent> {
  const endpoints = ownList(host, "endpoints");
  const { name, serverName } = nameOf(host);
  const about = { port: portOf(host), transport: "tcp", serverName, by: "probe", time: timeOf(host) } as const;
  const here = name === null ? place : `host ${name}`;
  yield { kind: "seen", what: "host", count: 1 };

  for (const [index, endpoint] of endpoints.entries()) {
    const address = ownText(endpoint, "ipAddress")?.trim() || null;
    const { finding: found, words, checked } = readEndpoint(host, endpoint, cve);
    yield { kind: "seen", what: "port", count: 1 };
    if (checked) yield { kind: "seen", what: "check", count: 1 };
    yield {
      ...about,
      kind: "answer",
      host: { address, name },
      finding: found,
      words,
      place: `${here}, endpoint ${address ?? index + 1}`,
    };
  }
  if (endpoints.length === 0) {
    const { reason, words } = withoutEndpoints(host);
    const answer: ReportAnswer = {
      ...about,
      kind: "answer",
      host: { address: serverName === null ? name : null, name },
      finding: finding(reason, words === "" ? "the host has no endpoints" : `SSL Labs: ${quoted(words)}`),
      words,
      place: here,
    };
    yield answer;
  }
}

/** Why a host has no endpoints: it is still being looked up, it could not be, or the report leaves them out. */
export function withoutEndpoints(host: unknown): { readonly reason: Reason; readonly words: string } {
  const status = ownText(host, "status")?.trim() ?? "";
  const message = ownText(host, "statusMessage")?.trim() ?? "";
  const words = [status, message].filter((part) => part !== "").join(": ");
  if (status === "ERROR") return { reason: reasonOfMessage(message, "service_failed"), words };
  if (status === "DNS" || status === "IN_PROGRESS") return { reason: "scan_interrupted", words };
  return { reason: "no_record_of_check", words };
}

/** The assessed name, which is what was sent as SNI. An endpoint's own `serverName` is its reverse name: not that. */
function nameOf(host: unknown): { readonly name: string | null; readonly serverName: string | null } {
  const name = ownText(host, "host")?.trim() || null;
  return { name, serverName: name !== null && canonicalAddress(name) === null ? name : null };
}

function portOf(host: unknown): string | number | null {
  const port = own(host, "port");
  return typeof port === "number" || typeof port === "string" ? port : null;
}

function timeOf(host: unknown): ReportTime {
  const at = assessedAt(host);
  return at === null ? NO_TIME : { at, quality: "zone" };
}
