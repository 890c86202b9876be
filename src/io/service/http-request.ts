/** One HTTP request of a service's conversation: bounded in time and bytes, never led to another host. */

import type { ServiceFailure, ServiceRequest } from "../../core/ports/service.ts";

export type HttpOutcome =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: "failed"; readonly why: ServiceFailure; readonly what: string };

export interface HttpLimits {
  readonly timeoutMs: number;
  /** Of the body, after decompression. */
  readonly maxBytes: number;
}

const MOST_REDIRECTS = 3;
const USER_AGENT = "crosscheck";

/** Resolves with whatever happens. @param origin scheme, host and port, without a slash at its end. */
export async function httpRequest(
  origin: string,
  request: ServiceRequest,
  limits: HttpLimits,
  signal: AbortSignal,
): Promise<HttpOutcome> {
  const late = AbortSignal.timeout(limits.timeoutMs);
  const either = AbortSignal.any([signal, late]);
  try {
    let url = new URL(origin + request.path);
    for (let hops = 0; ; hops++) {
      const response = await fetch(url, {
        method: request.method,
        headers: { "user-agent": USER_AGENT, ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: "manual",
        signal: either,
      });
      const next = redirection(response, url);
      if (next === null) return await readAnswer(response, limits.maxBytes);
      await response.body?.cancel();
      // The e-mail address in the headers is for this host alone, and a POST is never repeated elsewhere.
      if (next === "elsewhere" || request.method !== "GET" || hops >= MOST_REDIRECTS) {
        return { kind: "failed", why: "redirected", what: response.headers.get("location") ?? "" };
      }
      url = next;
    }
  } catch (error) {
    if (signal.aborted) return { kind: "failed", why: "stopped", what: "" };
    if (late.aborted) return { kind: "failed", why: "timed_out", what: "" };
    return { kind: "failed", why: "unreachable", what: sentence(error) };
  }
}

/** Where the response leads; null: it is no redirection. */
function redirection(response: Response, from: URL): URL | "elsewhere" | null {
  const location = response.headers.get("location");
  if (response.status < 300 || response.status > 399 || location === null) return null;
  const next = URL.canParse(location, from.href) ? new URL(location, from) : null;
  return next === null || next.origin !== from.origin ? "elsewhere" : next;
}

async function readAnswer(response: Response, maxBytes: number): Promise<HttpOutcome> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels the stream, and with it the transfer.
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) return { kind: "failed", why: "too_large", what: "" };
  }
  const headers = Object.fromEntries(response.headers);
  return { kind: "answer", status: response.status, headers, body: Buffer.concat(chunks).toString("utf8") };
}

/** fetch says "fetch failed" and gives the reason as the error's cause. */
function sentence(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
}
