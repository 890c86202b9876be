/** The server's first flight, read by a tool that joins what is split over records and segments. */

import { CONTENT, type TlsRecord, RecordDecoder } from "../../core/wire/record.ts";
import { HANDSHAKE, HandshakeAssembler } from "../../core/wire/handshake.ts";
import { decodeServerHello, selectedVersion, type ServerHello } from "../../core/wire/server-hello.ts";
import { TLS13 } from "../../core/wire/version.ts";
import { type Over, receive, type Talk } from "../talk.ts";

export interface JoinedFlight {
  /** null: none came. */
  readonly hello: ServerHello | null;
  /** Whether a ServerHelloDone came, or a ServerHello of TLS 1.3, which says no more in plain. */
  readonly done: boolean;
  /** The alert that ended it; null: none. */
  readonly alert: number | null;
  /** How it ended without an alert or a ServerHelloDone; `closed` also where what comes is no TLS. */
  readonly ended: Over | null;
}

const MOST = 16_384;
const FATAL = 2;

/** Until ServerHelloDone, a fatal alert, the end, or a wait of `timeoutMs`; warnings are skipped. */
export function* joinedFlight(timeoutMs: number): Talk<JoinedFlight> {
  const records = new RecordDecoder();
  const messages = new HandshakeAssembler();
  let hello: ServerHello | null = null;
  for (;;) {
    const part = yield* receive(MOST, timeoutMs);
    if (!part.ok) return { hello, done: false, alert: null, ended: part.how };
    for (const record of records.push(part.bytes)) {
      if (isFatal(record)) return { hello, done: false, alert: record.body[1] ?? 0, ended: null };
      if (record.type !== CONTENT.handshake) continue;
      for (const { type, body } of messages.push(record.body)) {
        if (type === HANDSHAKE.serverHello) hello ??= decodeServerHello(body);
        const complete = type === HANDSHAKE.serverHelloDone || (hello !== null && selectedVersion(hello) === TLS13);
        if (complete) return { hello, done: true, alert: null, ended: null };
      }
    }
    if (records.defect !== null || messages.defect !== null) {
      return { hello, done: false, alert: null, ended: "closed" };
    }
  }
}

function isFatal({ type, body }: TlsRecord): boolean {
  return type === CONTENT.alert && body[0] === FATAL;
}
