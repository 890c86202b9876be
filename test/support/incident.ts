/** An incident as it happens: genuine and scripted servers, our detectors and the installed scanners, one report of somebody else's. */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { defaultCacheFolder, whyNotHere } from "../../src/range/genuine/fetch.ts";
import { type Range, startRange } from "../../src/range/range.ts";
import { crosscheck } from "./cli.ts";

const REPORT = fileURLToPath(
  new URL("../../../shared/samples/reports/testssl/dd_defectdojo_many_vuln.csv", import.meta.url),
);
const CONDITIONS = ["C01", "C02", "C14", "C16", "C24", "C33"];
const KINDS = ["default", "tls1.2", "aes128-gcm-sha256"];
const QUICK = ["--quick", "1000", "--patient", "0"];

export interface Incident {
  readonly range: Range;
  /** `127.0.0.1:PORT` of the scripted server of a condition. */
  readonly at: (condition: string) => string;
}

/** The scanners are asked about genuine servers only: of the scripted ones they would fetch filler as if it were memory. */
export async function makeIncident(db: string): Promise<Incident> {
  const range = await startRange({
    families: whyNotHere() === null ? ["node-0.10.1", "node-0.10.2"] : [],
    openssl: [],
    conditions: CONDITIONS.flatMap((id) => condition(id) ?? []),
    cacheFolder: defaultCacheFolder(),
    onNotice: () => undefined,
  });
  const place = ({ address, port }: { address: string; port: number }) => `${address}:${port}`;
  const scripted = range.scripted.map(place);
  const genuine = range.servers
    .filter(({ group, id }) => group !== "scripted" && KINDS.includes(id.split("/")[1] ?? ""))
    .map(place);
  await crosscheck(["scan", ...scripted, ...genuine, ...QUICK, "--db", db]);
  if (genuine.length > 0) await crosscheck(["scan", ...genuine, "--with", "nmap,sslscan", ...QUICK, "--db", db]);
  if (existsSync(REPORT)) await crosscheck(["import", REPORT, "--db", db]);
  const at = (id: string) => {
    const found = range.scripted.find((server) => server.condition === id);
    return found === undefined ? "" : place(found);
  };
  return { range, at };
}
