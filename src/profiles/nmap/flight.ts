/** How ssl-heartbleed reads the server's flight: both ways it had (reference/detectors.md, 2.5). */

import { ALERT_LEVEL } from "../../core/wire/alert.ts";
import { heartbeatMode } from "../../core/wire/extensions.ts";
import { HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { decodeServerHello } from "../../core/wire/server-hello.ts";
import { cutMessages } from "../shared/messages.ts";
import { type Patience, readRecord } from "../shared/records.ts";
import type { Talk } from "../talk.ts";

export const TIMEOUT_MS = 5000;
const PATIENCE: Patience = { headerMs: TIMEOUT_MS, bodyMs: TIMEOUT_MS, of: "each_read" };

/** Whether it goes on to ask. */
export function* firstMessageDone(): Talk<boolean> {
  for (;;) {
    const read = yield* readRecord(PATIENCE);
    if (!read.ok) return false;
    if (read.record.type === CONTENT.handshake && read.record.body[0] === HANDSHAKE.serverHelloDone) return true;
  }
}

/** The same since 10 April 2014: every record has to be of the version asked in, and the server to allow heartbeats. */
export function* joinedDone(version: number): Talk<boolean> {
  let waiting = new Uint8Array(0);
  let allowed = false;
  for (;;) {
    const read = yield* readRecord(PATIENCE);
    // Too slow in the middle of the flight is forgiven.
    if (!read.ok) return allowed && read.how === "timeout";
    const { record } = read;
    if (record.version !== version) return false;
    if (record.type === CONTENT.alert && record.body[0] === ALERT_LEVEL.fatal) return false;
    if (record.type !== CONTENT.handshake) continue;
    const joined = Uint8Array.from([...waiting, ...record.body]);
    const { messages, rest } = cutMessages(joined);
    waiting = rest;
    for (const { type, body } of messages) {
      if (type === HANDSHAKE.serverHello) {
        const hello = decodeServerHello(body);
        if (hello?.version !== version || heartbeatMode(hello.extensions) !== 1) return false;
        allowed = true;
      }
      if (type === HANDSHAKE.serverHelloDone) return allowed;
    }
  }
}
