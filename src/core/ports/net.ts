/**
 * The network as packs and the engine see it. Over UDP a connection is a connected socket: "connected" only means that it is open,
 * every "data" is one datagram and every `send` makes one, nothing says that the peer is there or gone but ICMP ("refused",
 * "unreachable"), and `close` sends nothing. Implemented in src/io/net, bound in src/app; tests bring their own.
 * A connection never throws: whatever happens is an event.
 */

import type { Transport } from "../model/endpoint.ts";
import type { EndKind } from "../model/transcript.ts";

/** What arrives on a connection. `at`: milliseconds since the start of the attempt. */
export type ConnectionEvent =
  | { readonly kind: "connected"; readonly at: number }
  | { readonly kind: "data"; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: "timer"; readonly at: number }
  | { readonly kind: "end"; readonly at: number; readonly how: EndKind };

/** What a conversation may do in reaction to an event. */
export interface Wire {
  /** Milliseconds since the start of the attempt. */
  now(): number;
  send(bytes: Uint8Array): void;
  /** Asks for one "timer" event after `ms`; a later call replaces an earlier one; null cancels. */
  wakeIn(ms: number | null): void;
  /** Sends FIN, drains what still arrives (bounded), then ends with "closed_by_us". */
  close(): void;
}

/** A sans-IO conversation: reacts to events, owns no socket. `event` is called in order, "end" exactly once and last. */
export interface Conversation {
  event(event: ConnectionEvent, wire: Wire): void;
}

export interface DialOptions {
  readonly connectTimeoutMs: number;
  /** The whole connection's limit, from the start of the attempt. */
  readonly totalTimeoutMs: number;
  /** Received bytes after which the connection ends with "byte_limit". */
  readonly maxBytes: number;
  /** Leave from an odd port. Linux gives every connection an even one while there are any. */
  readonly oddSourcePort?: boolean;
  /** Leave from this address of this machine; left out: the one that the system chooses. */
  readonly from?: string;
  readonly signal?: AbortSignal;
}

/** Where a connection goes, and how we came to know the address: the scope may permit a name rather than an address. */
export interface DialTarget {
  readonly address: string;
  readonly port: number;
  /** Left out: TCP. */
  readonly transport?: Transport;
  readonly name?: string | null;
  /** Whether `address` was found by resolving `name`. */
  readonly resolved?: boolean;
}

/** Opens a connection and runs a conversation over it; resolves when it is over, never rejects for network reasons. */
export interface Dialer {
  run(to: DialTarget, talk: Conversation, options: DialOptions): Promise<void>;
}
