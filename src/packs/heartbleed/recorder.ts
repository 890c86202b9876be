/** Builds the transcript of one connection while it happens: ordered events, bounded in number and size. */

import type {
  EndKind,
  HeartbeatClass,
  NoteCode,
  SentLabel,
  Transcript,
  TranscriptEvent,
} from "../../core/model/transcript.ts";
import { concat } from "../../core/wire/bytes.ts";
import { CONTENT, encodeRecord, RecordDecoder } from "../../core/wire/record.ts";
import type { Wire } from "../../core/ports/net.ts";
import { type HeartbeatSeen, HeartbeatTap } from "./tap.ts";

/** Segments after which further ones are joined to the last: a drip of single bytes must not cost an event each. */
const MOST_SEGMENTS = 256;

export interface RecorderContext {
  readonly rung: string;
  readonly address: string;
  readonly port: number;
  readonly serverName: string | null;
}

export class Recorder {
  readonly #context: RecorderContext;
  readonly #events: TranscriptEvent[] = [];
  readonly #tap: HeartbeatTap;
  readonly #joined: Uint8Array[] = [];
  #segments = 0;
  /** Set while foreign memory may be on its way: then only alerts are worth remembering. */
  #alertsOnly: RecordDecoder | null = null;
  #now = 0;
  #ended = false;

  constructor(
    context: RecorderContext,
    classify: (body: Uint8Array, length: number) => HeartbeatClass,
    onHeartbeat: (seen: HeartbeatSeen) => void,
    onBytes: (bytes: Uint8Array) => void,
  ) {
    this.#context = context;
    this.#tap = new HeartbeatTap(classify, {
      bytes: (bytes) => {
        for (const kept of this.#worthKeeping(bytes)) {
          this.#received(kept);
          onBytes(kept);
        }
      },
      heartbeat: (seen) => {
        this.heartbeat(this.#now, seen, false);
        onHeartbeat(seen);
      },
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  connected(at: number): void {
    this.#events.push({ at, kind: "connected" });
  }

  /**
   * Sends and records in one step, so that nothing sent can be missing from the transcript. `plain`: what a protected
   * record holds, which says more than its ciphertext and is recorded in its stead.
   */
  send(wire: Wire, label: SentLabel, bytes: Uint8Array, plain = bytes): void {
    this.sendTogether(wire, [[label, bytes, plain]]);
  }

  /** Several messages that travel in one write keep their own labels. */
  sendTogether(
    wire: Wire,
    parts: readonly (readonly [label: SentLabel, bytes: Uint8Array, plain?: Uint8Array])[],
  ): void {
    const at = wire.now();
    for (const [label, bytes, plain = bytes] of parts) this.#events.push({ at, kind: "sent", label, bytes: plain });
    wire.send(concat(parts.map(([, bytes]) => bytes)));
  }

  /**
   * From here on nothing that arrives is kept but well-formed alerts: a request that can return memory has been sent, and a broken or
   * hostile server may return it in any disguise (design, rule 4).
   */
  keepAlertsOnly(): void {
    this.#alertsOnly = new RecordDecoder();
  }

  #worthKeeping(bytes: Uint8Array): readonly Uint8Array[] {
    if (this.#alertsOnly === null) return [bytes];
    const alerts = this.#alertsOnly.push(bytes.slice()).filter((r) => r.type === CONTENT.alert && r.body.length === 2);
    return alerts.map((r) => encodeRecord(r.type, r.version, r.body));
  }

  /** A segment from the server, heartbeat records still in it. */
  segment(at: number, bytes: Uint8Array): void {
    this.#now = at;
    this.#tap.push(bytes);
  }

  heartbeat(at: number, seen: HeartbeatSeen, isProtected: boolean): void {
    this.#events.push({ at, kind: "heartbeat", ...seen, protected: isProtected });
  }

  protectedRecord(
    at: number,
    event: Omit<Extract<TranscriptEvent, { kind: "protected_record" }>, "kind" | "at">,
  ): void {
    this.#events.push({ at, kind: "protected_record", ...event });
  }

  note(at: number, code: NoteCode): void {
    this.#events.push({ at, kind: "note", code });
  }

  /** Records how it ended; only the first ending counts (after our own decision to stop, the peer's FIN is no news). */
  end(at: number, how: EndKind): void {
    if (this.#ended) return;
    this.#now = at;
    this.#tap.end();
    this.#ended = true;
    this.#events.push({ at, kind: "end", how });
  }

  transcript(): Transcript {
    const events = this.#joined.length === 0 ? [...this.#events] : this.#withJoinedSegments();
    return { format: 1, ...this.#context, events };
  }

  #received(bytes: Uint8Array): void {
    this.#segments++;
    if (this.#segments > MOST_SEGMENTS) this.#joined.push(bytes.slice());
    else this.#events.push({ at: this.#now, kind: "received", bytes: bytes.slice() });
  }

  #withJoinedSegments(): TranscriptEvent[] {
    const joined: TranscriptEvent = { at: this.#now, kind: "received", bytes: concat(this.#joined) };
    const events = [...this.#events];
    const end = events.findIndex((event) => event.kind === "end");
    events.splice(end === -1 ? events.length : end, 0, joined);
    return events;
  }
}
