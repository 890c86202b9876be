/** The transcript of a DTLS conversation while it happens: whole records as they came, heartbeats replaced by length and class. */

import type {
  EndKind,
  HeartbeatClass,
  NoteCode,
  SentLabel,
  Transcript,
  TranscriptEvent,
} from "../../core/model/transcript.ts";
import type { Wire } from "../../core/ports/net.ts";
import { concat } from "../../core/wire/bytes.ts";
import { decodeDatagram, type DtlsRecord, encodeDtlsRecord } from "../../core/wire/dtls-record.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { claimedLength } from "./messages.ts";
import type { RecorderContext } from "./recorder.ts";

/** Events kept of what arrives; a server may send small datagrams without end. */
const MOST_ARRIVALS = 400;
/** Of what is no DTLS only so much is kept, and only before anything has been asked. */
const STRAY_BYTES = 64;
/** Plain records of these types say something about a server; others are dropped. */
const KEPT: ReadonlySet<number> = new Set([CONTENT.alert, CONTENT.handshake]);

export interface DtlsAnswer {
  readonly class: HeartbeatClass;
  readonly claimed: number | null;
}

export class DtlsRecorder {
  readonly #context: RecorderContext;
  readonly #events: TranscriptEvent[] = [];
  #arrivals = 0;
  #asked = false;
  #ended = false;

  constructor(context: RecorderContext) {
    this.#context = context;
  }

  get ended(): boolean {
    return this.#ended;
  }

  connected(at: number): void {
    this.#events.push({ at, kind: "connected" });
  }

  /** One datagram; its records keep their own labels. */
  send(wire: Wire, parts: readonly (readonly [label: SentLabel, record: Uint8Array])[]): void {
    const at = wire.now();
    for (const [label, bytes] of parts) {
      if (label === "probe_overclaim") this.#asked = true;
      this.#events.push({ at, kind: "sent", label, bytes });
    }
    wire.send(concat(parts.map(([, bytes]) => bytes)));
  }

  /** Records what came, and gives back what may be read on: the kept records as one datagram, and the heartbeats. */
  datagram(
    at: number,
    bytes: Uint8Array,
    classify: (body: Uint8Array) => HeartbeatClass,
  ): { readonly kept: Uint8Array; readonly answers: readonly DtlsAnswer[] } {
    const { records, cut, defect } = decodeDatagram(bytes);
    const plain = records.filter(({ epoch }) => epoch === 0);
    const kept = concat(plain.filter(({ type }) => KEPT.has(type)).map(encodeDtlsRecord));
    const stray = defect && records.length === 0 && !this.#asked ? bytes.slice(0, STRAY_BYTES) : kept;
    if (stray.length > 0) this.#arrived({ at, kind: "received", bytes: stray });
    const answers = plain
      .filter(({ type }) => type === CONTENT.heartbeat)
      .map((record) => heartbeat(at, record, classify));
    for (const answer of answers) this.#arrived(answer);
    if (cut?.type === CONTENT.heartbeat) this.#arrived(incomplete(at, cut));
    return { kept, answers };
  }

  note(at: number, code: NoteCode): void {
    this.#events.push({ at, kind: "note", code });
  }

  /** Records how it ended; only the first ending counts. */
  end(at: number, how: EndKind): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#events.push({ at, kind: "end", how });
  }

  transcript(): Transcript {
    return { format: 1, ...this.#context, events: [...this.#events] };
  }

  #arrived(event: TranscriptEvent): void {
    if (this.#arrivals++ < MOST_ARRIVALS) this.#events.push(event);
  }
}

type Heartbeat = Extract<TranscriptEvent, { kind: "heartbeat" }>;

function heartbeat(
  at: number,
  { version, body }: DtlsRecord,
  classify: (body: Uint8Array) => HeartbeatClass,
): Heartbeat {
  return {
    at,
    kind: "heartbeat",
    recordVersion: version,
    length: body.length,
    received: body.length,
    messageType: body[0] ?? null,
    claimed: body.length >= 3 ? claimedLength(body) : null,
    class: classify(body),
    protected: false,
  };
}

function incomplete(
  at: number,
  { length, received }: { readonly length: number; readonly received: number },
): Heartbeat {
  const none = { recordVersion: 0, messageType: null, claimed: null, protected: false } as const;
  return { at, kind: "heartbeat", ...none, length, received, class: "incomplete" };
}
