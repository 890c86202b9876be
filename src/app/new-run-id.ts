/** Names of runs: sorted by time, unique without coordination, easy to type: `20261122-1803-5f3a9c`. */

import { randomBytes } from "node:crypto";

/** @param nowMs wall-clock time, milliseconds since the epoch. */
export function newRunId(nowMs: number): string {
  const [date = "", time = ""] = new Date(nowMs).toISOString().split("T");
  return `${date.replaceAll("-", "")}-${time.slice(0, 5).replace(":", "")}-${randomBytes(3).toString("hex")}`;
}
