/**
 * One connection of the scripted server: OpenSSL 1.0.1e's behaviour on the wire, with dials. Sans IO: bytes and time
 * in, timed actions out. The pieces it is made of have files of their own; here is how they play together.
 */

import { ALERT, ALERT_LEVEL, decodeAlert, encodeAlert } from "../../core/wire/alert.ts";
import { decodeClientHello } from "../../core/wire/client-hello.ts";
import { HANDSHAKE, type HandshakeMessage } from "../../core/wire/handshake.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { SSL30, TLS10, TLS11 } from "../../core/wire/version.ts";
import type { Random } from "../../core/ports/clock.ts";
import type { Counters } from "./counters.ts";
import { Delivery } from "./delivery.ts";
import type { Dials } from "../conditions/dials.ts";
import { frame } from "./framing.ts";
import type { Finished, Handshake, Site } from "./handshake.ts";
import { HandshakeReader } from "./handshake-reader.ts";
import { type HeartbeatRecord, reactToHeartbeat } from "./heartbeat.ts";
import { negotiate } from "./negotiation.ts";
import { PathDevice } from "./path-device.ts";
import type { Peer, Reaction } from "./peer.ts";
import { type Incoming, RecordReader } from "./record-reader.ts";
import { RecordWriter } from "./record-writer.ts";

/** Longest handshake message that is waited for, by type; OpenSSL refuses longer ones by their header. */
const MAX_MESSAGE: Readonly<Record<number, number>> = {
  [HANDSHAKE.clientHello]: 131_396,
  [HANDSHAKE.certificate]: 102_400,
  [HANDSHAKE.certificateVerify]: 16_384,
  [HANDSHAKE.clientKeyExchange]: 2048,
  [HANDSHAKE.finished]: 64,
};
/** How long a blocking server sleeps when the library says "try again". */
const RETRY_MS = 1000;
const PAGE = "HTTP/1.1 200 OK\r\nContent-Length: 16\r\nContent-Type: text/plain\r\n\r\ncrosscheck range";
const CLEAR_TEXT = "500 OOPS: crosscheck range\r\n";
const CHANGE_CIPHER_SPEC = Uint8Array.of(1);
const encoder = new TextEncoder();

/** SSL 3.0 has no protocol_version: OpenSSL says handshake_failure (ssl3_send_alert). */
function inVersion(description: number, version: number): number {
  return version === SSL30 && description === ALERT.protocolVersion ? ALERT.handshakeFailure : description;
}

/** What a connection takes from the server it belongs to. */
export interface ConnectionContext {
  readonly site: Site;
  readonly random: Random;
  readonly counters: Counters;
  /** A heartbeat came: for bans. */
  onHeartbeat(): void;
  /** The device has locked up, all of it. */
  onLockUp(): void;
}

type State =
  /** Nothing has been understood yet. */
  | { readonly kind: "hello" }
  | { readonly kind: "handshake"; readonly handshake: Handshake; readonly protected: boolean }
  | { readonly kind: "finished" }
  | { readonly kind: "closed" };

export class ScriptedConnection implements Peer {
  readonly #dials: Dials;
  readonly #context: ConnectionContext;
  readonly #path: PathDevice;
  readonly #reader = new RecordReader();
  readonly #messages = new HandshakeReader();
  readonly #delivery: Delivery;
  readonly #writer: RecordWriter;
  #state: State = { kind: "hello" };
  #version = 0;
  #now = 0;
  /** Until then the application sleeps. */
  #asleepUntil = 0;
  #clientEnded = false;

  constructor(dials: Dials, context: ConnectionContext) {
    this.#dials = dials;
    this.#context = context;
    this.#path = new PathDevice(dials.path, () => this.#noticeHeartbeat());
    this.#delivery = new Delivery(dials);
    this.#writer = new RecordWriter(dials.handshakeBuffer, (bytes) => this.#delivery.send(bytes, this.#now));
  }

  open(now: number): Reaction {
    this.#now = now;
    return this.#advance();
  }

