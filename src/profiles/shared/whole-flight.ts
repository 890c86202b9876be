/** For tools that take messages out of records but never put one together from two: the flight, and the answer behind it. */

import { HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { decodeServerHello } from "../../core/wire/server-hello.ts";
import { close, connect, type Over, send, type Talk } from "../talk.ts";
import { cutMessages } from "./messages.ts";
import { receiveUpTo } from "./partial.ts";
import { readRecord } from "./records.ts";

export type NoFlight = Over | "alert" | "no_server_hello" | "fragmented" | "too_many_records";
export type Flight =
  /** Of the record around the ServerHello, and in it. */
  | { readonly ok: true; readonly record: number; readonly version: number }
  | { readonly ok: false; readonly why: NoFlight };

export interface FlightRules {
  /** Of each read. */
  readonly waitMs: number;
  readonly mostRecords: number;
}

/** The first record has to be a ServerHello; any alert ends it. */
function* wholeFlight({ waitMs, mostRecords }: FlightRules): Talk<Flight> {
  let hello: { readonly record: number; readonly version: number } | null = null;
  for (let records = 0; records < mostRecords; records++) {
    const read = yield* readRecord({ headerMs: waitMs, bodyMs: waitMs, of: "each_read" });
    if (!read.ok) return { ok: false, why: read.how };
    const { type, version: record, body } = read.record;
    if (type === CONTENT.alert) return { ok: false, why: "alert" };
    if (type !== CONTENT.handshake) return { ok: false, why: "no_server_hello" };
    const { messages, rest } = cutMessages(body);
    if (rest.length > 0) return { ok: false, why: "fragmented" };
    for (const message of messages) {
      if (hello === null) {
        const version = message.type === HANDSHAKE.serverHello ? decodeServerHello(message.body)?.version : undefined;
        if (version === undefined) return { ok: false, why: "no_server_hello" };
        hello = { record, version };
      }
      if (message.type === HANDSHAKE.serverHelloDone) return { ok: true, ...hello };
    }
  }
  return { ok: false, why: "too_many_records" };
}

/** What came on the request. `bytes`: of the heartbeat, as many as arrived in time. */
export type HeartbeatAnswer =
  | { readonly kind: "heartbeat"; readonly bytes: number }
  | { readonly kind: "alert" }
  | { readonly kind: "nothing"; readonly how: Over };

const RECORD_HEADER = 5;

export function* heartbeatAnswer(waitMs: number): Talk<HeartbeatAnswer> {
  for (;;) {
    const header = yield* receiveUpTo(RECORD_HEADER, waitMs);
    if (header.bytes.length < RECORD_HEADER) return { kind: "nothing", how: header.how ?? "closed" };
    const [type = 0, , , high = 0, low = 0] = header.bytes;
    const body = yield* receiveUpTo((high << 8) | low, waitMs);
    if (type === CONTENT.alert) return { kind: "alert" };
    if (type === CONTENT.heartbeat) return { kind: "heartbeat", bytes: body.bytes.length };
    if (body.how !== null) return { kind: "nothing", how: body.how };
  }
}

/** One connection up to the end of the flight. */
export function* flightAfter(
  hello: Uint8Array,
  connectMs: number,
  rules: FlightRules,
): Talk<Flight | "refused" | "unreachable"> {
  const failed = yield* connect(connectMs);
  if (failed === "refused" || failed === "unreachable") return failed;
  if (failed !== null) return "unreachable";
  yield* send(hello);
  const flight = yield* wholeFlight(rules);
  if (!flight.ok) yield* close();
  return flight;
}
