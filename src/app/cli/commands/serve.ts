/** `crosscheck serve`: the incident on one screen, and the API behind it. */

import { POLICIES } from "../../../core/latent/capability/index.ts";
import { startServing } from "../../server/serve.ts";
import { isLoopback } from "../../server/security/same-place.ts";
import type { Configuration } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { note } from "../say.ts";

export interface ServeCommand {
  readonly configuration: Configuration;
  readonly address: string;
  readonly port: string;
  readonly names: readonly string[];
  readonly runs: readonly string[];
  readonly policy: string;
}

export async function serve(options: ServeCommand, signal: AbortSignal): Promise<ExitCode> {
  const port = /^\d{1,5}$/.test(options.port) ? Number(options.port) : 65_536;
  if (port > 65_535) throw new CommandError(EXIT.usage, "--port: expected a number from 0 (any free port) to 65535");
  if (!POLICIES.some(({ name }) => name === options.policy)) {
    const known = POLICIES.map(({ name }) => name).join(", ");
    throw new CommandError(EXIT.usage, `--policy: expected one of ${known}`);
  }
  if (!isLoopback(options.address)) {
    note(`${options.address} is reached from other machines, over plain HTTP: put a proxy with TLS before it`);
  }
  const serving = await startServing({ ...options, port, say: note });
  note("open this address in a browser; it signs in one browser, once:");
  process.stdout.write(`${serving.launchUrl}\n`);
  note(`other browsers and programs: ${serving.url} with a token; Ctrl-C ends it`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await serving.close();
  return EXIT.nothingVulnerable;
}
