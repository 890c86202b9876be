/** Conditional requests (RFC 9110, 13): an answer that depends on the board alone is the same as long as its revision is. */

import type { Context } from "hono";
import { createHash, randomUUID } from "node:crypto";

/** Revisions count from the start of this process: an answer that another one gave must not pass for ours. */
const PROCESS = randomUUID();

/** null: make the answer; otherwise it is this one, without a body. @param state what the answer depends on beside the URL */
export function unchanged(c: Context, ...state: readonly (string | number)[]): Response | null {
  const digest = createHash("sha256")
    .update([PROCESS, c.req.url, ...state].join("\n"))
    .digest("base64url")
    .slice(0, 22);
  const tag = `W/"${digest}"`;
  c.header("ETag", tag);
  // A shared cache may not have it; the browser's own must ask each time.
  c.header("Cache-Control", "private, no-cache");
  const sent = c.req.header("If-None-Match");
  const same = sent !== undefined && sent.split(",").some((each) => each.trim() === tag);
  return same ? c.body(null, 304) : null;
}
