/**
 * A transcript is what happened on one connection, not what it means: ordered events with monotonic offsets.
 * It is stored by hash and can be read again by a later `interpret`. Heartbeat payloads in answers are never part of
 * it: they are replaced, on arrival, by their length and a class (design, rule 4).
 */

/** What a sent piece of bytes was for. */
export const SENT_LABELS = [
  "client_hello",
  "control",
  "probe_overclaim",
  "probe_overread",
  "big_control",
  "nudge",
  "delivery_check",
  "refusal",
  "key_exchange",
  "finished",
  "life_sign",
  "starttls",
  "other",
] as const;
export type SentLabel = (typeof SENT_LABELS)[number];

/**
 * What a heartbeat message in an answer was, judged by its bytes before these were thrown away:
 * `control_answer` (type 2, our control payload, padding present), `overclaim_answer` (type 2, our probe's marker, and more payload
 * than we sent), `overread_answer` (type 2, rung 3: longer than any answer we could be owed), `echo` (the very bytes of one of our
 * requests), `request` (type 1, not ours), `incomplete` (the connection ended inside the record), `other` (anything else).
 */
export const HEARTBEAT_CLASSES = [
  "control_answer",
  "overclaim_answer",
  "overread_answer",
  "echo",
  "request",
  "incomplete",
  "other",
] as const;
export type HeartbeatClass = (typeof HEARTBEAT_CLASSES)[number];

/** How a connection ended, or failed to begin. */
export const END_KINDS = [
  "fin",
  "reset",
  "timeout",
  "closed_by_us",
  "refused",
  "unreachable",
  "connect_timeout",
  "local_resources",
  "byte_limit",
  "time_limit",
  "stopped",
  "out_of_scope",
] as const;
export type EndKind = (typeof END_KINDS)[number];

/** One event; `at` is milliseconds since the start of the connection attempt (monotonic, fractions allowed). */
export type TranscriptEvent =
  | { readonly at: number; readonly kind: "connected" }
  /** What we sent; of a record under the session's keys what it holds, in a record of its own, not its ciphertext. */
  | { readonly at: number; readonly kind: "sent"; readonly label: SentLabel; readonly bytes: Uint8Array }
  /** Bytes as they arrived, segment by segment, heartbeat records cut out. */
  | { readonly at: number; readonly kind: "received"; readonly bytes: Uint8Array }
  /** What the server said in the dialogue before TLS, as it arrived; only the first bytes of it are kept. */
  | { readonly at: number; readonly kind: "plain_text"; readonly bytes: Uint8Array }
  /** A heartbeat record in an answer. `length`: record body length; `received`: how much of it arrived. */
  | {
      readonly at: number;
      readonly kind: "heartbeat";
      readonly recordVersion: number;
      readonly length: number;
      readonly received: number;
      readonly messageType: number | null;
      readonly claimed: number | null;
      readonly class: HeartbeatClass;
      readonly protected: boolean;
    }
  /** A record that came under the session's keys: `authentic` says whether it decrypted and its MAC was right. */
  | {
      readonly at: number;
      readonly kind: "protected_record";
      readonly contentType: number;
      readonly length: number;
      readonly authentic: boolean;
      /** For an authentic alert: its level and description. */
      readonly alert: { readonly level: number; readonly description: number } | null;
      /** Authentic application data that begins like an answer to our HTTP request. */
      readonly http: boolean;
    }
  /** We reached a state worth naming, e.g. the handshake was completed. */
  | { readonly at: number; readonly kind: "note"; readonly code: NoteCode }
  | { readonly at: number; readonly kind: "end"; readonly how: EndKind };

/** States of ours that an interpretation needs and bytes alone do not show. */
export const NOTE_CODES = [
  "handshake_completed",
  "no_common_suite",
  "handshake_failed",
  "fragile_device",
  "starttls_ready",
  "starttls_not_offered",
  "starttls_refused",
  "starttls_failed",
] as const;
export type NoteCode = (typeof NOTE_CODES)[number];

/** One connection's story. */
export interface Transcript {
  /** Format version of this structure, raised when a field changes its meaning. */
  readonly format: 1;
  /** Which rung of which detector made it: `flight/broad/patient`, `handshake/broad/refusal`; behind a dialogue `smtp:flight/broad`. */
  readonly rung: string;
  readonly address: string;
  readonly port: number;
  readonly serverName: string | null;
  readonly events: readonly TranscriptEvent[];
}
