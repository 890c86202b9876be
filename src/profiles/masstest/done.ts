/** How heartbleed-masstest finds the end of the server's flight, and where that throws (reference/detectors.md, 2.2). */

import type { MasstestState } from "./states.ts";

const SERVER_HELLO_DONE = 14;
const MESSAGE_HEADER = 4;

/** Whether a handshake record holds ServerHelloDone; `crash`: too short for what the script takes out of it. */
export function holdsDone(body: Uint8Array, finds: MasstestState["finds"]): boolean | "crash" {
  if (finds === "first_message") return body.length === 0 ? "crash" : body[0] === SERVER_HELLO_DONE;
  for (let at = 0; at < body.length; ) {
    const [type = 0, high, middle, low] = body.subarray(at, at + MESSAGE_HEADER);
    if (high === undefined || middle === undefined || low === undefined) return "crash";
    if (type === SERVER_HELLO_DONE) return true;
    at += MESSAGE_HEADER + ((high << 16) | (middle << 8) | low);
  }
  return false;
}
