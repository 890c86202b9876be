/**
 * A talk that asks in plain text in the middle of the handshake, made to ask after it and under encryption: our TLS client stands
 * between the tool and the wire. The tool sees the server's flight, and then what the server says, decrypted.
 */

import { CONTENT, encodeRecord, RecordDecoder } from "../core/wire/record.ts";
import { EXTENSION, supportedGroupsExtension } from "../core/wire/extensions.ts";
import { concat } from "../core/wire/bytes.ts";
import type { ClientHello } from "../core/wire/client-hello.ts";
import type { StepResult, Talk } from "../profiles/talk.ts";
import { TlsClient } from "../tls/client.ts";
import { COMPLETABLE_SUITES } from "../tls/completable.ts";
import { COMPLETABLE_GROUPS } from "../tls/ephemeral.ts";
import { helloIn, requestIn } from "./messages.ts";
import { wholeRecords } from "./records.ts";
import { throughSteps } from "./steps.ts";

const MOST = 65_536;
/** Of the handshake, for each read, ms. */
const PATIENCE_MS = 5000;
const EMPTY = new Uint8Array(0);

export function* afterHandshake<T>(talk: Talk<T>): Talk<T> {
  let line: Line | null = null;
  return yield* throughSteps(talk, function* (step) {
    if (step.do === "connect") line = null;
    if (step.do === "receive" && line !== null) return yield* line.receive(step.most, step.timeoutMs);
    const records = step.do === "send" ? wholeRecords(step.bytes) : null;
    if (records === null) return yield step;
    let result: StepResult = { is: "done", at: line?.at ?? 0 };
    for (const record of records) {
      const hello: ClientHello | null = line === null ? helloIn(record) : null;
      if (hello !== null) {
        line = new Line(hello);
        result = yield* line.sent(line.client.start());
      } else if (line !== null && requestIn(record) !== null) {
        yield* line.shake();
        result = yield* line.sent(line.client.seal(CONTENT.heartbeat, record.body));
      } else result = yield { do: "send", bytes: encodeRecord(record.type, record.version, record.body) };
    }
    return result;
  });
}

/** What our client can complete of what the tool offers. */
function completable(hello: ClientHello): ClientHello {
  const suites = hello.suites.filter((suite) => COMPLETABLE_SUITES.includes(suite));
  const extensions =
    hello.extensions?.map((extension) =>
      extension.type === EXTENSION.supportedGroups ? supportedGroupsExtension([...COMPLETABLE_GROUPS]) : extension,
    ) ?? null;
  return { ...hello, suites: suites.length > 0 ? suites : hello.suites, extensions };
}

class Line {
  readonly client: TlsClient;
  /** Of the last result, ms since the talk began. */
  at = 0;
  readonly #records = new RecordDecoder();
  #forTool: Uint8Array = EMPTY;
  #plain = true;
  #state: "shaking" | "completed" | "failed" = "shaking";

  constructor(hello: ClientHello) {
    // Nothing is kept secret from anybody here.
    const random = { bytes: (length: number) => Uint8Array.from({ length }, (_, index) => (index * 37 + 11) & 0xff) };
    this.client = new TlsClient({ hello: completable(hello), random: { ...random, unit: () => 0.5 } });
  }

  *sent(bytes: Uint8Array): Talk<StepResult> {
    const result: StepResult = yield { do: "send", bytes };
    this.at = result.at;
    return result;
  }

  *receive(most: number, timeoutMs: number): Talk<StepResult> {
    let left = timeoutMs;
    for (;;) {
      if (this.#forTool.length > 0) {
        const bytes = this.#forTool.slice(0, most);
        this.#forTool = this.#forTool.slice(most);
        return { is: "data", at: this.at, bytes };
      }
      const before = this.at;
      const over = yield* this.#read(left);
      if (over !== null) return over;
      left = Math.max(0, left - (this.at - before));
    }
  }

  /** Until the handshake is completed, or cannot be. */
  *shake(): Talk<void> {
    while (this.#state === "shaking") if ((yield* this.#read(PATIENCE_MS)) !== null) return;
  }

  /** null: something came. */
  *#read(timeoutMs: number): Talk<StepResult | null> {
    const part: StepResult = yield { do: "receive", most: MOST, timeoutMs };
    this.at = part.at;
    if (part.is !== "data") return part;
    for (const { type, version, body } of this.#records.push(part.bytes)) {
      if (type === CONTENT.changeCipherSpec) this.#plain = false;
      if (this.#plain) this.#show(encodeRecord(type, version, body));
    }
    for (const event of this.client.receive(part.bytes)) {
      if (event.kind === "send") yield* this.sent(event.bytes);
      if (event.kind === "completed") this.#state = "completed";
      if (event.kind === "failed") this.#state = "failed";
      const shown =
        event.kind === "record" && event.protected && event.plaintext !== null && event.type !== CONTENT.handshake;
      if (shown) this.#show(encodeRecord(event.type, event.version, event.plaintext));
    }
    return null;
  }

  #show(bytes: Uint8Array): void {
    this.#forTool = concat([this.#forTool, bytes]);
  }
}
