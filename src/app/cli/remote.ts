/** Another machine's `crosscheck serve`, asked through its API with the token in CROSSCHECK_TOKEN. */

import { isLoopback } from "../server/security/same-place.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";
import { CommandError, EXIT } from "./exit.ts";

/** Never an argument: those are seen by everybody on the machine. */
const TOKEN_VARIABLE = "CROSSCHECK_TOKEN";
const PATIENCE_MS = 60_000;
const LARGEST_ANSWER = 64 << 20;

export interface Remote {
  readonly get: (path: string) => Promise<unknown>;
}

/** Throws a CommandError: the address, the token, the network, or what the server has to say against it. */
export function remote(server: string, insecure: boolean, environment: NodeJS.ProcessEnv): Remote {
  const base = baseOf(server, insecure);
  const token = environment[TOKEN_VARIABLE] ?? "";
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new CommandError(
      EXIT.usage,
      `--server: ${TOKEN_VARIABLE} must hold a token; \`crosscheck token add\` makes one`,
    );
  }
  return {
    async get(path) {
      const url = new URL(`/api/v1${path}`, base);
      const headers = { Authorization: `Bearer ${token}`, Accept: "application/json" };
      let response: Response;
      let text: string;
      try {
        // A redirect would carry the token to wherever it points.
        response = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
        text = await bounded(response);
      } catch (cause) {
        if (cause instanceof CommandError) throw cause;
        const { message, cause: deeper } = cause as Error;
        const why = deeper instanceof Error ? deeper.message : message;
        throw new CommandError(EXIT.missing, `${base.origin} does not answer: ${escapeTerminal(why)}`, { cause });
      }
      const answer = parsed(text);
      if (response.ok && answer !== undefined) return answer;
      const detail = (answer as { detail?: unknown } | null | undefined)?.detail;
      const said = typeof detail === "string" ? escapeTerminal(detail.slice(0, 500)) : "this is no crosscheck server";
      const code = response.status === 401 || response.status === 403 ? EXIT.usage : EXIT.missing;
      throw new CommandError(code, `${base.origin} answered ${response.status}: ${said}`);
    },
  };
}

function baseOf(server: string, insecure: boolean): URL {
  const url = URL.canParse(server) ? new URL(server) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "") {
    throw new CommandError(EXIT.usage, "--server: expected an address such as https://crosscheck.example.org");
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (url.protocol === "http:" && !insecure && !isLoopback(host)) {
    throw new CommandError(EXIT.usage, "--server: http would show the token to the network: use https, or --insecure");
  }
  return url;
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw new CommandError(EXIT.missing, "the server's answer is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
