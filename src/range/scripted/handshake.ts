/** The handshake as the scripted server needs it from a TLS core; the core does the cryptography. */

import type { ClientHello } from "../../core/wire/client-hello.ts";
import type { HandshakeMessage } from "../../core/wire/handshake.ts";
import type { RecordProtection } from "../../tls/record-protection.ts";
import type { Agreement, SuiteCheck } from "./negotiation.ts";

/** The half of a record protection that reads. */
export type Opening = Pick<RecordProtection, "open">;

/** The client's Finished was right: the server's own, and what protects it and all that follows. */
export interface Finished {
  readonly kind: "finished";
  readonly reply: Uint8Array;
  /** NewSessionTicket, which goes before ChangeCipherSpec; null: none. */
  readonly ticket: Uint8Array | null;
  readonly sealing: RecordProtection;
}

/** What became of a client's handshake message; "refused": a fatal alert is due. */
export type HandshakeStep =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly description: number }
  /** The application hangs up. */
  | { readonly kind: "closed" }
  | Finished;

/** What opens the client's records from now on; `explicit`: bytes of IV or nonce that stand before their ciphertext. */
export interface Reading {
  readonly protection: Opening;
  readonly explicit: number;
}

export interface Handshake {
  /** The first flight, one element per write of the handshake layer. */
  readonly flight: readonly Uint8Array[];
  /** The message types that may come next. */
  expected(): readonly number[];
  receive(message: HandshakeMessage): HandshakeStep;
  /** The client's ChangeCipherSpec has come; null: too early, or keys cannot be made. */
  changeCipherSpec(): Reading | null;
}

/** What all connections of one server share: key, certificate, and what can be done with them. */
export interface Site {
  /** Suites it can do, most wanted first. */
  readonly suites: readonly number[];
  readonly usable: SuiteCheck;
  /** null when the key or the client cannot do the suite after all. */
  begin(clientHello: HandshakeMessage, hello: ClientHello, agreed: Agreement): Handshake | null;
}
