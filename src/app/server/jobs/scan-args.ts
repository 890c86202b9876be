/** A request for a scan as arguments of our own command line. Pure. */

import type { z } from "@hono/zod-openapi";
import type { Endpoint } from "../../../core/model/endpoint.ts";
import type { experimentRequest } from "../schemas/evidence.ts";
import type { scanRequest } from "../schemas/scan.ts";

export type ExperimentRequest = z.infer<typeof experimentRequest>;
export type ScanRequest = z.infer<typeof scanRequest>;

/** What the server itself was started with, and no request may change. */
export interface Fixed {
  readonly db: string;
  readonly scope: string;
  readonly vantage: string;
  /** The configuration file; null: none was read. */
  readonly config: string | null;
}

function fixedArgs({ db, scope, vantage, config }: Fixed): readonly string[] {
  return [
    `--db=${db}`,
    `--vantage=${vantage}`,
    ...(scope === "" ? [] : [`--scope=${scope}`]),
    ...(config === null ? [] : [`--config=${config}`]),
  ];
}

/** Targets go by standard input. */
export function scanArgs(request: ScanRequest, fixed: Fixed): readonly string[] {
  const { with: tools, repeat, draws, ports, sni, until, skipBad, dryRun } = request;
  return [
    "scan",
    "--file=-",
    "--input-format=text",
    ...fixedArgs(fixed),
    ...(tools.length === 0 ? [] : [`--with=${tools.join(",")}`]),
    ...(repeat === 1 ? [] : [`--repeat=${repeat}`]),
    ...(draws === undefined ? [] : [`--draws=${draws}`]),
    `--ports=${ports}`,
    `--sni=${sni}`,
    ...(until === undefined ? [] : [`--until=${until}`]),
    ...(skipBad ? ["--skip-bad"] : []),
    ...(dryRun ? ["--dry-run"] : []),
    "--format=json",
  ];
}

export function resumeArgs(run: string, fixed: Fixed): readonly string[] {
  return ["scan", `--resume=${run}`, ...fixedArgs(fixed), "--format=json"];
}

/** The endpoint's key stands behind `--`, so that it never is an option. */
export function experimentArgs(request: ExperimentRequest, fixed: Fixed): readonly string[] {
  const { endpoint, detector, what, allowOverread } = request;
  return [
    "explain",
    ...fixedArgs(fixed),
    ...(what === "prove" ? ["--prove", `--detector=${detector}`] : [`--beside=${detector}`]),
    ...(allowOverread ? ["--allow-overread"] : []),
    "--format=json",
    "--",
    endpoint,
  ];
}

/** An endpoint as a target that leads to it and nowhere else; null: it cannot be asked, as no port is known. */
export function targetOf({ address, port, transport, serverName, startTls }: Endpoint): string | null {
  if (port === null) return null;
  const scheme = startTls === null || startTls === undefined || transport === "udp" ? "" : startTls;
  const place = `:${port}${transport === "udp" ? "/udp" : ""}`;
  if (address === null) return serverName === null ? null : `${serverName}${place}`;
  const host = `${address.includes(":") ? `[${address}]` : address}${place}`;
  if (scheme !== "") return serverName === null ? `${scheme}://${host}` : `${serverName}@${host}`;
  return serverName === null ? host : `${serverName}@${host}`;
}
