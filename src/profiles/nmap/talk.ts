/** One connection of ssl-heartbleed, and one of the script that shows which versions a server speaks. */

import { HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { SSL30, TLS10 } from "../../core/wire/version.ts";
import { SUITES_OF_NMAP_7 } from "../shared/every-suite.ts";
import { requestRecord, toolHello } from "../shared/hello.ts";
import { receiveUpTo } from "../shared/partial.ts";
import { readRecord } from "../shared/records.ts";
import { close, connect, receiveExactly, send, type Talk } from "../talk.ts";
import { firstMessageDone, joinedDone, TIMEOUT_MS } from "./flight.ts";
import { type NmapState, STATES, WANTED } from "./states.ts";

const RECORD_HEADER = 5;

export type Answer = "vulnerable" | "not_vulnerable" | "error";

export function* ask(state: NmapState, version: number): Talk<Answer> {
  if ((yield* connect(TIMEOUT_MS)) !== null) return "not_vulnerable";
  const { record, suites } = state;
  yield* send(toolHello({ record, version, suites, extensions: state.extensions(version) }));
  const goOn = state.reads === "joined" ? yield* joinedDone(version) : yield* firstMessageDone();
  const answer = goOn ? yield* probe(state, version) : "not_vulnerable";
  yield* close();
  return answer;
}

function* probe({ claimed, payload }: NmapState, version: number): Talk<Answer> {
  yield* send(requestRecord(version, claimed, new TextEncoder().encode(payload)));
  for (;;) {
    const header = yield* receiveExactly(RECORD_HEADER, TIMEOUT_MS);
    if (!header.ok) return "not_vulnerable";
    const [type] = header.bytes;
    if (type === CONTENT.alert) return "not_vulnerable";
    // The body of anything else is not taken out of the way: what it reads next is no header.
    if (type !== CONTENT.heartbeat) continue;
    const body = yield* receiveUpTo(WANTED, TIMEOUT_MS);
    return body.bytes.length === WANTED ? "vulnerable" : "error";
  }
}

/** Stands for ssl-enum-ciphers: whether the server takes the version with any suite at all. */
export function* takes(version: number): Talk<boolean> {
  if ((yield* connect(TIMEOUT_MS)) !== null) return false;
  const extensions = version === SSL30 ? null : (STATES.at(-1)?.extensions(version) ?? null);
  const record = version === SSL30 ? SSL30 : TLS10;
  yield* send(toolHello({ record, version, suites: SUITES_OF_NMAP_7, extensions }));
  for (;;) {
    const read = yield* readRecord({ headerMs: TIMEOUT_MS, bodyMs: TIMEOUT_MS, of: "each_read" });
    const got = read.ok ? read.record : null;
    // A warning may come before the ServerHello.
    if (got?.type === CONTENT.alert && got.body[0] === 1) continue;
    yield* close();
    return got?.type === CONTENT.handshake && got.version === version && got.body[0] === HANDSHAKE.serverHello;
  }
}
