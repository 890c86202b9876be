/**
 * The DTLS rung: ClientHello, cookie, ClientHello, the server's flight, then rounds of heartbeats (see dtls-messages.ts).
 *
 * UDP loses datagrams, so everything is asked again: the hello after a second, then after twice as long each time (RFC 6347 section
 * 4.2.4.1); the rounds until both controls of three of them have been answered. A server that answers nothing may hold its writes back
 * until the handshake goes on, or until a fatal alert, as OpenSSL does over TCP: then a handshake message that must be refused goes
 * into the same datagram, behind the heartbeats.
 *
 * Sans-IO; what it means is read-dtls.ts's affair.
 */

import type { SentLabel, Transcript } from "../../core/model/transcript.ts";
import type { ConnectionEvent, Wire } from "../../core/ports/net.ts";
import { ALERT, ALERT_LEVEL } from "../../core/wire/alert.ts";
import { equal } from "../../core/wire/bytes.ts";
import type { ClientHello } from "../../core/wire/client-hello.ts";
import { DtlsServerFlight } from "../../core/wire/dtls-flight.ts";
import { encodeFragment } from "../../core/wire/dtls-handshake.ts";
import { encodeDtlsClientHello } from "../../core/wire/dtls-hello.ts";
import { encodeDtlsRecord } from "../../core/wire/dtls-record.ts";
import { DTLS10 } from "../../core/wire/dtls-version.ts";
import { HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT } from "../../core/wire/record.ts";
import type { RecordedConversation } from "../pack.ts";
import { type DtlsForm, dtlsHello } from "./dtls-hello.ts";
import { classifyDtlsAnswer, MOST_ROUNDS, requestOf, ROUNDS_WANTED, roundMessages } from "./dtls-messages.ts";
import { type DtlsAnswer, DtlsRecorder } from "./dtls-recorder.ts";
import { isFragileDevice } from "./fragile.ts";
import type { RecorderContext } from "./recorder.ts";

export interface DtlsPlan {
  readonly form: DtlsForm;
  /** Silence after which the rung gives up, ms; counted from the last thing that happened. */
  readonly patienceMs: number;
  /** Ask although the certificate is that of a device known to lock up. */
  readonly includeFragile: boolean;
}

const FIRST_RESEND_MS = 1000;
/** Most cookies answered: a server that keeps asking for another one wants none. */
const MOST_COOKIES = 4;
/** Most ClientHellos sent. */
const MOST_HELLOS = 12;
/** Fastest and slowest pace of the rounds, ms. */
const ROUND_MS = 100;
const SLOWEST_ROUND_MS = 1000;
const NONE = new Uint8Array(0);

type Phase = "hello" | "asking" | "over";

export class DtlsProbe implements RecordedConversation {
  readonly #plan: DtlsPlan;
  readonly #hello: ClientHello;
  readonly #marker: Uint8Array;
  readonly #recorder: DtlsRecorder;
  readonly #server = new DtlsServerFlight();
  #phase: Phase = "hello";
  #sequence = 0;
  #cookie: Uint8Array = NONE;
  #cookies = 0;
  #hellos = 0;
  #resendMs = FIRST_RESEND_MS;
  #helloSentAt = 0;
  #quietSince = 0;
  #rounds = 0;
  #roundMs = ROUND_MS;
  #refusing = false;
  /** Requests answered, by the length they claim. */
  readonly #answered = new Set<number>();
  #demonstrated = false;

  /** `helloRandom`: HELLO_RANDOM_BYTES; `marker`: DTLS_MARKER_BYTES. */
  constructor(context: RecorderContext, plan: DtlsPlan, helloRandom: Uint8Array, marker: Uint8Array) {
    this.#plan = plan;
    this.#hello = dtlsHello(plan.form, { serverName: context.serverName, random: helloRandom });
    this.#marker = marker;
    this.#recorder = new DtlsRecorder(context);
  }

  transcript(): Transcript {
    return this.#recorder.transcript();
  }

