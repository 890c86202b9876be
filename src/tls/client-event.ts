/** What our TLS client has to say while it talks with a server. */

import type { SentLabel } from "../core/model/transcript.ts";
import type { ServerHello } from "../core/wire/server-hello.ts";

/** Why a handshake did not complete. */
export type ClientFailure =
  /** What came back is no TLS. */
  | "not_tls"
  /** A message or record that does not parse, or a choice we did not offer. */
  | "malformed"
  /** A message that has no place where it came. */
  | "unexpected_message"
  /** The server refused with a fatal alert. */
  | "alert"
  /** A version, suite, key or extension that our client cannot use. */
  | "unsupported"
  /** A record after ChangeCipherSpec did not decrypt: keys are not shared, or it was forged. */
  | "bad_record"
  /** The server's Finished does not match the handshake we saw. */
  | "bad_finished"
  /** More handshake bytes than any handshake needs. */
  | "too_much_data";

export type ClientEvent =
  /** Bytes for the server; `label` says what for. */
  | { readonly kind: "send"; readonly bytes: Uint8Array; readonly label: SentLabel }
  | { readonly kind: "server_hello"; readonly hello: ServerHello; readonly version: number; readonly suite: number }
  /** The certificate chain as sent, DER, not verified. */
  | { readonly kind: "certificate"; readonly chain: readonly Uint8Array[] }
  /** Both Finished messages were exchanged and are right: keys are shared. */
  | { readonly kind: "completed" }
  /**
   * A record under the session's keys; or, unprotected, one that is not part of a handshake (heartbeat, application
   * data). `length`: body bytes on the wire. `plaintext`: null when it did not decrypt to something authentic. The
   * caller throws heartbeat payloads away at once.
   */
  | {
      readonly kind: "record";
      readonly type: number;
      readonly version: number;
      readonly length: number;
      readonly protected: boolean;
      readonly authentic: boolean;
      readonly plaintext: Uint8Array | null;
    }
  /** An alert; `protected`: authentic under the session's keys (its "record" event came before). */
  | { readonly kind: "alert"; readonly level: number; readonly description: number; readonly protected: boolean }
  /** The handshake is over without success; no event follows. */
  | { readonly kind: "failed"; readonly reason: ClientFailure; readonly detail: string };
