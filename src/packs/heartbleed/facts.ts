/** What one transcript of this pack shows, in order and without judgement: the common ground of every reading. */

import type { EndKind, HeartbeatClass, SentLabel, Transcript } from "../../core/model/transcript.ts";
import type { Alert } from "../../core/wire/alert.ts";
import { concat } from "../../core/wire/bytes.ts";
import { decodeClientHello } from "../../core/wire/client-hello.ts";
import { heartbeatMode } from "../../core/wire/extensions.ts";
import { HandshakeAssembler } from "../../core/wire/handshake.ts";
import { RecordDecoder } from "../../core/wire/record.ts";
import { type DialogueSeen, dialogueSeen } from "./read-dialogue.ts";
import { ServerFlight } from "../../core/wire/server-flight.ts";

const FATAL = 2;

export interface AnswerSeen {
  readonly class: HeartbeatClass;
  readonly claimed: number | null;
  readonly length: number;
  readonly protected: boolean;
}

export interface AlertSeen extends Alert {
  /** Everything we had sent when it arrived. */
  readonly after: ReadonlySet<SentLabel>;
  /** It came under the session's keys and its MAC was right. */
  readonly authentic: boolean;
}

export interface TranscriptFacts {
  readonly connected: boolean;
  /** What came before TLS; null: nothing did. */
  readonly dialogue: DialogueSeen | null;
  readonly end: EndKind | null;
  readonly receivedBytes: number;
  readonly server: ServerFlight;
  readonly heartbeatMode: number | null;
  readonly sent: ReadonlySet<SentLabel>;
  /** Heartbeat messages that arrived whole. */
  readonly answers: readonly AnswerSeen[];
  /** Fatal alerts and close_notify, in order; warnings are not news. */
  readonly alerts: readonly AlertSeen[];
  readonly handshakeCompleted: boolean;
  readonly handshakeFailed: boolean;
  readonly noCommonSuite: boolean;
  readonly fragile: boolean;
  /** Our HTTP request, sent as a sign of life, was answered under the session's keys. */
  readonly requestAnswered: boolean;
  /** A record under the session's keys whose MAC was wrong. */
  readonly forged: boolean;
}

export function readFacts(transcript: Transcript): TranscriptFacts {
  const server = new ServerFlight();
  const sent = new Set<SentLabel>();
  const answers: AnswerSeen[] = [];
  const alerts: AlertSeen[] = [];
  const notes = new Set<string>();
  let connected = false;
  let end: EndKind | null = null;
  let receivedBytes = 0;
  let requestAnswered = false;
  let forged = false;
  const sawAlert = (alert: Alert, authentic: boolean) => {
    if (alert.level === FATAL || alert.description === 0) alerts.push({ ...alert, after: new Set(sent), authentic });
  };
  for (const event of transcript.events) {
    switch (event.kind) {
      case "connected":
        connected = true;
        break;
      case "sent":
        sent.add(event.label);
        break;
      case "received": {
        receivedBytes += event.bytes.length;
        const known = server.alerts.length;
        server.push(event.bytes);
        for (const alert of server.alerts.slice(known)) sawAlert(alert, false);
        break;
      }
      case "plain_text":
        break;
      case "heartbeat":
        receivedBytes += event.received;
        if (event.class !== "incomplete") answers.push(event);
        break;
      case "protected_record":
        receivedBytes += event.length;
        if (!event.authentic) forged = true;
        else if (event.alert !== null) sawAlert(event.alert, true);
        else if (event.http && sent.has("life_sign")) requestAnswered = true;
        break;
      case "note":
        notes.add(event.code);
        break;
      case "end":
        end = event.how;
        break;
    }
  }
  return {
    connected,
    dialogue: dialogueSeen(transcript),
    end,
    receivedBytes,
    server,
    heartbeatMode: heartbeatMode(server.hello?.extensions ?? null),
    sent,
    answers,
    alerts,
    handshakeCompleted: notes.has("handshake_completed"),
    handshakeFailed: notes.has("handshake_failed"),
    noCommonSuite: notes.has("no_common_suite"),
    fragile: notes.has("fragile_device"),
    requestAnswered,
    forged,
  };
}

/** Whether our hello offered the extension: without that, "not negotiated" says nothing (SSL 3.0 without extensions). */
export function heartbeatOffered(transcript: Transcript): boolean {
  const sent = transcript.events.find((event) => event.kind === "sent" && event.label === "client_hello");
  if (sent === undefined || !("bytes" in sent)) return false;
  const bodies = new RecordDecoder().push(sent.bytes).map((record) => record.body);
  const [message] = new HandshakeAssembler().push(concat(bodies));
  const hello = message === undefined ? null : decodeClientHello(message.body);
  return heartbeatMode(hello?.extensions ?? null) !== null;
}
