/**
 * Rung 1, the flight: one connection, no cryptography, conclusive both ways.
 *
 * ClientHello; when the server's flight is complete: control, over-claiming probe, big control. OpenSSL handles
 * heartbeats in any state after the ClientHello but holds its writes back until the handshake is done, in a buffer of
 * 4096 bytes; the answer to the big control does not fit, so it pushes all the answers out and proves that the server
 * was alive after the probes. (The design flushes with a fatal alert; Node 0.10 never sends that alert, but it does
 * answer the big control, and nothing has to be broken for it.)
 *
 * If nothing comes back, the flight nudges: small controls first, because an edge-triggered server handles one queued record
 * per readable event; then the probe in a record of a wrong version, which a TLS stack must refuse by alert, so that the
 * alert shows that such records arrive; last a handshake record that must be refused, which shows whether only heartbeats
 * get lost on the way.
 *
 * If the controls are answered and the probe is not, the record of a wrong version is sent too: a device that takes out
 * malformed heartbeats and lets well-formed ones pass takes out that one as well, and no alert comes.
 *
 * Sans-IO: reacts to events, keeps its transcript, decides nothing about the outcome (see read-flight.ts).
 */

import type { SentLabel, Transcript } from "../../core/model/transcript.ts";
import type { ConnectionEvent, Wire } from "../../core/ports/net.ts";
import { ALERT } from "../../core/wire/alert.ts";
import { encodeHandshake, HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT, encodeRecord } from "../../core/wire/record.ts";
import { ServerFlight } from "../../core/wire/server-flight.ts";
import { suite } from "../../core/wire/suites.ts";
import { TLS13 } from "../../core/wire/version.ts";
import type { RecordedConversation } from "../pack.ts";
import { isFragileDevice } from "./fragile.ts";
import { type HelloForm, helloRecord } from "./hellos.ts";
import { BIG_PAYLOAD, classifyAnswer, type Questions, questions } from "./messages.ts";
import { Recorder, type RecorderContext } from "./recorder.ts";
import type { HeartbeatSeen } from "./tap.ts";

export interface FlightPlan {
  readonly form: HelloForm;
  /** Silence after which the flight gives up, ms; counted from the last thing that happened. */
  readonly patienceMs: number;
  /** Ask although the certificate is that of a device known to lock up. */
  readonly includeFragile: boolean;
  /** Rung 3: one over-read request in place of the harmless probes. Its answer is discarded on arrival. */
  readonly overread: boolean;
}

/** A server that has said ServerHello but never finishes its flight is asked after this silence, ms. */
const HELLO_SETTLE_MS = 1000;
/** Fastest nudge, ms; slower links use their round-trip time. */
const NUDGE_MS = 25;
const SLOWEST_NUDGE_MS = 1000;
type Nudge = Extract<SentLabel, "nudge" | "delivery_check" | "refusal">;
/**
 * As many events as a server that handles one record per event needs for everything up to the first delivery check; and
 * no more heartbeats than that, because a server that takes a second for each serves nobody else meanwhile.
 */
const NUDGES: readonly Nudge[] = [
  "nudge",
  "nudge",
  "delivery_check",
  "delivery_check",
  "delivery_check",
  "refusal",
  "refusal",
  "refusal",
];
/** How often an unanswered probe is sent again in a record that must be refused: once for each nudge that may be queued, and once more. */
const DELIVERY_CHECKS = 3;
const FATAL = 2;

/** Anonymous suites and plain pre-shared keys go without a certificate. */
function sendsCertificate(id: number): boolean {
  const exchange = suite(id)?.keyExchange ?? "";
  return !/anon$|^PSK$|^(EC)?DHE_PSK$|^SRP_SHA$/.test(exchange);
}

type Phase = "connecting" | "hello" | "probed" | "checking" | "over";

export class Flight implements RecordedConversation {
  readonly #plan: FlightPlan;
  readonly #hello: Uint8Array;
  readonly #questions: Questions;
  readonly #recorder: Recorder;
  readonly #server = new ServerFlight();
  #phase: Phase = "connecting";
  #version = 0;
  #nudgeMs = NUDGE_MS;
  #nudged = 0;
  #checks = 0;
  #quietSince = 0;
  #helloSentAt = 0;
  #overclaimAnswered = false;
  #controlAnswered = false;
  #aliveAfterProbe = false;

  /** `helloRandom`: HELLO_RANDOM_BYTES; `marker`: MARKER_BYTES. */
  constructor(context: RecorderContext, plan: FlightPlan, helloRandom: Uint8Array, marker: Uint8Array) {
    this.#plan = plan;
    this.#hello = helloRecord(plan.form, { serverName: context.serverName, random: helloRandom });
    this.#questions = questions(marker);
    this.#recorder = new Recorder(
      context,
      (body, length) => classifyAnswer(body, length, this.#questions),
      (seen) => this.#onHeartbeat(seen),
      (bytes) => this.#server.push(bytes),
    );
  }

  transcript(): Transcript {
    return this.#recorder.transcript();
  }

