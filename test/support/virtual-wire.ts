/** A conversation without sockets and without waiting: whoever is on the other end is called, and the clock jumps. */

import type { EndKind } from "../../src/core/model/transcript.ts";
import type { Conversation, Wire } from "../../src/core/ports/net.ts";

/** What the other end sends after `afterMs`, or how it ends. */
export type Arrival =
  | { readonly afterMs: number; readonly bytes: Uint8Array }
  | { readonly afterMs: number; readonly end: EndKind };

/** The other end: hears what was sent (nothing: the connection was opened), and says what arrives next. */
export type OtherEnd = (sent: Uint8Array | null, now: number) => readonly Arrival[];

export interface Course {
  /** Events that the conversation was given. */
  readonly events: number;
  readonly endedAt: number;
}

/** The dialer's own limits: everything is over after so long, and after so many bytes. */
const LIMIT_MS = 60_000;
const LIMIT_BYTES = 640 * 1024;
/** More than any conversation can have in that time. Beyond it the conversation does not come to an end. */
const MOST_EVENTS = 200_000;

/** Runs it to its end, which always comes: by itself, by the other end, or by the limits. */
export function converse(talk: Conversation, other: OtherEnd): Course {
  let now = 1;
  let timer: number | null = null;
  let closed = false;
  let events = 1;
  let received = 0;
  const arrivals: { readonly at: number; readonly what: Arrival }[] = [];
  const hear = (sent: Uint8Array | null): void => {
    for (const what of other(sent, now)) {
      const last = arrivals.at(-1)?.at ?? now;
      arrivals.push({ at: Math.max(last, now + what.afterMs), what });
    }
  };
  const wire: Wire = {
    now: () => now,
    send: (bytes) => {
      if (!closed) hear(bytes);
    },
    wakeIn: (ms) => {
      timer = ms === null ? null : now + ms;
    },
    close: () => {
      closed = true;
    },
  };
  const end = (how: EndKind): Course => {
    talk.event({ kind: "end", at: now, how }, wire);
    return { events, endedAt: now };
  };
  hear(null);
  talk.event({ kind: "connected", at: now }, wire);
  for (;;) {
    if (closed) return end("closed_by_us");
    if (events >= MOST_EVENTS) throw new Error("the conversation does not end");
    const next = arrivals[0];
    const due = Math.min(next?.at ?? Number.POSITIVE_INFINITY, timer ?? Number.POSITIVE_INFINITY);
    if (due > LIMIT_MS) return end("time_limit");
    now = Math.max(now, due);
    events += 1;
    if (next !== undefined && next.at === due) {
      arrivals.shift();
      if ("end" in next.what) return end(next.what.end);
      received += next.what.bytes.length;
      if (received > LIMIT_BYTES) return end("byte_limit");
      talk.event({ kind: "data", at: now, bytes: next.what.bytes }, wire);
    } else {
      timer = null;
      talk.event({ kind: "timer", at: now }, wire);
    }
  }
}
