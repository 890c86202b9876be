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
import { decodeAlert } from "../../core/wire/alert.ts";
import { equal } from "../../core/wire/bytes.ts";
import { encodeHandshake, HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT, encodeRecord, RecordDecoder, type TlsRecord } from "../../core/wire/record.ts";
import { SSL30, TLS10, TLS12 } from "../../core/wire/version.ts";
import { type ClientEvent, TlsClient } from "../../tls/client.ts";
import { ownIdentity } from "../../tls/client-identity.ts";
import { COMPLETABLE_PSK_SUITES, COMPLETABLE_SUITES, completableHello } from "../../tls/completable.ts";
import type { ProbeOptions, RecordedConversation } from "../pack.ts";
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
  readonly psk: ProbeOptions["psk"];
}

/** Silence before a sign of life is asked for, ms; slower links use their round-trip time. */
const LIFE_SIGN_MS = 300;
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
  #probed = false;
  #lifeSignMs = LIFE_SIGN_MS;
  #lifeSignAsked = false;
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
        this.#lifeSignMs = Math.max(LIFE_SIGN_MS, 3 * event.at);
        this.#quietSince = event.at;
        this.#recorder.send(wire, "client_hello", this.#client.start());
        wire.wakeIn(this.#plan.patienceMs);
        return;
      case "data":
        this.#quietSince = event.at;
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

  #data(at: number, bytes: Uint8Array, wire: Wire): void {
    for (const record of this.#records.push(bytes)) {
      this.#record(at, record, wire);
      if (this.#recorder.ended) return;
    }
    if (this.#records.defect !== null) {
      this.#recorder.segment(at, bytes);
      this.#stop(at, wire);
    } else if (!this.#lifeSignAsked) wire.wakeIn(this.#probed ? this.#lifeSignMs : this.#plan.patienceMs);
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
    for (const event of this.#client.receive(bytes)) this.#clientEvent(at, event, wire);
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
        if (event.protected) this.#protectedRecord(at, event, wire);
        return;
      case "server_hello":
      case "certificate":
      case "alert":
        return;
    }
  }

  #probe(wire: Wire): void {
    const q = this.#questions;
    this.#probed = true;
    this.#recorder.sendTogether(wire, [
      ["control", this.#seal(q.control)],
      ["probe_empty", this.#seal(q.probeEmpty)],
      ["probe_overclaim", this.#seal(q.probeOverclaim)],
      ["big_control", this.#seal(q.bigControl)],
    ]);
    wire.wakeIn(this.#lifeSignMs);
  }

  #seal(body: Uint8Array): Uint8Array {
    const record = this.#client.seal(CONTENT.heartbeat, body);
    this.#sealed.push(record);
    return record;
  }

  #protectedRecord(at: number, event: Extract<ClientEvent, { kind: "record" }>, wire: Wire): void {
    const { type, version, length, authentic, plaintext } = event;
    if (type === CONTENT.heartbeat && plaintext !== null) {
      this.#heartbeat(at, version, plaintext);
    } else {
      const alert = type === CONTENT.alert && plaintext !== null ? decodeAlert(plaintext) : null;
      this.#recorder.protectedRecord(at, { contentType: type, length, authentic, alert });
    }
    const fatal = type === CONTENT.alert && authentic;
    const settled = this.#controlAnswered && (this.#overclaimAnswered || this.#aliveAfterProbe);
    const aliveAfterLifeSign = this.#lifeSignAsked && authentic && type !== CONTENT.heartbeat;
    if (this.#probed && (settled || fatal || aliveAfterLifeSign)) this.#stop(at, wire);
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

/** RFC 4279 section 5.1: identities travel as UTF-8. */
function bytesOf(psk: ProbeOptions["psk"]): { identity: Uint8Array; key: Uint8Array } | null {
  return psk === null ? null : { identity: new TextEncoder().encode(psk.identity), key: psk.key };
}
