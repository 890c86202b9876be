/** Builds transcripts for the pack's tests: what a server of a given kind would have made the recorder write. */

import type {
  EndKind,
  HeartbeatClass,
  NoteCode,
  SentLabel,
  Transcript,
  TranscriptEvent,
} from "../../../core/model/transcript.ts";
import { encodeAlert } from "../../../core/wire/alert.ts";
import { concat } from "../../../core/wire/bytes.ts";
import { heartbeatExtension } from "../../../core/wire/extensions.ts";
import { encodeHandshake, HANDSHAKE } from "../../../core/wire/handshake.ts";
import { CONTENT, encodeRecord } from "../../../core/wire/record.ts";
import { encodeServerHello } from "../../../core/wire/server-hello.ts";
import { TLS12 } from "../../../core/wire/version.ts";
import { HELLO_RANDOM_BYTES, helloRecord } from "../hellos.ts";
import { BIG_PAYLOAD } from "../messages.ts";

const none = new Uint8Array(0);

export function serverFlight(options: { version?: number; heartbeat?: 1 | 2 | null; suite?: number } = {}): Uint8Array {
  const version = options.version ?? TLS12;
  const mode = options.heartbeat === undefined ? 1 : options.heartbeat;
  const hello = encodeServerHello({
    version,
    random: new Uint8Array(32),
    sessionId: none,
    suite: options.suite ?? 0x002f,
    compression: 0,
    extensions: mode === null ? null : [heartbeatExtension(mode)],
  });
  return concat([
    encodeRecord(CONTENT.handshake, version, encodeHandshake(HANDSHAKE.serverHello, hello)),
    encodeRecord(CONTENT.handshake, version, encodeHandshake(HANDSHAKE.serverHelloDone, none)),
  ]);
}

export function alertRecord(description: number, level = 2): Uint8Array {
  return encodeRecord(CONTENT.alert, TLS12, encodeAlert(level, description));
}

export const connected: TranscriptEvent = { at: 1, kind: "connected" };
const hello = helloRecord("broad", { serverName: null, random: new Uint8Array(HELLO_RANDOM_BYTES) });
export const sent = (...labels: readonly SentLabel[]): TranscriptEvent[] =>
  labels.map((label) => ({ at: 2, kind: "sent", label, bytes: label === "client_hello" ? hello : none }));
/** A hello that cannot offer heartbeats. */
export const sentSsl3: TranscriptEvent = {
  at: 2,
  kind: "sent",
  label: "client_hello",
  bytes: helloRecord("ssl3", { serverName: null, random: new Uint8Array(HELLO_RANDOM_BYTES) }),
};
export const received = (bytes: Uint8Array): TranscriptEvent => ({ at: 3, kind: "received", bytes });
export const note = (code: NoteCode): TranscriptEvent => ({ at: 3, kind: "note", code });
export const end = (how: EndKind): TranscriptEvent => ({ at: 9, kind: "end", how });
export const heartbeat = (cls: HeartbeatClass, claimed = 32, isProtected = false): TranscriptEvent => ({
  at: 4,
  kind: "heartbeat",
  recordVersion: TLS12,
  length: 3 + claimed + 16,
  received: 3 + claimed + 16,
  messageType: 2,
  claimed,
  class: cls,
  protected: isProtected,
});
export const bigAnswer = (isProtected = false): TranscriptEvent =>
  heartbeat("control_answer", BIG_PAYLOAD, isProtected);
export const authenticAlert = (description: number): TranscriptEvent => ({
  at: 5,
  kind: "protected_record",
  contentType: CONTENT.alert,
  length: 32,
  authentic: true,
  alert: { level: 2, description },
  http: false,
});

/** The four messages of the flight. */
export const QUESTIONS: readonly SentLabel[] = ["control", "probe_overclaim", "big_control"];

export function transcript(
  rung: string,
  events: readonly (TranscriptEvent | readonly TranscriptEvent[])[],
  serverName: string | null = null,
): Transcript {
  return { format: 1, rung, address: "127.0.0.1", port: 443, serverName, events: events.flat() };
}
