/**
 * Rung 2, the handshake: everything a client does, then the same control and probes under the session's keys. There OpenSSL no
 * longer buffers, so each answer comes at once; and every record that arrives proves that all before it arrived.
 *
 * A server that answers nothing is asked for a sign of life: a handshake message that it must refuse, or, where that
 * made it hang up without a word, a request of HTTP. Sans-IO, like the flight.
 */

import type { Transcript } from "../../core/model/transcript.ts";
import type { Random } from "../../core/ports/clock.ts";
import type { ConnectionEvent, Wire } from "../../core/ports/net.ts";
import { ALERT, ALERT_LEVEL, decodeAlert } from "../../core/wire/alert.ts";
import { equal } from "../../core/wire/bytes.ts";
import { encodeHandshake, HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT, encodeRecord, RecordDecoder, type TlsRecord } from "../../core/wire/record.ts";
import { SSL30, TLS10, TLS12 } from "../../core/wire/version.ts";
import { type ClientEvent, TlsClient } from "../../tls/client.ts";
import { ownIdentity } from "../../tls/client-identity.ts";
import { COMPLETABLE_PSK_SUITES, COMPLETABLE_SUITES, completableHello } from "../../tls/completable.ts";
import type { ProbeOptions, RecordedConversation } from "../pack.ts";
import { isFragileDevice } from "./fragile.ts";
import type { HelloForm } from "./hellos.ts";
import type { LifeSign } from "./ladder.ts";
import { BIG_PAYLOAD, claimedLength, classifyAnswer, type Questions, questions } from "./messages.ts";
import { Recorder, type RecorderContext } from "./recorder.ts";

export interface HandshakePlan {
  /** The form of hello the server accepted: sets the highest version offered. */
  readonly form: HelloForm;
  readonly lifeSign: LifeSign;
  /** Show a certificate of our own where the server asks for one. */
  readonly identified: boolean;
  readonly patienceMs: number;
  /** Ask although the certificate is that of a device known to lock up. */
  readonly includeFragile: boolean;
  readonly psk: ProbeOptions["psk"];
}

/** Small controls that follow the probes while answers are missing: a server that handles one record per readable event needs two more events. */
const NUDGES = 2;
const NUDGE_MS = 100;
const HTTP = new TextEncoder().encode("HTTP/");
const HTTP_REQUEST = new TextEncoder().encode("HEAD / HTTP/1.0\r\n\r\n");

export class HandshakeProbe implements RecordedConversation {
  readonly #plan: HandshakePlan;
  readonly #questions: Questions;
  readonly #client: TlsClient;
  readonly #recorder: Recorder;
  readonly #records = new RecordDecoder();
  /** Our own sealed heartbeats: what comes back byte for byte is an echo and must not disturb the session's keys. */
  readonly #sealed: Uint8Array[] = [];
  /** The server has changed to its keys: from here on records are not plain. */
  #protected = false;
  #greeted = false;
  #probed = false;
  #nudgeMs = NUDGE_MS;
  #nudged = 0;
  #helloSentAt = 0;
  #lifeSignAsked = false;
  /** The server ended the conversation under its keys, or answered the request. */
  #settled = false;
  #quietSince = 0;
  #controlAnswered = false;
  #overclaimAnswered = false;
  #aliveAfterProbe = false;

