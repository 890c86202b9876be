/** What Go's copies of crypto/tls say when a connection fails, as a program prints it. */

import { ALERT, alertName } from "../../core/wire/alert.ts";
import { type Question } from "../profile.ts";
import { hostAndPort } from "../../scanners/console.ts";
import type { Over } from "../talk.ts";
import type { NotShaken } from "./session.ts";

export function goDialError(question: Question, how: Over): string {
  return `dial tcp ${hostAndPort(question)}: ${DIALLING[how]}`;
}

const DIALLING: Readonly<Record<Over, string>> = {
  refused: "connection refused",
  timeout: "i/o timeout",
  unreachable: "no route to host",
  reset: "connection reset by peer",
  closed: "connection refused",
};

export function goReadError(question: Question, how: Over): string {
  if (how === "closed") return "EOF";
  return `read tcp ${hostAndPort(question)}: ${how === "timeout" ? "i/o timeout" : "connection reset by peer"}`;
}

export function goRemoteError(description: number): string {
  return `remote error: ${ALERTS.get(description) ?? alertName(description).replaceAll("_", " ")}`;
}

const ALERTS: ReadonlyMap<number, string> = new Map([
  [ALERT.badRecordMac, "bad record MAC"],
  [ALERT.protocolVersion, "protocol version not supported"],
]);

export function goHandshakeError(question: Question, { over, alert, failure, detail }: NotShaken): string {
  if (alert !== null) return goRemoteError(alert);
  if (over !== null) return goReadError(question, over);
  if (failure === "version") return `tls: server selected unsupported protocol version ${detail}`;
  if (failure === "not_tls") return "tls: first record does not look like a TLS handshake";
  return `tls: handshake: ${detail}`;
}
