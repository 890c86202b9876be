/** Hut3's Cardiac Arrest (reference/detectors.md, 2.3): every version, every suite, and PASS for whatever goes wrong. */

import { CONTENT } from "../../core/wire/record.ts";
import { SSL30, TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import { cardiacArrest as scanner } from "../../scanners/cardiac-arrest/index.ts";
import { asPrinted, type Profile, type Question, type Reading } from "../profile.ts";
import { SUITES_OF_2014 } from "../shared/every-suite.ts";
import { requestRecord, STAFFORD_EXTENSIONS, toolHello } from "../shared/hello.ts";
import { receiveUpTo } from "../shared/partial.ts";
import { close, connect, type Over, send, type Talk } from "../talk.ts";

/** In its order. */
const VERSIONS = [
  [SSL30, "SSLv3"],
  [TLS10, "TLSv1.0"],
  [TLS11, "TLSv1.1"],
  [TLS12, "TLSv1.2"],
] as const;
const TIMEOUT_MS = 5000;
const RECORD_HEADER = 5;
const CLAIMED = 0xffff;
const SERVER_HELLO_DONE = 14;

/** How one version ended. `crash`: an exception that ends the program. */
type End =
  | { readonly kind: "hit"; readonly bytes: number }
  | { readonly kind: "alert" | "silence" | "odd" | "no_hello" | "crash" }
  | { readonly kind: "broken"; readonly how: Over };

export const cardiacArrest: Profile = {
  id: "cardiac-arrest",
  title: "Cardiac Arrest (Hut3), 0fbfded",
  version: "0fbfded",
  scanner,
  lineage: scanner.lineage,
  sends: scanner.sends,
  blindSpots: scanner.blindSpots,
  source: "detectors.md 2.3",
  mapping: scanner.mapping,
  limitMs: 180_000,
  *talk(question) {
    const output = new Output(question);
    for (const [version, name] of VERSIONS) {
      output.connecting(name);
      const end = yield* ask(version);
      yield* close();
      output.ended(end, name);
      if (end.kind === "crash") return output.reading(1);
      if (end.kind === "hit") return output.reading(0);
    }
    output.passed();
    return output.reading(0);
  },
};

function* ask(version: number): Talk<End> {
  const failed = yield* connect(TIMEOUT_MS);
  if (failed !== null) return { kind: "broken", how: failed };
  yield* send(toolHello({ record: version, version, suites: SUITES_OF_2014, extensions: STAFFORD_EXTENSIONS }));
  for (;;) {
    const read = yield* readRecord();
    if (read.kind === "reset") return { kind: "broken", how: "reset" };
    if (read.kind === "nothing") return { kind: "no_hello" };
    if (read.type !== CONTENT.handshake) continue;
    // It looks at one byte only, whatever message that belongs to.
    const looked = read.body.at(-4);
    if (looked === undefined) return { kind: "crash" };
    if (looked === SERVER_HELLO_DONE) break;
  }
  yield* send(requestRecord(version, CLAIMED));
  return yield* answer();
}

function* answer(): Talk<End> {
  for (;;) {
    const read = yield* readRecord();
    if (read.kind === "reset") return { kind: "broken", how: "reset" };
    if (read.kind === "nothing") return { kind: "silence" };
    if (read.type === CONTENT.alert) return { kind: "alert" };
    if (read.type !== CONTENT.heartbeat) continue;
    return read.body.length > 3 ? { kind: "hit", bytes: read.body.length } : { kind: "odd" };
  }
}

type Read =
  | { readonly kind: "record"; readonly type: number; readonly body: Uint8Array }
  | { readonly kind: "nothing" }
  | { readonly kind: "reset" };

/** A body may be less than its header says: it takes what came in time. */
function* readRecord(): Talk<Read> {
  const header = yield* receiveUpTo(RECORD_HEADER, TIMEOUT_MS);
  if (header.how === "reset") return { kind: "reset" };
  const [type = 0, , , high = 0, low = 0] = header.bytes;
  if (header.bytes.length < RECORD_HEADER) return { kind: "nothing" };
  const body = yield* receiveUpTo((high << 8) | low, TIMEOUT_MS);
  if (body.how === "reset") return { kind: "reset" };
  return { kind: "record", type, body: body.bytes };
}

/** As its texts say it; of a time-out while connecting Python has no text. */
const CONNECTION_ERRORS: Readonly<Record<Over, string>> = {
  refused: "Connection refused",
  reset: "Connection reset by peer",
  unreachable: "No route to host",
  timeout: "None",
  closed: "Broken pipe",
};

/** The two streams, as with -q. */
class Output {
  readonly #question: Question;
  readonly #place: string;
  readonly #stdout: string[] = [];
  readonly #stderr: string[] = [];

  constructor(question: Question) {
    this.#question = question;
    this.#place = `${question.address}:${question.port}`;
    this.#stdout.push(`[INFO] Testing: ${question.address}`);
  }

  connecting(name: string): void {
    this.#stdout.push(`[INFO] Connecting to ${this.#place} using ${name}`);
  }

  ended(end: End, name: string): void {
    switch (end.kind) {
      case "hit":
        this.#stdout.push(
          `[FAIL] Heartbeat response was ${end.bytes} bytes instead of 3! ${this.#place} is vulnerable over ${name}`,
        );
        break;
      case "alert":
        this.#stdout.push("[INFO] The server received an alert. It is likely not vulnerable.");
        break;
      case "silence":
        this.#stdout.push("[INFO] No heartbeat response was received. The server is probably not vulnerable.");
        break;
      case "odd":
        this.#stdout.push("[INFO] The server processed the malformed heartbeat, but did not return any extra data.");
        break;
      case "no_hello":
        this.#stderr.push("[ERROR] The server closed the connection without sending the ServerHello.");
        break;
      case "broken":
        this.#stderr.push(`[ERROR] Connection error: ${CONNECTION_ERRORS[end.how]}`);
        break;
      case "crash":
        this.#stderr.push("IndexError: string index out of range");
        break;
    }
  }

  passed(): void {
    this.#stdout.push(`[PASS] ${this.#place} does not appear to be vulnerable to Heartbleed!`);
  }

  reading(code: number): Reading {
    const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
    return asPrinted(scanner, this.#question, text(this.#stdout), code, text(this.#stderr));
  }
}
