/**
 * A conversation behind a dialogue: speaks another protocol's plain text until TLS may begin, then hands the connection to the
 * conversation proper, whose clock starts there. The transcript tells both. Sans-IO, like what it wraps.
 */

import type { NoteCode, Transcript, TranscriptEvent } from "../core/model/transcript.ts";
import type { ConnectionEvent, Wire } from "../core/ports/net.ts";
import { dialogueOf, type StartTlsProtocol } from "../core/starttls/protocols.ts";
import { Talk, type TalkStep } from "../core/starttls/talk.ts";
import type { RecordedConversation } from "./pack.ts";

/** Of what the server says in the dialogue this much is kept, in at most so many pieces. */
const MOST_KEPT = 4096;
const MOST_PIECES = 64;

export interface StartTlsPlan {
  readonly protocol: StartTlsProtocol;
  /** The server's name or address, for protocols that say it. */
  readonly host: string;
  /** Silence after which the dialogue is given up, ms. */
  readonly patienceMs: number;
}

export class BehindStartTls implements RecordedConversation {
  readonly #plan: StartTlsPlan;
  readonly #inner: RecordedConversation;
  readonly #talk: Talk;
  readonly #events: TranscriptEvent[] = [];
  #kept = 0;
  #pieces = 0;
  #connectedAt = 0;
  /** How far the inner clock is behind; null: the dialogue is not over. */
  #offset: number | null = null;
  #ended = false;

  constructor(plan: StartTlsPlan, inner: RecordedConversation) {
    this.#plan = plan;
    this.#inner = inner;
    this.#talk = new Talk(dialogueOf(plan.protocol, plan.host));
  }

  transcript(): Transcript {
    const inner = this.#inner.transcript();
    const offset = this.#offset ?? 0;
    const later = inner.events.filter(({ kind }) => kind !== "connected" || this.#offset === null);
    const events = [...this.#events, ...later.map((event) => ({ ...event, at: event.at + offset }))];
    return { ...inner, rung: `${this.#plan.protocol}:${inner.rung}`, events };
  }

  event(event: ConnectionEvent, wire: Wire): void {
    if (this.#ended) return;
    if (this.#offset !== null) {
      this.#inner.event({ ...event, at: event.at - this.#offset }, behind(wire, this.#offset));
      return;
    }
    switch (event.kind) {
      case "connected":
        this.#events.push({ at: event.at, kind: "connected" });
        this.#connectedAt = event.at;
        this.#go(this.#talk.start(), event.at, wire);
        return;
      case "data":
        this.#keep(event.at, event.bytes);
        this.#go(this.#talk.receive(event.bytes), event.at, wire);
        return;
      case "timer":
        this.#giveUp("starttls_failed", { at: event.at, kind: "end", how: "timeout" }, wire);
        return;
      case "end":
        this.#ended = true;
        this.#events.push({ at: event.at, kind: "end", how: event.how });
        return;
    }
  }

  #go({ send, ending }: TalkStep, at: number, wire: Wire): void {
    for (const bytes of send) {
      this.#events.push({ at: wire.now(), kind: "sent", label: "starttls", bytes });
      wire.send(bytes);
    }
    if (ending === null) {
      wire.wakeIn(this.#plan.patienceMs);
    } else if (ending.kind === "failed") {
      this.#giveUp(ending.reason, { at, kind: "end", how: "closed_by_us" }, wire);
    } else {
      wire.wakeIn(null);
      this.#events.push({ at, kind: "note", code: "starttls_ready" });
      this.#offset = at - this.#connectedAt;
      this.#inner.event({ kind: "connected", at: this.#connectedAt }, behind(wire, this.#offset));
    }
  }

  #giveUp(code: NoteCode, end: TranscriptEvent, wire: Wire): void {
    this.#ended = true;
    this.#events.push({ at: end.at, kind: "note", code }, end);
    wire.wakeIn(null);
    wire.close();
  }

  #keep(at: number, bytes: Uint8Array): void {
    const piece = bytes.slice(0, MOST_KEPT - this.#kept);
    if (piece.length === 0 || this.#pieces >= MOST_PIECES) return;
    this.#kept += piece.length;
    this.#pieces++;
    this.#events.push({ at, kind: "plain_text", bytes: piece });
  }
}

/** The same wire, its clock `offset` ms behind. */
function behind(wire: Wire, offset: number): Wire {
  return {
    now: () => wire.now() - offset,
    send: (bytes) => wire.send(bytes),
    wakeIn: (ms) => wire.wakeIn(ms),
    close: () => wire.close(),
  };
}
