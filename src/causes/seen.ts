/** What a talk sent and saw, in types and lengths: facts to choose a cause by, and lines to read. No payload outlives its step. */

import { alertName } from "../core/wire/alert.ts";
import { decodeServerName, EXTENSION, heartbeatMode } from "../core/wire/extensions.ts";
import { HANDSHAKE, HandshakeAssembler } from "../core/wire/handshake.ts";
import { CONTENT, RecordDecoder, type TlsRecord } from "../core/wire/record.ts";
import { decodeServerHello, type ServerHello } from "../core/wire/server-hello.ts";
import { suiteName } from "../core/wire/suites.ts";
import { versionName } from "../core/wire/version.ts";
import type { Over, Step, StepResult, Talk } from "../profiles/talk.ts";
import { helloIn, requestIn } from "./messages.ts";
import { HeaderReader, wholeRecords } from "./records.ts";
import { throughSteps } from "./steps.ts";
import { ENDINGS, messageName, recordName } from "./words.ts";

export interface SeenHello {
  readonly version: number;
  readonly suites: readonly number[];
  readonly serverName: string | null;
  readonly heartbeatMode: number | null;
}

export interface SeenRequest {
  readonly version: number;
  readonly claimed: number;
  readonly carried: number;
}

export interface SeenConnection {
  hello: SeenHello | null;
  readonly requests: SeenRequest[];
  /** Of the first ServerHello. */
  chosen: { readonly version: number; readonly suite: number; readonly heartbeatMode: number | null } | null;
  /** Whether a record held more or less than one message. */
  mixed: boolean;
  /** Alert records that began: some tools read no further than a header. */
  alerts: number;
  warnings: number;
  /** Descriptions of fatal alerts. */
  readonly fatal: number[];
  /** Heartbeat records that began. */
  heartbeats: number;
  /** What came was no TLS. */
  plainText: boolean;
  /** A piece sent held several records; or several pieces were sent with no reading in between. */
  joined: boolean;
  apart: boolean;
  /** The longest wait that brought nothing, ms; 0: none. */
  waitedMs: number;
  ended: Over | null;
}

export interface SeenLine {
  /** Milliseconds since the talk began. */
  readonly atMs: number;
  /** From 1. */
  readonly connection: number;
  readonly who: "tool" | "server" | "network";
  readonly what: string;
}

export interface Seen {
  readonly connections: readonly SeenConnection[];
  readonly lines: readonly SeenLine[];
}

/** More lines than anybody reads, and a bound for what a server can make us keep. */
const MOST_LINES = 500;

export class Recorder implements Seen {
  readonly connections: SeenConnection[] = [];
  readonly lines: SeenLine[] = [];
  #now: SeenConnection | null = null;
  #came = new RecordDecoder();
  #headers = new HeaderReader();
  #messages = new HandshakeAssembler();
  #sealed = false;
  #lost = false;
  #sending = false;

