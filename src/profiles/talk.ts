/**
 * How a tool talks, written down as it runs: connect, send, wait for so many bytes so long, close. A talk is a generator that
 * asks for one such step at a time and never touches a socket; `run-profile.ts` answers it from a real connection, tests from a list.
 */

/** What a talk asks for. Times are milliseconds. */
export type Step =
  | { readonly do: "connect"; readonly timeoutMs: number }
  | { readonly do: "send"; readonly bytes: Uint8Array }
  /** One call of recv: what is there, at most `most` bytes; waits only while nothing is there. */
  | { readonly do: "receive"; readonly most: number; readonly timeoutMs: number }
  | { readonly do: "pause"; readonly ms: number }
  | { readonly do: "close" };

/** How a connection is over, or did not begin. */
export type Over = "closed" | "reset" | "refused" | "unreachable" | "timeout";

/** What a step came to; `at`: milliseconds since the talk began. */
export type StepResult =
  | { readonly is: "done"; readonly at: number }
  | { readonly is: "data"; readonly at: number; readonly bytes: Uint8Array }
  /** `timeout`: it may still come. Anything else is the end of this connection. */
  | { readonly is: "over"; readonly at: number; readonly how: Over };

/** A part of a talk that comes to a T. */
export type Talk<T> = Generator<Step, T, StepResult>;

/** null: connected. */
export function* connect(timeoutMs: number): Talk<Over | null> {
  const result = yield { do: "connect", timeoutMs };
  return result.is === "over" ? result.how : null;
}

/** Sending never fails visibly: what the other end makes of it shows when reading. */
export function* send(...parts: readonly Uint8Array[]): Talk<void> {
  for (const bytes of parts) yield { do: "send", bytes };
}

export function* pause(ms: number): Talk<void> {
  yield { do: "pause", ms };
}

export function* close(): Talk<void> {
  yield { do: "close" };
}

export type Received = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly how: Over };

/** One call of recv. */
export function* receive(most: number, timeoutMs: number): Talk<Received> {
  const result = yield { do: "receive", most, timeoutMs };
  if (result.is === "data") return { ok: true, bytes: result.bytes };
  return { ok: false, how: result.is === "over" ? result.how : "closed" };
}

/**
 * As many bytes as asked for, or why not; bytes that did come are lost then, as in the tools that do this.
 * `timeoutMs` is for each call of recv (a socket's time-out) or for all of them together (a deadline).
 */
export function* receiveExactly(
  count: number,
  timeoutMs: number,
  patience: "each_read" | "deadline" = "each_read",
): Talk<Received> {
  const whole = new Uint8Array(count);
  let filled = 0;
  let left = timeoutMs;
  let since: number | null = null;
  while (filled < count) {
    const result: StepResult = yield { do: "receive", most: count - filled, timeoutMs: Math.max(0, left) };
    if (result.is !== "data") return { ok: false, how: result.is === "over" ? result.how : "closed" };
    whole.set(result.bytes, filled);
    filled += result.bytes.length;
    if (patience === "deadline") {
      since ??= result.at;
      left = timeoutMs - (result.at - since);
    }
  }
  return { ok: true, bytes: whole };
}