  event(event: ConnectionEvent, wire: Wire): void {
    if (this.#recorder.ended) return;
    switch (event.kind) {
      case "connected":
        this.#recorder.connected(event.at);
        this.#learnRoundTrip(event.at);
        this.#phase = "hello";
        this.#quietSince = event.at;
        this.#helloSentAt = event.at;
        this.#recorder.send(wire, "client_hello", this.#hello);
        wire.wakeIn(this.#plan.patienceMs);
        return;
      case "data":
        this.#quietSince = event.at;
        if (this.#server.records === 0) this.#learnRoundTrip(event.at - this.#helloSentAt);
        this.#recorder.segment(event.at, event.bytes);
        if (this.#phase === "hello") this.#afterHelloData(event.at, wire);
        else this.#afterAnswer(event.at, wire);
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

  /** Something on the way may accept at once for a server far behind it: the longest round trip seen counts. */
  #learnRoundTrip(ms: number): void {
    this.#nudgeMs = Math.min(SLOWEST_NUDGE_MS, Math.max(this.#nudgeMs, 1.5 * ms));
  }

  #afterHelloData(at: number, wire: Wire): void {
    const server = this.#server;
    if (server.defect !== null || this.#hasFatalAlert() || server.helloRetry || server.version === TLS13) {
      this.#stop(at, wire);
      return;
    }
    if (server.done) this.#probe(at, wire);
    else wire.wakeIn(this.#mayAsk() ? HELLO_SETTLE_MS : this.#plan.patienceMs);
  }

  /** Nothing is asked before the certificate has been looked at, where there is one to come. */
  #mayAsk(): boolean {
    const { hello, certificates } = this.#server;
    return hello !== null && (certificates !== null || this.#plan.includeFragile || !sendsCertificate(hello.suite));
  }

  #probe(at: number, wire: Wire): void {
    const server = this.#server;
    if (!this.#plan.includeFragile && isFragileDevice(server.certificates ?? [])) {
      this.#recorder.note(at, "fragile_device");
      this.#stop(at, wire);
      return;
    }
    this.#version = server.version ?? 0;
    this.#phase = "probed";
    const q = this.#questions;
    if (this.#plan.overread) this.#recorder.keepAlertsOnly();
    this.#recorder.sendTogether(
      wire,
      this.#plan.overread
        ? [["probe_overread", this.#heartbeat(q.overread)]]
        : [
            ["control", this.#heartbeat(q.control)],
            ["probe_overclaim", this.#heartbeat(q.overclaim)],
            ["big_control", this.#heartbeat(q.bigControl)],
          ],
    );
    wire.wakeIn(this.#nudgeMs);
  }

  #onHeartbeat(seen: HeartbeatSeen): void {
    if (seen.class === "overclaim_answer" || seen.class === "overread_answer") this.#overclaimAnswered = true;
    if (seen.class !== "control_answer") return;
    this.#controlAnswered = true;
    if (seen.claimed === BIG_PAYLOAD) this.#aliveAfterProbe = true;
  }

  #afterAnswer(at: number, wire: Wire): void {
    const settled = this.#overclaimAnswered && (this.#plan.overread || this.#controlAnswered);
    if (settled || this.#hasFatalAlert() || this.#server.defect !== null) this.#stop(at, wire);
    else if (this.#phase === "probed" && this.#aliveAfterProbe && !this.#plan.overread) this.#checkDelivery(wire);
  }

  /** Did the probe that was not answered arrive at all? */
  #checkDelivery(wire: Wire): void {
    this.#phase = "checking";
    this.#checks++;
    this.#recorder.send(wire, "delivery_check", this.#nudgeRecord("delivery_check"));
    wire.wakeIn(this.#nudgeMs);
  }

  #onTimer(at: number, wire: Wire): void {
    if (this.#phase === "hello" && this.#mayAsk()) {
      this.#probe(at, wire);
      return;
    }
    if (this.#phase === "checking" && this.#checks < DELIVERY_CHECKS) {
      this.#checkDelivery(wire);
      return;
    }
    const next = this.#phase === "probed" ? NUDGES[this.#nudged] : undefined;
    if (next !== undefined) {
      this.#nudged++;
      this.#recorder.send(wire, next, this.#nudgeRecord(next));
      wire.wakeIn(this.#nudgeMs);
      return;
    }
    const quiet = at - this.#quietSince;
    if (quiet < this.#plan.patienceMs) {
      wire.wakeIn(this.#plan.patienceMs - quiet);
      return;
    }
    this.#recorder.end(at, "timeout");
    wire.close();
  }

  #nudgeRecord(label: Nudge): Uint8Array {
    switch (label) {
      case "delivery_check":
        // Same major version, other minor: OpenSSL answers protocol_version for a record of any type (ssl/s3_pkt.c).
        return encodeRecord(CONTENT.heartbeat, this.#version ^ 1, this.#questions.overclaim);
      case "refusal":
        // A client never sends ServerHelloDone: unexpected_message or illegal_parameter in every stack.
        return encodeRecord(
          CONTENT.handshake,
          this.#version,
          encodeHandshake(HANDSHAKE.serverHelloDone, new Uint8Array(0)),
        );
      case "nudge":
        return this.#heartbeat(this.#questions.control);
    }
  }

  #heartbeat(body: Uint8Array): Uint8Array {
    return encodeRecord(CONTENT.heartbeat, this.#version, body);
  }

  #hasFatalAlert(): boolean {
    return this.#server.alerts.some((a) => a.level === FATAL || a.description === ALERT.closeNotify);
  }

  /** Everything wanted has been seen: our decision to stop is the end of the story, whatever still drains. */
  #stop(at: number, wire: Wire): void {
    this.#recorder.end(at, "closed_by_us");
    this.#phase = "over";
    wire.close();
  }
}
