/** `crosscheck serve` as a process of its own. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../../bin/crosscheck.js", import.meta.url));

export interface Served {
  /** `http://127.0.0.1:PORT`, without an end slash. */
  readonly origin: string;
  readonly port: number;
  /** Signs in one browser, once. */
  readonly launchUrl: string;
  stop(): Promise<void>;
}

/** @param port default: a free one */
export async function serve(db: string, port = 0): Promise<Served> {
  const child = spawn(process.execPath, [PROGRAM, "serve", "--port", String(port), "--db", db], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  const ended = once(child, "close");
  const launchUrl = await Promise.race([
    once(createInterface(child.stdout), "line").then(([line]) => String(line)),
    ended.then(() => Promise.reject(new Error(`crosscheck serve ended: ${said}`))),
  ]);
  const { origin, port: taken } = new URL(launchUrl);
  return {
    origin,
    port: Number(taken),
    launchUrl,
    async stop() {
      child.kill("SIGINT");
      await ended;
    },
  };
}