  event(event: ConnectionEvent, wire: Wire): void {
    if (this.#recorder.ended) return;
    switch (event.kind) {
      case "connected":
        this.#recorder.connected(event.at);
        this.#quietSince = event.at;
        this.#sendHello(event.at, wire);
        return;
      case "data":
        this.#onDatagram(event.at, event.bytes, wire);
        return;
      case "timer":
        this.#onTimer(event.at, wire);
        return;
      case "end":
        this.#recorder.end(event.at, event.how);
        this.#phase = "over";
        return;
    }
  }

  #sendHello(at: number, wire: Wire): void {
    const bytes = encodeDtlsClientHello(this.#hello, this.#cookie);
    const fragment = {
      type: HANDSHAKE.clientHello,
      length: bytes.length,
      sequence: this.#helloNumber(),
      offset: 0,
      bytes,
    };
    this.#hellos++;
    this.#helloSentAt = at;
    this.#recorder.send(wire, [["client_hello", this.#record(CONTENT.handshake, encodeFragment(fragment))]]);
    wire.wakeIn(this.#resendMs);
  }

  /** message_seq of the hello in its present form: the first is 0, and the one with a cookie follows it. */
  #helloNumber(): number {
    return this.#cookies === 0 ? 0 : 1;
  }

  #onDatagram(at: number, bytes: Uint8Array, wire: Wire): void {
    this.#quietSince = at;
    const { kept, answers } = this.#recorder.datagram(at, bytes, (body) => classifyDtlsAnswer(body, this.#marker));
    this.#server.push(kept);
    for (const answer of answers) this.#note(answer);
    if (this.#refused() || this.#server.flight.defect !== null) this.#stop(at, wire);
    else if (this.#phase === "hello") this.#afterHello(at, wire);
    else this.#afterAnswer(at, wire);
  }

  #afterHello(at: number, wire: Wire): void {
    const { cookie, flight } = this.#server;
    if (flight.done) {
      this.#begin(at, wire);
    } else if (
      cookie !== null &&
      flight.hello === null &&
      !equal(cookie, this.#cookie) &&
      this.#cookies < MOST_COOKIES
    ) {
      this.#cookie = cookie;
      this.#cookies++;
      this.#resendMs = FIRST_RESEND_MS;
      this.#sendHello(at, wire);
    }
  }

  #begin(at: number, wire: Wire): void {
    if (!this.#plan.includeFragile && isFragileDevice(this.#server.flight.certificates ?? [])) {
      this.#recorder.note(at, "fragile_device");
      this.#stop(at, wire);
      return;
    }
    this.#phase = "asking";
    this.#roundMs = Math.min(SLOWEST_ROUND_MS, Math.max(ROUND_MS, 2 * (at - this.#helloSentAt)));
    this.#ask(wire);
  }

  #ask(wire: Wire): void {
    const { before, probe, after } = roundMessages(this.#rounds, this.#marker);
    const parts: (readonly [SentLabel, Uint8Array])[] = [
      ["control", this.#record(CONTENT.heartbeat, before)],
      ["probe_overclaim", this.#record(CONTENT.heartbeat, probe)],
      ["control", this.#record(CONTENT.heartbeat, after)],
    ];
    if (this.#refusing) parts.push(["refusal", this.#record(CONTENT.handshake, this.#refusal())]);
    this.#rounds++;
    this.#recorder.send(wire, parts);
    wire.wakeIn(this.#roundMs);
  }

  /** A client never sends ServerHelloDone. */
  #refusal(): Uint8Array {
    const sequence = this.#helloNumber() + 1;
    return encodeFragment({ type: HANDSHAKE.serverHelloDone, length: 0, sequence, offset: 0, bytes: NONE });
  }

  #note({ class: kind, claimed }: DtlsAnswer): void {
    if (claimed === null) return;
    if (kind === "overclaim_answer") this.#demonstrated = true;
    if (kind === "control_answer") this.#answered.add(claimed);
  }

  #afterAnswer(at: number, wire: Wire): void {
    if (this.#demonstrated && this.#answered.size > 0) this.#stop(at, wire);
  }

  #onTimer(at: number, wire: Wire): void {
    if (this.#phase === "hello") {
      const waited = at - this.#quietSince;
      if (waited >= this.#plan.patienceMs || this.#hellos >= MOST_HELLOS) return this.#giveUp(at, wire);
      this.#resendMs = Math.min(2 * this.#resendMs, Math.max(1, this.#plan.patienceMs - waited));
      return this.#sendHello(at, wire);
    }
    // A pause after the last answer has passed as well: an answer to a probe that was overtaken would have come by now.
    if (this.#completeRounds() >= ROUNDS_WANTED) return this.#stop(at, wire);
    if (this.#rounds < MOST_ROUNDS) {
      if (this.#rounds >= ROUNDS_WANTED && this.#answered.size === 0) this.#refusing = true;
      if (this.#rounds >= ROUNDS_WANTED) this.#roundMs = Math.min(SLOWEST_ROUND_MS, 2 * this.#roundMs);
      return this.#ask(wire);
    }
    const quiet = at - this.#quietSince;
    if (quiet < this.#plan.patienceMs) wire.wakeIn(this.#plan.patienceMs - quiet);
    else this.#giveUp(at, wire);
  }

  #completeRounds(): number {
    const both = new Map<number, number>();
    for (const claimed of this.#answered) {
      const request = requestOf(claimed);
      if (request !== null) both.set(request.round, (both.get(request.round) ?? 0) + 1);
    }
    return [...both.values()].filter((answers) => answers === 2).length;
  }

  #record(type: number, body: Uint8Array): Uint8Array {
    const version = this.#server.version ?? DTLS10;
    return encodeDtlsRecord({ type, version, epoch: 0, sequence: this.#sequence++, body });
  }

  #refused(): boolean {
    return this.#server.flight.alerts.some(
      ({ level, description }) => level === ALERT_LEVEL.fatal || description === ALERT.closeNotify,
    );
  }

  #giveUp(at: number, wire: Wire): void {
    this.#recorder.end(at, "timeout");
    this.#phase = "over";
    wire.close();
  }

  #stop(at: number, wire: Wire): void {
    this.#recorder.end(at, "closed_by_us");
    this.#phase = "over";
    wire.close();
  }
}