  /** One step and what it came to. */
  note(step: Step, result: StepResult): void {
    if (step.do === "connect") this.#connected(result);
    const now = this.#now;
    if (now === null) return;
    if (step.do === "send") this.#sent(now, step.bytes, result.at);
    if (step.do === "send" && this.#sending) now.apart = true;
    this.#sending = step.do === "send";
    if (step.do === "close") this.#say(result.at, "tool", "closes the connection");
    if (step.do !== "receive") return;
    if (result.is === "data") this.#received(now, result.bytes, result.at);
    if (result.is !== "over") return;
    if (result.how === "timeout") {
      now.waitedMs = Math.max(now.waitedMs, step.timeoutMs);
      this.#say(result.at, "tool", `has waited ${(step.timeoutMs / 1000).toFixed(1)} s, nothing came`);
    } else if (now.ended === null) this.#say(result.at, "server", ENDINGS[result.how]);
    if (result.how !== "timeout") now.ended = result.how;
  }

  /** A heartbeat record that is known by its length alone. */
  heartbeat(at: number, version: number, length: number): void {
    if (this.#now !== null) this.#now.heartbeats++;
    this.#say(at, "server", `heartbeat record in ${versionName(version)} (${length} bytes)`);
  }

  #connected(result: StepResult): void {
    this.#now = {
      hello: null,
      requests: [],
      chosen: null,
      mixed: false,
      alerts: 0,
      warnings: 0,
      fatal: [],
      heartbeats: 0,
      plainText: false,
      joined: false,
      apart: false,
      waitedMs: 0,
      ended: result.is === "over" ? result.how : null,
    };
    this.connections.push(this.#now);
    this.#came = new RecordDecoder();
    this.#headers = new HeaderReader();
    this.#messages = new HandshakeAssembler();
    this.#sealed = false;
    this.#lost = false;
    this.#say(result.at, "network", result.is === "over" ? `no connection: ${ENDINGS[result.how]}` : "connected");
  }

  #sent(now: SeenConnection, bytes: Uint8Array, at: number): void {
    const records = wholeRecords(bytes) ?? [];
    if (records.length > 1) now.joined = true;
    for (const record of records) {
      const hello = helloIn(record);
      const request = this.#sealed ? null : requestIn(record);
      if (record.type === CONTENT.changeCipherSpec) this.#sealed = true;
      if (hello !== null) {
        const name = hello.extensions?.find(({ type }) => type === EXTENSION.serverName)?.data;
        const { version, suites } = hello;
        const serverName = name === undefined ? null : decodeServerName(name);
        now.hello ??= { version, suites, serverName, heartbeatMode: heartbeatMode(hello.extensions) };
        const named = serverName === null ? "no server name" : "a server name";
        const mode = heartbeatMode(hello.extensions);
        this.#say(
          at,
          "tool",
          `ClientHello ${versionName(version)}, ${suites.length} suites, ${named}, ${mode === null ? "no heartbeats" : `heartbeat mode ${mode}`}`,
        );
      } else if (request !== null) {
        const { claimed, carried } = request;
        now.requests.push({ version: record.version, claimed, carried: carried.length });
        this.#say(
          at,
          "tool",
          `heartbeat request in ${versionName(record.version)}: claims ${claimed} bytes, carries ${carried.length}`,
        );
      } else this.#say(at, "tool", `${recordName(record.type)} (${record.body.length} bytes)`);
    }
  }

  #received(now: SeenConnection, bytes: Uint8Array, at: number): void {
    if (this.#lost) return;
    for (const { type, version, length } of this.#headers.push(bytes)) {
      if (type === CONTENT.alert) now.alerts++;
      if (type === CONTENT.heartbeat) this.heartbeat(at, version, length);
    }
    for (const record of this.#came.push(bytes)) this.#record(now, record, at);
    if (this.#came.defect === null) return;
    this.#lost = true;
    now.plainText = true;
    this.#say(at, "server", "what comes is no TLS");
  }

  #record(now: SeenConnection, { type, version, body }: TlsRecord, at: number): void {
    if (type === CONTENT.alert && body.length === 2) {
      const [level, description = 0] = body;
      if (level === 2) now.fatal.push(description);
      else now.warnings++;
      this.#say(at, "server", `alert ${level === 2 ? "fatal" : "warning"}: ${alertName(description)}`);
      return;
    }
    if (type === CONTENT.heartbeat) return;
    const messages = type === CONTENT.handshake && this.#messages.defect === null ? this.#messages.push(body) : null;
    if (messages === null || (messages.length === 0 && this.#messages.pending === 0)) {
      this.#say(at, "server", `${recordName(type)} in ${versionName(version)} (${body.length} bytes)`);
      return;
    }
    if (messages.length !== 1 || messages[0]?.raw.length !== body.length) now.mixed = true;
    for (const message of messages) {
      const hello = message.type === HANDSHAKE.serverHello ? decodeServerHello(message.body) : null;
      if (hello !== null) this.#hello(now, hello, at);
      else this.#say(at, "server", `${messageName(message.type)} (${message.body.length} bytes)`);
    }
  }

  #hello(now: SeenConnection, { version, suite, extensions }: ServerHello, at: number): void {
    const mode = heartbeatMode(extensions);
    now.chosen ??= { version, suite, heartbeatMode: mode };
    const heartbeat = mode === null ? "no heartbeats" : `heartbeat mode ${mode}`;
    this.#say(at, "server", `ServerHello ${versionName(version)}, ${suiteName(suite)}, ${heartbeat}`);
  }

  #say(atMs: number, who: SeenLine["who"], what: string): void {
    if (this.lines.length < MOST_LINES) this.lines.push({ atMs, connection: this.connections.length, who, what });
  }
}

/** The talk, listened to. */
export function watched<T>(talk: Talk<T>, recorder: Recorder): Talk<T> {
  return throughSteps(talk, function* (step) {
    const result: StepResult = yield step;
    recorder.note(step, result);
    return result;
  });
}

/** The connections in which the tool asked for heartbeats, or else those in which it could have, or else all. */
export function asking({ connections }: Seen): readonly SeenConnection[] {
  const asked = connections.filter(({ requests }) => requests.length > 0);
  if (asked.length > 0) return asked;
  const offering = connections.filter(({ hello }) => hello !== null && hello.heartbeatMode !== null);
  return offering.length > 0 ? offering : connections;
}

/** The place of the connection that decided: of the first answer, or of the last question; -1: there was neither. */
export function deciding({ connections }: Seen): number {
  const answer = connections.findIndex(({ heartbeats }) => heartbeats > 0);
  return answer >= 0 ? answer : connections.findLastIndex(({ requests }) => requests.length > 0);
}
