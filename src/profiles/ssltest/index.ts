/** Stafford's ssltest.py of 8 April 2014: TLS 1.1 whatever the server speaks, and patience of five seconds (reference/detectors.md, 2.1). */

import { CONTENT } from "../../core/wire/record.ts";
import { TLS11 } from "../../core/wire/version.ts";
import { ssltest as scanner } from "../../scanners/ssltest/index.ts";
import { asPrinted, type Profile, type Question, type Reading } from "../profile.ts";
import { requestRecord, STAFFORD_EXTENSIONS, STAFFORD_SUITES, toolHello } from "../shared/hello.ts";
import { type Patience, type RecordRead, readRecord } from "../shared/records.ts";
import { close, connect, send, type Talk } from "../talk.ts";

const HELLO = toolHello({
  record: TLS11,
  version: TLS11,
  suites: STAFFORD_SUITES,
  extensions: STAFFORD_EXTENSIONS,
});
const REQUEST = requestRecord(TLS11, 0x4000);
const SERVER_HELLO_DONE = 14;
/** Python's select and recv with a deadline for each part. */
const PATIENCE: Patience = { headerMs: 5000, bodyMs: 10_000, of: "deadline" };
const CONNECT_MS = 60_000;

export const ssltest: Profile = {
  id: "ssltest",
  title: "ssltest.py (Stafford), as of 8 April 2014",
  version: "2014-04-08",
  scanner,
  lineage: scanner.lineage,
  sends: scanner.sends,
  blindSpots: scanner.blindSpots,
  source: "detectors.md 2.1",
  mapping: scanner.mapping,
  limitMs: 90_000,
  *talk(question) {
    const printed: string[] = [];
    const failed = yield* connect(CONNECT_MS);
    if (failed !== null) return traceback(question, printed, failed);
    yield* send(HELLO);
    for (;;) {
      const read = yield* readRecord(PATIENCE);
      if (!read.ok) {
        if (read.how === "reset") return traceback(question, printed, read.how);
        // End of file and time-out are the same to it.
        return asPrinted(scanner, question, say(printed, "Server closed connection without sending Server Hello."));
      }
      printed.push(received(read));
      // Only the first message of a record is looked at.
      if (read.record.type === CONTENT.handshake && read.record.body[0] === SERVER_HELLO_DONE) break;
    }
    printed.push("Sending heartbeat request...");
    // The main routine and the helper each send it.
    yield* send(REQUEST, REQUEST);
    return yield* hit(question, printed);
  },
};

function* hit(question: Question, printed: string[]): Talk<Reading> {
  for (;;) {
    const read = yield* readRecord(PATIENCE);
    if (!read.ok) {
      if (read.how === "reset") return traceback(question, printed, read.how);
      yield* close();
      printed.push(`Unexpected EOF receiving record ${read.within === "header" ? "header" : "payload"}`);
      return asPrinted(scanner, question, say(printed, "No heartbeat response received, server likely not vulnerable"));
    }
    printed.push(received(read));
    const { type, body } = read.record;
    if (type === CONTENT.heartbeat) {
      yield* close();
      const verdict =
        body.length > 3
          ? "WARNING: server returned more data than it should - server is vulnerable!"
          : "Server processed malformed heartbeat, but did not return any extra data.";
      return asPrinted(scanner, question, say(printed, verdict));
    }
    if (type === CONTENT.alert) {
      yield* close();
      printed.push("Received alert:", `  0000: ${hex(body[0])} ${hex(body[1])}`);
      return asPrinted(scanner, question, say(printed, "Server returned error, likely not vulnerable"));
    }
  }
}

function received(read: Extract<RecordRead, { ok: true }>): string {
  const { type, version, body } = read.record;
  return ` ... received message: type = ${type}, ver = ${version.toString(16).padStart(4, "0")}, length = ${body.length}`;
}

const hex = (byte: number | undefined): string => (byte ?? 0).toString(16).padStart(2, "0").toUpperCase();
const say = (printed: readonly string[], verdict: string): string => `${[...printed, verdict].join("\n")}\n`;

const EXCEPTIONS: Readonly<Record<string, string>> = {
  refused: "ConnectionRefusedError: [Errno 111] Connection refused",
  reset: "ConnectionResetError: [Errno 104] Connection reset by peer",
  unreachable: "OSError: [Errno 113] No route to host",
  timeout: "TimeoutError: timed out",
  closed: "OSError: closed",
};

/** What Python says of a connection that fails. */
function traceback(question: Question, printed: readonly string[], how: string): Reading {
  const error = `Traceback (most recent call last):\n${EXCEPTIONS[how] ?? how}\n`;
  return asPrinted(scanner, question, printed.map((line) => `${line}\n`).join(""), 1, error);
}
