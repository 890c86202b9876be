/** One row of the flat JSON: `{"id": …, "ip": "www.example.org/192.0.2.1", "port": "443", "severity": …, "finding": …}`. */

import { own, ownText } from "../../documents/json.ts";
import { splitTarget } from "./judge.ts";
import type { TestsslRow } from "./verdict.ts";

/** null: it is none. */
export function flatRow(value: unknown, place: string): TestsslRow | null {
  const text = (key: string): string => ownText(value, key)?.trim() ?? "";
  const id = text("id");
  if (id === "") return null;
  const host = splitTarget(own(value, "ip") === undefined ? text("fqdn/ip") : text("ip"));
  return {
    ...host,
    id,
    severity: text("severity"),
    finding: text("finding"),
    cve: text("cve"),
    port: text("port"),
    place: `${place}, ${id}`,
    whole: true,
  };
}
