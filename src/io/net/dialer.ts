/** The dialer: opens TCP connections and UDP sockets, but only to addresses the scope allows (design, rule 5). */

import { setMaxListeners } from "node:events";
import { isIP } from "node:net";
import type { ScopeDecision } from "../../core/model/scope.ts";
import type { EndKind } from "../../core/model/transcript.ts";
import type { Dialer, DialTarget } from "../../core/ports/net.ts";
import { converse } from "./connection.ts";
import { exchange } from "./datagrams.ts";
import { ReadBuffers } from "./read-buffers.ts";

export interface DialerOptions {
  /** Asked at connect time with the very address a socket would be opened to, and how we came to know it. */
  readonly allowed: (address: string, known: Pick<DialTarget, "name" | "resolved">) => ScopeDecision;
}

/** Makes a dialer. Its `run` rejects only when the conversation itself throws. */
export function createDialer({ allowed }: DialerOptions): Dialer {
  const buffers = new ReadBuffers();
  return {
    async run(to, talk, options) {
      // One signal stops hundreds of connections at once: that is no leak to warn about.
      if (options.signal !== undefined) setMaxListeners(0, options.signal);
      const refusal = refusalOf(to, options.signal);
      if (refusal === null && to.transport === "udp") await exchange(to, talk, options);
      else if (refusal === null) await converse(to, talk, options, buffers);
      else talk.event({ kind: "end", at: 0, how: refusal }, DISCONNECTED);
    },
  };

  /** Why no socket is opened at all. A name is never in scope: the operating system would resolve it behind our back. */
  function refusalOf(to: DialTarget, signal?: AbortSignal): EndKind | null {
    if (isIP(to.address) === 0 || !allowed(to.address, to).allowed) return "out_of_scope";
    if (!Number.isInteger(to.port) || to.port < 1 || to.port > 65_535) return "unreachable";
    return signal?.aborted === true ? "stopped" : null;
  }
}

/** The wire of a connection that was never opened. */
const DISCONNECTED = { now: () => 0, send: () => {}, wakeIn: () => {}, close: () => {} };