  constructor(context: RecorderContext, plan: HandshakePlan, marker: Uint8Array, random: Random) {
    this.#plan = plan;
    this.#questions = questions(marker);
    this.#recorder = new Recorder(
      context,
      (body, length) => classifyAnswer(body, length, this.#questions),
      () => {},
      () => {},
    );
    const maxVersion = plan.form === "ssl3" ? SSL30 : plan.form === "old" ? TLS10 : TLS12;
    const suites = plan.psk === null ? COMPLETABLE_SUITES : [...COMPLETABLE_SUITES, ...COMPLETABLE_PSK_SUITES];
    const hello = completableHello({ maxVersion, suites, serverName: context.serverName, heartbeat: 1 }, random);
    this.#client = new TlsClient({
      hello,
      random,
      psk: bytesOf(plan.psk),
      identity: plan.identified ? ownIdentity() : null,
    });
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
        this.#quietSince = event.at;
        this.#helloSentAt = event.at;
        this.#recorder.send(wire, "client_hello", this.#client.start());
        wire.wakeIn(this.#plan.patienceMs);
        return;
      case "data":
        this.#quietSince = event.at;
        if (!this.#greeted) this.#learnRoundTrip(event.at - this.#helloSentAt);
        this.#greeted = true;
        this.#data(event.at, event.bytes, wire);
        return;
      case "timer":
        this.#timer(event.at, wire);
        return;
      case "end":
        this.#recorder.end(event.at, event.how);
        return;
    }
  }

  #learnRoundTrip(ms: number): void {
    this.#nudgeMs = Math.max(this.#nudgeMs, 1.5 * ms);
  }

  /** Decides only when all records of a segment have been read: an answer may stand behind something else. */
  #data(at: number, bytes: Uint8Array, wire: Wire): void {
    for (const record of this.#records.push(bytes)) {
      this.#record(at, record, wire);
      if (this.#recorder.ended) return;
    }
    const answered = this.#controlAnswered && (this.#overclaimAnswered || this.#aliveAfterProbe);
    if (this.#settled || answered || this.#records.defect !== null) this.#stop(at, wire);
    else if (!this.#probed) wire.wakeIn(this.#plan.patienceMs);
  }

  #record(at: number, record: TlsRecord, wire: Wire): void {
    const bytes = encodeRecord(record.type, record.version, record.body);
    if (record.type === CONTENT.heartbeat && this.#sealed.some((mine) => equal(mine, bytes))) {
      const { version, body } = record;
      const seen = {
        recordVersion: version,
        length: body.length,
        received: body.length,
        messageType: null,
        claimed: null,
      };
      this.#recorder.heartbeat(at, { ...seen, class: "echo" }, false);
      return;
    }
    if (!this.#protected) this.#recorder.segment(at, bytes);
    if (record.type === CONTENT.changeCipherSpec) this.#protected = true;
    for (const event of this.#client.receive(bytes)) {
      this.#clientEvent(at, event, wire);
      if (this.#recorder.ended) return;
    }
  }

  #clientEvent(at: number, event: ClientEvent, wire: Wire): void {
    switch (event.kind) {
      case "send":
        this.#recorder.send(wire, event.label, event.bytes);
        return;
      case "completed":
        this.#recorder.note(at, "handshake_completed");
        this.#probe(wire);
        return;
      case "failed":
        this.#recorder.note(at, event.reason === "unsupported" ? "no_common_suite" : "handshake_failed");
        this.#stop(at, wire);
        return;
      case "record":
        if (event.protected) this.#protectedRecord(at, event);
        return;
      case "certificate":
        if (this.#plan.includeFragile || !isFragileDevice(event.chain)) return;
        this.#recorder.note(at, "fragile_device");
        this.#stop(at, wire);
        return;
      case "server_hello":
      case "alert":
        return;
    }
  }

  #probe(wire: Wire): void {
    const q = this.#questions;
    this.#probed = true;
    this.#recorder.sendTogether(wire, [
      ["control", ...this.#seal(q.control)],
      ["probe_overclaim", ...this.#seal(q.overclaim)],
      ["big_control", ...this.#seal(q.bigControl)],
    ]);
    wire.wakeIn(this.#nudgeMs);
  }

  /** A heartbeat as it travels, and as it is before it is protected. */
  #seal(body: Uint8Array): [sealed: Uint8Array, plain: Uint8Array] {
    const record = this.#client.seal(CONTENT.heartbeat, body);
    this.#sealed.push(record);
    return [record, encodeRecord(CONTENT.heartbeat, ((record[1] ?? 0) << 8) | (record[2] ?? 0), body)];
  }

  #protectedRecord(at: number, event: Extract<ClientEvent, { kind: "record" }>): void {
    const { type, version, length, authentic, plaintext } = event;
    if (type === CONTENT.heartbeat && plaintext !== null) {
      this.#heartbeat(at, version, plaintext);
      return;
    }
    const alert = type === CONTENT.alert && plaintext !== null ? decodeAlert(plaintext) : null;
    const http = type === CONTENT.applicationData && plaintext !== null && beginsLikeHttp(plaintext);
    this.#recorder.protectedRecord(at, { contentType: type, length, authentic, alert, http });
    const ends = alert !== null && (alert.level === ALERT_LEVEL.fatal || alert.description === ALERT.closeNotify);
    if (this.#probed && (ends || (http && this.#lifeSignAsked))) this.#settled = true;
  }

  /** Classifies the answer and forgets it. */
  #heartbeat(at: number, version: number, plaintext: Uint8Array): void {
    const cls = classifyAnswer(plaintext, plaintext.length, this.#questions);
    const claimed = claimedLength(plaintext);
    const seen = { recordVersion: version, length: plaintext.length, received: plaintext.length };
    this.#recorder.heartbeat(at, { ...seen, messageType: plaintext[0] ?? null, claimed, class: cls }, true);
    plaintext.fill(0);
    if (cls === "overclaim_answer") this.#overclaimAnswered = true;
    if (cls !== "control_answer") return;
    this.#controlAnswered = true;
    if (claimed === BIG_PAYLOAD) this.#aliveAfterProbe = true;
  }

  #timer(at: number, wire: Wire): void {
    if (this.#probed && this.#nudged < NUDGES) {
      this.#nudged++;
      this.#recorder.send(wire, "nudge", ...this.#seal(this.#questions.control));
      wire.wakeIn(this.#nudgeMs);
      return;
    }
    if (this.#probed && !this.#lifeSignAsked && !this.#controlAnswered) {
      this.#lifeSignAsked = true;
      this.#recorder.send(wire, "life_sign", this.#lifeSign());
    }
    const quiet = at - this.#quietSince;
    if (quiet < this.#plan.patienceMs) {
      wire.wakeIn(this.#plan.patienceMs - quiet);
      return;
    }
    this.#recorder.end(at, "timeout");
    wire.close();
  }

  #lifeSign(): Uint8Array {
    return this.#plan.lifeSign === "request"
      ? this.#client.seal(CONTENT.applicationData, HTTP_REQUEST)
      : this.#client.seal(CONTENT.handshake, encodeHandshake(HANDSHAKE.serverHelloDone, new Uint8Array(0)));
  }

  #stop(at: number, wire: Wire): void {
    this.#recorder.end(at, "closed_by_us");
    wire.close();
  }
}

function beginsLikeHttp(data: Uint8Array): boolean {
  return HTTP.every((byte, i) => data[i] === byte);
}

/** RFC 4279 section 5.1: identities travel as UTF-8. */
function bytesOf(psk: ProbeOptions["psk"]): { identity: Uint8Array; key: Uint8Array } | null {
  return psk === null ? null : { identity: new TextEncoder().encode(psk.identity), key: psk.key };
}
