/** `crosscheck serve` as a process of its own, on a port that was free. */

import { type RunningCli, startCli } from "./cli.ts";

export interface Served {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** The address that signs in one browser, once. */
  readonly launchUrl: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** @param port 0: any free one; otherwise the one it had before it ended. */
export async function startServed(db: string, port = 0, cwd?: string): Promise<Served> {
  const running = startCli(["serve", "--port", String(port), "--db", db], {
    mostMs: 900_000,
    ...(cwd === undefined ? {} : { cwd }),
  });
  const launchUrl = await firstLine(running);
  const { origin, port: own } = new URL(launchUrl);
  return {
    url: origin,
    launchUrl,
    port: Number(own),
    async stop() {
      running.process.kill("SIGINT");
      await running.ended;
    },
  };
}

function firstLine({ process: child, ended }: RunningCli): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
      const end = said.indexOf("\n");
      if (end >= 0) resolve(said.slice(0, end));
    });
    ended.then(({ stderr }) => reject(new Error(`serve ended: ${stderr}`)), reject);
  });
}
