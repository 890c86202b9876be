/**
 * masscan's JSON (`-oJ`, `-oD`) of any age (reference/report-formats.md, 3.18): a list, or records that each end in a comma; keys with
 * quotation marks or, in the oldest, without; `{finished: 1}` at the end of some.
 */

import { own, ownList, ownText } from "../../documents/json.ts";
import { epoch } from "../nmap/time.ts";
import type { MasscanPlaces, MasscanRecord } from "./places.ts";

const BARE_KEY = /([{,]\s*)(ip|timestamp|ports|port|proto|status|reason|ttl|service|name|banner|finished)(\s*:)/g;
/** A text with its quotation marks. */
const TEXT = /("(?:[^"\\]|\\.)*")/;

/** Puts quotation marks around the keys of the oldest layout, and touches no text. */
export function withQuotedKeys(text: string): string {
  if (!/[{,]\s*[a-z]/.test(text)) return text;
  return text
    .split(TEXT)
    .map((part) => (part.startsWith('"') ? part : part.replace(BARE_KEY, '$1"$2"$3')))
    .join("");
}

export const isEndMark = (value: unknown): boolean =>
  own(value, "finished") !== undefined && own(value, "ip") === undefined;

export function addRecord(places: MasscanPlaces, value: unknown, line: number): void {
  const address = ownText(value, "ip")?.trim() ?? "";
  const place = `line ${line}`;
  const ports = own(value, "rec_type") === undefined ? ownList(value, "ports") : [value];
  if (address === "" || ports.length === 0) {
    places.drop(place, value === undefined ? "expected a JSON object" : "expected a record with ip and ports");
    return;
  }
  const time = epoch(ownText(value, "timestamp"));
  for (const port of ports) {
    const number = ownText(port, "port");
    if (number === null) places.drop(place, "a port without its number");
    else places.add({ address, port: number, protocol: ownText(port, "proto") ?? "tcp", ...told(port), time, place });
  }
}

/** The layout of `-oJ`, or of `-oD`, which is one record a line with `data`. */
function told(port: unknown): Pick<MasscanRecord, "status" | "service" | "banner"> {
  const data = own(port, "data");
  const service = ownText(port, "service", "name") ?? ownText(data, "service_name");
  const banner = ownText(port, "service", "banner") ?? ownText(data, "banner") ?? "";
  return { status: ownText(port, "status") ?? ownText(data, "status"), service, banner };
}
