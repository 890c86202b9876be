/**
 * One element of `scanResult`: a target with its rows in sections. Of a target that failed only the bare row is left, and
 * the host stands in its prose alone (report-formats.md, 3.12).
 */

import { own, ownList, ownText } from "../../documents/json.ts";
import type { TestsslRow } from "./verdict.ts";

/** Empty: it is neither. */
export function rowsOfPretty(value: unknown, place: string): readonly TestsslRow[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const text = (key: string): string => ownText(value, key)?.trim() ?? "";
  if (text("id") !== "") return [rowOf(value, placeInProse(text("finding")), `${place}, ${text("id")}`)];
  const target = { name: text("targetHost"), address: text("ip"), port: text("port") };
  if (target.name === "" && target.address === "") return [];
  const rows = Object.keys(value)
    .flatMap((section) => ownList(value, section))
    .filter((row) => ownText(row, "id") !== null)
    .map((row) => rowOf(row, target, `${place}, ${ownText(row, "id") ?? ""}`));
  // Its service shows the target where no check left a row.
  const service = { id: "service", severity: "INFO", finding: text("service") };
  return [rowOf(service, target, place), ...rows];
}

type Place = Pick<TestsslRow, "name" | "address" | "port">;

function rowOf(row: unknown, target: Place, place: string): TestsslRow {
  const text = (key: string): string => ownText(row, key)?.trim() ?? "";
  const [id, severity, finding, cve] = [text("id"), text("severity"), text("finding"), text("cve")];
  return { ...target, id, severity, finding, cve, place, whole: own(row, "finding") !== undefined };
}

/** `Can't connect to '192.0.2.1:443' Make sure…`, `192.0.2.1:443 doesn't seem…`, `cannot connect to 192.0.2.1:443.` */
function placeInProse(prose: string): Place {
  const found = /(?:^|[\s'"])(\[[\da-f:.]+\]|[\w.-]+):(\d{1,5})(?=[\s'",.\\]|$)/i.exec(prose);
  // Written as the first half, as judge.ts expects of a host that is known from prose.
  return { name: found?.[1] ?? "", address: "", port: found?.[2] ?? "" };
}
