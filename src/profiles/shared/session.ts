/** Tools that complete the handshake and ask under encryption: our TLS client, driven by a talk. Its random is the same every time, for nothing is kept secret. */

import type { Random } from "../../core/ports/clock.ts";
import { ALERT_LEVEL } from "../../core/wire/alert.ts";
import type { ClientHello } from "../../core/wire/client-hello.ts";
import type { Extension } from "../../core/wire/extensions.ts";
import type { ServerHello } from "../../core/wire/server-hello.ts";
import { TLS12 } from "../../core/wire/version.ts";
import { type ClientFailure, TlsClient } from "../../tls/client.ts";
import type { Over, StepResult, Talk } from "../talk.ts";

/** One record after the handshake; its bytes are for looking at, never for keeping. */
export interface Opened {
  readonly type: number;
  /** null: it does not decrypt. */
  readonly plaintext: Uint8Array | null;
}

export interface Session {
  readonly client: TlsClient;
  readonly hello: ServerHello;
  readonly version: number;
  /** Records that have come and were not looked at yet. */
  readonly waiting: Opened[];
  /** When something last happened, ms since the talk began. */
  at: number;
}

export type Shaken = { readonly ok: true; readonly session: Session } | NotShaken;

export interface NotShaken {
  readonly ok: false;
  /** Of the server's fatal alert. */
  readonly alert: number | null;
  /** How the connection was over. */
  readonly over: Over | null;
  /** What our client says against what came; `version`: the server chose one that the tool does not speak. */
  readonly failure: ClientFailure | "version" | null;
  readonly detail: string;
}

const MOST = 65_536;

const TOOL_RANDOM: Random = {
  bytes: (length) => Uint8Array.from({ length }, (_, index) => (index * 37 + 11) & 0xff),
  unit: () => 0.5,
};

export function sessionHello(suites: readonly number[], extensions: readonly Extension[]): ClientHello {
  const random = TOOL_RANDOM.bytes(32);
  return { version: TLS12, random, sessionId: new Uint8Array(0), suites, compressions: [0], extensions };
}

/** @param timeoutMs for all of it. @param lowest the lowest version that the tool goes on with. */
export function* shake(hello: ClientHello, timeoutMs: number, lowest: number): Talk<Shaken> {
  const client = new TlsClient({ hello, random: TOOL_RANDOM });
  const began: StepResult = yield { do: "send", bytes: client.start() };
  const failed = (given: Partial<NotShaken>): NotShaken => ({ ...NOTHING, ...given });
  const waiting: Opened[] = [];
  let at = began.at;
  let chosen: { readonly hello: ServerHello; readonly version: number } | null = null;
  let alert: number | null = null;
  let completed = false;
  for (;;) {
    const timeLeft = Math.max(0, began.at + timeoutMs - at);
    const part: StepResult = yield { do: "receive", most: MOST, timeoutMs: timeLeft };
    at = part.at;
    if (part.is !== "data") return failed({ over: part.is === "over" ? part.how : "closed" });
    for (const event of client.receive(part.bytes)) {
      if (event.kind === "send") yield { do: "send", bytes: event.bytes };
      if (event.kind === "completed") completed = true;
      if (event.kind === "record" && completed) waiting.push({ type: event.type, plaintext: event.plaintext });
      if (event.kind === "alert" && event.level === ALERT_LEVEL.fatal) alert = event.description;
      if (event.kind === "server_hello") {
        if (event.version < lowest) return failed({ failure: "version", detail: event.version.toString(16) });
        chosen = { hello: event.hello, version: event.version };
      }
      if (event.kind === "failed") {
        return alert === null ? failed({ failure: event.reason, detail: event.detail }) : failed({ alert });
      }
    }
    if (completed && chosen !== null) return { ok: true, session: { client, ...chosen, waiting, at } };
  }
}

const NOTHING: NotShaken = { ok: false, alert: null, over: null, failure: null, detail: "" };

/** Sends one protected record; in the segments of `before`, where that is given. */
export function* sendProtected(session: Session, type: number, body: Uint8Array, before?: Uint8Array): Talk<void> {
  const bytes = session.client.seal(type, body);
  yield { do: "send", bytes: before === undefined ? bytes : Uint8Array.from([...before, ...bytes]) };
}

/** The next record, until a time counted from the talk's beginning. */
export function* nextRecord(session: Session, until: number): Talk<Opened | Over> {
  for (;;) {
    const next = session.waiting.shift();
    if (next !== undefined) return next;
    const timeoutMs = Math.max(0, until - session.at);
    const part: StepResult = yield { do: "receive", most: MOST, timeoutMs };
    session.at = part.at;
    if (part.is !== "data") return part.is === "over" ? part.how : "closed";
    for (const event of session.client.receive(part.bytes)) {
      if (event.kind === "record") session.waiting.push({ type: event.type, plaintext: event.plaintext });
    }
  }
}
