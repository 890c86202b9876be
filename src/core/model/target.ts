/** Targets: what the user typed, read strictly, before any name is resolved. */

import type { Transport } from "./endpoint.ts";
import type { StartTlsProtocol } from "../starttls/protocols.ts";

/** Where a target was written, for messages: "arguments", a file's path, "standard input". `line` counts from 1. */
export interface TargetSource {
  readonly source: string;
  readonly line: number;
}

/**
 * One target, parsed. Exactly one of `name`, `address`, `cidr` says what to ask; `name` beside `address` means
 * "this address, with that server name" (CSV rows, nmap hosts with names, NAME@ADDRESS).
 */
export interface Target {
  /** The text as typed (bounded to 1 kB), shown back to the user. */
  readonly text: string;
  readonly at: TargetSource;
  /** Host name: lower case, A-labels, no trailing dot. */
  readonly name: string | null;
  /** Canonical IP literal. */
  readonly address: string | null;
  /** Canonical `network/prefix`; host bits set are an error, not rounded. */
  readonly cidr: string | null;
  /** null: the port plan applies. */
  readonly port: number | null;
  /** Left out: TCP. UDP is only asked where a port is named, or meant by a scheme. */
  readonly transport?: Transport;
  /** The protocol that comes before TLS, where a URL's scheme names it. */
  readonly startTls?: StartTlsProtocol | null;
  readonly owner: string | null;
  readonly tag: string | null;
}

/** A line that could not be read as a target: what was wrong and what was expected. */
export interface TargetError {
  readonly at: TargetSource;
  readonly text: string;
  readonly problem: string;
}

export type TargetResult =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly error: TargetError };