  receive(bytes: Uint8Array, now: number): Reaction {
    this.#now = now;
    if (this.#state.kind !== "closed") this.#reader.push(this.#path.pass(bytes));
    return this.#advance();
  }

  wake(now: number): Reaction {
    this.#now = now;
    return this.#advance();
  }

  end(now: number): Reaction {
    this.#now = now;
    this.#clientEnded = true;
    return this.#advance();
  }

  #advance(): Reaction {
    this.#process();
    const asleep = this.#state.kind !== "closed" && this.#asleepUntil > this.#now;
    // The end of the client's bytes is read after them.
    if (this.#clientEnded && this.#state.kind !== "closed" && !asleep) this.#close();
    return { actions: this.#delivery.take(), wakeAt: asleep ? this.#asleepUntil : null };
  }

  /** Reads records for as long as the application would call read again without being told to. */
  #process(): void {
    while (this.#state.kind !== "closed" && this.#asleepUntil <= this.#now) {
      const incoming = this.#reader.next();
      if (incoming === null) return;
      this.#handle(incoming);
      // A heartbeat ends the read call with "try again", though there may be more to read.
      if (incoming.kind !== "record" || incoming.type !== CONTENT.heartbeat) continue;
      // Without the code it is a record to be ignored, and the call goes on reading.
      if (this.#dials.heartbeat === "not_built") continue;
      if (this.#dials.pace === "per_event") return;
      if (this.#dials.pace === "per_second") this.#asleepUntil = this.#now + RETRY_MS;
    }
  }

  #handle(incoming: Incoming): void {
    if (incoming.kind === "not_tls") return this.#close();
    if (incoming.kind === "refused") {
      this.#writer.useVersion(incoming.version);
      return this.#fail(inVersion(incoming.description, incoming.version));
    }
    const { type, body, memory } = incoming;
    const betweenCcsAndFinished = this.#state.kind === "handshake" && this.#state.protected;
    if (betweenCcsAndFinished && type !== CONTENT.handshake) return this.#fail(ALERT.unexpectedMessage);
    switch (type) {
      case CONTENT.handshake:
        return this.#onHandshake(body);
      case CONTENT.heartbeat:
        return this.#onHeartbeat(memory);
      case CONTENT.alert:
        return this.#onAlert(body);
      case CONTENT.changeCipherSpec:
        return this.#onChangeCipherSpec(body);
      case CONTENT.applicationData:
        return this.#onApplicationData(body);
      default:
        // TLS 1.0 and 1.1 ignore record types they do not know.
        if (this.#version !== TLS10 && this.#version !== TLS11) this.#fail(ALERT.unexpectedMessage);
    }
  }

  // ---- handshake

  #onHandshake(body: Uint8Array): void {
    this.#messages.push(body);
    for (let next = this.#messages.next(); next !== null; next = this.#messages.next()) {
      if (this.#state.kind === "closed") return;
      if (!this.#expected().includes(next.type)) return this.#fail(ALERT.unexpectedMessage);
      if (next.length > (MAX_MESSAGE[next.type] ?? 0)) return this.#fail(ALERT.illegalParameter);
      const message = this.#messages.take();
      if (message === null) return;
      this.#onMessage(message);
    }
  }

  #expected(): readonly number[] {
    return this.#state.kind === "handshake" ? this.#state.handshake.expected() : [HANDSHAKE.clientHello];
  }

  #onMessage(message: HandshakeMessage): void {
    if (this.#state.kind === "hello") return this.#onClientHello(message);
    if (this.#state.kind !== "handshake") return this.#warn(ALERT.noRenegotiation);
    const step = this.#state.handshake.receive(message);
    if (step.kind === "refused") this.#fail(step.description);
    if (step.kind === "closed") this.#close();
    if (step.kind === "finished") this.#finish(step);
  }

  #onClientHello(message: HandshakeMessage): void {
    const { site } = this.#context;
    const hello = decodeClientHello(message.body);
    if (hello === null) return this.#fail(ALERT.decodeError);
    const outcome = negotiate(hello, this.#dials, site.suites, site.usable);
    if (outcome.kind === "closed") return this.#close();
    this.#writer.useVersion(outcome.version);
    if (outcome.kind === "refused") return this.#fail(inVersion(outcome.description, outcome.version));
    this.#version = outcome.version;
    this.#reader.expect(outcome.version);
    const handshake = site.begin(message, hello, outcome);
    if (handshake === null) return this.#fail(ALERT.handshakeFailure);
    this.#state = { kind: "handshake", handshake, protected: false };
    if (outcome.warning !== null) this.#warn(outcome.warning);
    for (const body of frame(handshake.flight, this.#dials.framing)) this.#writer.write(CONTENT.handshake, body);
    this.#writer.flush();
    this.#delivery.enter("handshake");
  }

  #onChangeCipherSpec(body: Uint8Array): void {
    if (body.length !== 1 || body[0] !== 1) return this.#fail(ALERT.illegalParameter);
    if (this.#state.kind !== "handshake") return this.#fail(ALERT.unexpectedMessage);
    const { handshake } = this.#state;
    const reading = handshake.changeCipherSpec();
    if (reading === null) return this.#fail(ALERT.unexpectedMessage);
    this.#reader.protect(reading.protection, reading.explicit);
    this.#state = { kind: "handshake", handshake, protected: true };
  }

  #finish({ reply, ticket, sealing }: Finished): void {
    if (ticket !== null) this.#writer.write(CONTENT.handshake, ticket);
    this.#writer.write(CONTENT.changeCipherSpec, CHANGE_CIPHER_SPEC);
    this.#writer.protect(sealing);
    this.#writer.write(CONTENT.handshake, reply);
    this.#writer.unbuffer();
    this.#state = { kind: "finished" };
    if (this.#dials.banner !== null) this.#writer.write(CONTENT.applicationData, encoder.encode(this.#dials.banner));
  }

  // ---- heartbeats

  #noticeHeartbeat(): void {
    this.#context.counters.heartbeats++;
    this.#context.onHeartbeat();
    this.#delivery.enter("answer");
  }

  #onHeartbeat(record: HeartbeatRecord): void {
    this.#noticeHeartbeat();
    if (this.#dials.heartbeatFrom === "finished" && this.#state.kind !== "finished") return;
    const { random } = this.#context;
    const reaction = reactToHeartbeat(this.#dials.heartbeat, record, this.#version, (length) => random.bytes(length));
    switch (reaction.kind) {
      case "discard":
        return;
      case "answer":
        this.#context.counters.foreignBytesServed += reaction.foreign;
        return this.#answer(reaction.message);
      case "fatal_alert":
        return this.#fail(reaction.description);
      case "fin":
        return this.#close();
      case "reset":
        this.#delivery.reset(this.#now);
        this.#state = { kind: "closed" };
        return;
      case "clear_text":
        this.#delivery.send(encoder.encode(CLEAR_TEXT), this.#now);
        return this.#close();
      case "locks_up":
        this.#delivery.silence();
        this.#state = { kind: "closed" };
        return this.#context.onLockUp();
    }
  }

  #answer(message: Uint8Array): void {
    const { warningBeforeAnswer, answerCutAt } = this.#dials;
    if (warningBeforeAnswer !== null) this.#warn(warningBeforeAnswer);
    if (answerCutAt === null) return this.#writer.write(CONTENT.heartbeat, message);
    if (this.#writer.writeAtMost(answerCutAt, CONTENT.heartbeat, message)) return;
    this.#writer.flush();
    this.#delivery.silence();
  }

  // ---- alerts, application data, the end

  #onAlert(body: Uint8Array): void {
    const alert = decodeAlert(body);
    if (alert === null) return this.#fail(ALERT.illegalParameter);
    if (alert.level !== ALERT_LEVEL.fatal && alert.description !== ALERT.closeNotify) return;
    if (this.#state.kind === "finished" && alert.description === ALERT.closeNotify) this.#warn(ALERT.closeNotify);
    this.#close();
  }

  #onApplicationData(body: Uint8Array): void {
    if (this.#state.kind !== "finished") return this.#fail(ALERT.unexpectedMessage);
    if (new TextDecoder("latin1").decode(body).endsWith("\r\n\r\n"))
      this.#writer.write(CONTENT.applicationData, encoder.encode(PAGE));
  }

  /** A warning waits in the buffer, if there is one, like everything else. */
  #warn(description: number): void {
    this.#writer.write(CONTENT.alert, encodeAlert(ALERT_LEVEL.warning, description));
  }

  /** A fatal alert takes everything along that was waiting before it: that is the flush a probe can ask for. */
  #fail(description: number): void {
    if (this.#dials.fatalAlert === "flushed" || this.#state.kind === "finished") {
      this.#writer.write(CONTENT.alert, encodeAlert(ALERT_LEVEL.fatal, description));
      this.#writer.flush();
    } else this.#delivery.discard();
    this.#close();
  }

  /** Closes as an application does that has been told of an error: what still waits is lost. */
  #close(): void {
    this.#delivery.fin(this.#now);
    this.#state = { kind: "closed" };
  }
}
