/**
 * A line of zgrab2, or of zgrab before it, as the connections that it tells of (reference/report-formats.md, 3.17).
 *
 * zgrab2: `data` holds one result for each module, which has a status. zgrab: `data` holds the logs themselves, and the
 * first months of it a list of events.
 */

import { canonicalAddress } from "../../core/net/address.ts";
import { own, ownList, ownText } from "../../documents/json.ts";
import { NO_TIME, type ReportHost, type ReportTime } from "../importer.ts";
import { type Connection, isObject } from "./tls.ts";

export interface Grabbed {
  readonly connection: Connection;
  /** null: neither the record nor the module says it. */
  readonly port: number | null;
  /** Whether the port is the module's default, for the record does not say it. */
  readonly assumed: boolean;
  /** `tls`, `http`, …; zgrab's only one is called `zgrab`. */
  readonly module: string;
  /** The module's own name where the user gave it another. */
  readonly protocol: string;
  /** Whether a redirect led away from the record's host: it says nothing about it. */
  readonly elsewhere: boolean;
}

/** Ports that zgrab2's modules ask when none is given. */
const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ["tls", 443],
  ["http", 80],
  ["smtp", 25],
  ["imap", 143],
  ["pop3", 110],
  ["ftp", 21],
  ["mysql", 3306],
  ["postgres", 5432],
  ["mssql", 1433],
  ["mongodb", 27_017],
  ["redis", 6379],
  ["oracle", 1521],
  ["ipp", 631],
  ["ssh", 22],
  ["telnet", 23],
]);
const HTTPS = 443;

export function isGrab(value: unknown): boolean {
  const data = own(value, "data");
  if (!isObject(data) || own(value, "rec_type") !== undefined) return isEventLog(value);
  if (ownText(value, "ip") === null && ownText(value, "domain") === null) return false;
  return modulesOf(data).length > 0 || isFirstGeneration(value);
}

function isFirstGeneration(value: unknown): boolean {
  const data = own(value, "data");
  const told = ["tls", "heartbleed", "http", "banner", "read", "starttls", "smtp_help", "ehlo"].some(
    (key) => own(data, key) !== undefined,
  );
  return ownText(value, "timestamp") !== null && (told || ownText(value, "error") !== null);
}

function isEventLog(value: unknown): boolean {
  const events = ownList(value, "log");
  return (
    ownText(value, "host") !== null &&
    events.length > 0 &&
    events.every((event) => ownText(event, "type") !== null && own(event, "data") !== undefined)
  );
}

/** Total; empty: nothing in it that we know. */
export function grabbed(value: unknown): readonly Grabbed[] {
  const data = own(value, "data");
  const port = portOf(value);
  const modules = modulesOf(data);
  if (modules.length > 0) return modules.flatMap(({ module, result }) => ofModule(value, module, result, port));
  return isEventLog(value) || isObject(data) ? [ofZgrab(value, port)] : [];
}

interface Module {
  readonly module: string;
  readonly result: unknown;
}

function modulesOf(data: unknown): readonly Module[] {
  if (!isObject(data) || typeof data !== "object" || data === null) return [];
  return Object.entries(data).flatMap(([module, result]) =>
    typeof own(result, "status") === "string" ? [{ module, result }] : [],
  );
}

function ofModule(value: unknown, module: string, response: unknown, given: number | null): readonly Grabbed[] {
  const result = own(response, "result");
  const protocol = ownText(response, "protocol") ?? module;
  const shared = { status: ownText(response, "status"), error: ownText(response, "error"), time: timeOf(response) };
  const requests = [...ownList(result, "redirect_response_chain"), own(result, "response")].flatMap((each) => {
    const request = own(each, "request");
    return isObject(request) ? [request] : [];
  });
  if (requests.length > 0) {
    return requests.map((request) => {
      const { port, assumed } = portOfRequest(request, given);
      const elsewhere = !isSameHost(value, request);
      return {
        module,
        protocol,
        port,
        assumed,
        elsewhere,
        connection: { ...shared, ...logsOf(own(request, "tls_log")) },
      };
    });
  }
  const known = given ?? DEFAULT_PORTS.get(protocol) ?? null;
  const log = isObject(own(result, "tls")) ? own(result, "tls") : (own(result, "tls_log") ?? result);
  const assumed = given === null && known !== null;
  return [{ module, protocol, port: known, assumed, elsewhere: false, connection: { ...shared, ...logsOf(log) } }];
}

function logsOf(log: unknown): Pick<Connection, "heartbleed" | "handshake"> {
  return { heartbleed: own(log, "heartbleed_log"), handshake: own(log, "handshake_log") };
}

function ofZgrab(value: unknown, given: number | null): Grabbed {
  const events = ownList(value, "log");
  const event = (type: string): unknown =>
    own(
      events.find((each) => own(each, "type") === type),
      "data",
    );
  const failed = events.flatMap((each) => ownText(each, "error") ?? [])[0] ?? null;
  const data = own(value, "data");
  const handshakes = [
    own(data, "tls"),
    own(data, "http", "response", "request", "tls_handshake"),
    event("tls_handshake"),
  ];
  return {
    module: "zgrab",
    protocol: "zgrab",
    port: given ?? HTTPS,
    assumed: given === null,
    elsewhere: false,
    connection: {
      heartbleed: [own(data, "heartbleed"), event("heartbleed")].find(isObject),
      handshake: handshakes.find(isObject),
      status: null,
      error: ownText(value, "error") ?? failed,
      time: timeOf(value),
    },
  };
}

export function hostOfGrab(value: unknown): ReportHost {
  const address = ownText(value, "ip") ?? ownText(value, "host");
  return { address: trimmed(address), name: trimmed(ownText(value, "domain")) };
}

/** Both programs send the domain as the server name, unless told not to. */
export function serverNameOf(value: unknown): string | null {
  const name = trimmed(ownText(value, "domain"));
  return name === null || canonicalAddress(name) !== null ? null : name;
}

function portOf(value: unknown): number | null {
  const port = Number(ownText(value, "port") ?? Number.NaN);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
}

function isSameHost(value: unknown, request: unknown): boolean {
  const asked = hostAndPort(request).host;
  const { address, name } = hostOfGrab(value);
  return asked === "" || [address, name].some((each) => each !== null && each.toLowerCase() === asked);
}

function portOfRequest(request: unknown, given: number | null): Pick<Grabbed, "port" | "assumed"> {
  const { port } = hostAndPort(request);
  if (port !== null) return { port, assumed: false };
  if (given !== null) return { port: given, assumed: false };
  return {
    port: ownText(request, "url", "scheme") === "https" || isObject(own(request, "tls_log")) ? HTTPS : 80,
    assumed: true,
  };
}

function hostAndPort(request: unknown): { readonly host: string; readonly port: number | null } {
  const written = (ownText(request, "url", "host") ?? ownText(request, "host") ?? "").trim().toLowerCase();
  const parts = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(written);
  if (parts === null) return { host: written, port: null };
  return { host: parts[1] ?? parts[2] ?? "", port: parts[3] === undefined ? null : Number(parts[3]) };
}

function timeOf(value: unknown): ReportTime {
  const text = ownText(value, "timestamp") ?? ownText(value, "time") ?? "";
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? NO_TIME : { at, quality: "zone" };
}

const trimmed = (text: string | null): string | null => text?.trim() || null;
