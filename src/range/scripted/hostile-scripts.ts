/**
 * What hostile servers say: scripts for testing that a client stays within its limits and does not fall over.
 * A script is an iterator, possibly without end; it is asked for its next step when the last one has left.
 */

import { ALERT, ALERT_LEVEL, encodeAlert } from "../../core/wire/alert.ts";
import { concat } from "../../core/wire/bytes.ts";
import { encodeCertificate } from "../../core/wire/certificate.ts";
import { encodeHandshake, HANDSHAKE } from "../../core/wire/handshake.ts";
import { encodeHeartbeat, HEARTBEAT } from "../../core/wire/heartbeat.ts";
import { CONTENT, encodeRecord } from "../../core/wire/record.ts";
import { encodeServerHello } from "../../core/wire/server-hello.ts";
import { TLS12 } from "../../core/wire/version.ts";
import { pieces } from "../network/pieces.ts";

/** Bytes to send, after a pause; or the end. */
export type Step = { readonly bytes: Uint8Array; readonly afterMs: number } | "fin" | "reset";

export interface HostileScript {
  readonly id: string;
  readonly title: string;
  /** Whether it starts on being connected to, or on the client's first bytes. */
  readonly starts: "at_once" | "when_asked";
  /** A fresh run for one connection. */
  steps(): Iterator<Step>;
}

const now = (bytes: Uint8Array): Step => ({ bytes, afterMs: 0 });
const text = (line: string): Uint8Array => new TextEncoder().encode(line);
const record = (type: number, body: Uint8Array): Uint8Array => encodeRecord(type, TLS12, body);
const handshake = (type: number, body: Uint8Array): Uint8Array =>
  record(CONTENT.handshake, encodeHandshake(type, body));

const AES_128_SHA = 0x002f;

function serverHello(compression: number): Uint8Array {
  const random = new Uint8Array(32).fill(0x52);
  const sessionId = new Uint8Array(0);
  const hello = { version: TLS12, random, sessionId, suite: AES_128_SHA, compression, extensions: null };
  return handshake(HANDSHAKE.serverHello, encodeServerHello(hello));
}

const HELLO = serverHello(0);
/** No certificate at all, but a well-formed list of something. */
const CERTIFICATE = handshake(HANDSHAKE.certificate, encodeCertificate([new Uint8Array(700).fill(0x30)]));
const DONE = handshake(HANDSHAKE.serverHelloDone, new Uint8Array(0));
const FLIGHT = concat([HELLO, CERTIFICATE, DONE]);
const WARNING = record(CONTENT.alert, encodeAlert(ALERT_LEVEL.warning, ALERT.userCanceled));

/** `first`, then `again` for ever. */
function* endless(first: Uint8Array, again: Uint8Array, afterMs = 0): Iterator<Step> {
  yield now(first);
  for (;;) yield { bytes: again, afterMs };
}

function* sequence(...steps: readonly Step[]): Iterator<Step> {
  yield* steps;
}

function* slowly(bytes: Uint8Array, afterMs: number): Iterator<Step> {
  for (const byte of pieces(bytes, 1)) yield { bytes: byte, afterMs };
}

function* hugeMessage(): Iterator<Step> {
  const length = 0xffffff;
  const body = new Uint8Array(length).fill(0x30);
  yield now(HELLO);
  for (const piece of pieces(encodeHandshake(HANDSHAKE.certificate, body), 16384))
    yield now(record(CONTENT.handshake, piece));
}

/** A small generator with a seed (an LCG, its high bytes): the same nonsense in every run. */
function noise(seed: number, length: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

/** Pieces are repeated by the thousand, so that being endless costs the client more than us. */
const often = (bytes: Uint8Array): Uint8Array => concat(Array.from({ length: 1000 }, () => bytes));

export const HOSTILE_SCRIPTS: readonly HostileScript[] = [
  {
    id: "endless-flight",
    title: "a first flight without end",
    starts: "when_asked",
    steps: () => endless(HELLO, CERTIFICATE),
  },
  {
    id: "endless-warnings",
    title: "warning alerts without end",
    starts: "when_asked",
    steps: () => endless(FLIGHT, often(WARNING)),
  },
  {
    id: "endless-empty-records",
    title: "empty records without end",
    starts: "when_asked",
    steps: () => endless(HELLO, often(record(CONTENT.handshake, new Uint8Array(0)))),
  },
  {
    id: "endless-heartbeats",
    title: "heartbeat requests without end",
    starts: "when_asked",
    steps: () =>
      endless(
        FLIGHT,
        often(record(CONTENT.heartbeat, encodeHeartbeat(HEARTBEAT.request, 0, new Uint8Array(0), new Uint8Array(16)))),
      ),
  },
  {
    id: "slow",
    title: "one byte a second",
    starts: "when_asked",
    steps: () => slowly(FLIGHT, 1000),
  },
  {
    id: "slow-warnings",
    title: "a warning alert a second, for ever",
    starts: "when_asked",
    steps: () => endless(FLIGHT, WARNING, 1000),
  },
  {
    id: "long-records",
    title: "records of 65535 bytes",
    starts: "when_asked",
    steps: () => endless(HELLO, record(CONTENT.handshake, new Uint8Array(0xffff).fill(0x0b))),
  },
  {
    id: "huge-message",
    title: "a Certificate message of 16 MB",
    starts: "when_asked",
    steps: hugeMessage,
  },
  {
    id: "promised-message",
    title: "a Certificate message that promises 16 MB and stops",
    starts: "when_asked",
    steps: () =>
      sequence(now(HELLO), now(record(CONTENT.handshake, Uint8Array.of(HANDSHAKE.certificate, 255, 255, 255)))),
  },
  {
    id: "encrypted-nonsense",
    title: "protected records where no keys are shared",
    starts: "when_asked",
    steps: () =>
      sequence(
        now(FLIGHT),
        now(record(CONTENT.changeCipherSpec, Uint8Array.of(1))),
        now(record(CONTENT.handshake, noise(1, 640))),
      ),
  },
  {
    id: "compression",
    title: "a compression method that nobody offered",
    starts: "when_asked",
    steps: () => sequence(now(concat([serverHello(1), CERTIFICATE, DONE]))),
  },
  {
    id: "no-hello",
    title: "a flight that begins with ServerHelloDone",
    starts: "when_asked",
    steps: () => sequence(now(DONE), now(CERTIFICATE), now(HELLO)),
  },
  { id: "fin", title: "FIN at once", starts: "at_once", steps: () => sequence("fin") },
  { id: "fin-on-hello", title: "FIN on the ClientHello", starts: "when_asked", steps: () => sequence("fin") },
  {
    id: "fin-in-flight",
    title: "FIN in the middle of a message",
    starts: "when_asked",
    steps: () => sequence(now(FLIGHT.subarray(0, 200)), "fin"),
  },
  { id: "reset", title: "RST at once", starts: "at_once", steps: () => sequence("reset") },
  { id: "reset-on-hello", title: "RST on the ClientHello", starts: "when_asked", steps: () => sequence("reset") },
  {
    id: "reset-in-flight",
    title: "RST in the middle of a message",
    starts: "when_asked",
    steps: () => sequence(now(FLIGHT.subarray(0, 200)), "reset"),
  },
  {
    id: "reset-after-flight",
    title: "RST after the flight",
    starts: "when_asked",
    steps: () => sequence(now(FLIGHT), "reset"),
  },
  {
    id: "noise",
    title: "random bytes",
    starts: "when_asked",
    steps: () => endless(noise(2, 65_536), noise(3, 65_536)),
  },
  {
    id: "noise-at-once",
    title: "random bytes before anybody asked",
    starts: "at_once",
    steps: () => endless(noise(4, 65_536), noise(5, 65_536)),
  },
  {
    id: "plain-text",
    title: "an SMTP banner",
    starts: "at_once",
    steps: () => sequence(now(text("220 range.test ESMTP\r\n"))),
  },
  {
    id: "sslv2",
    title: "an SSL 2.0 SERVER-HELLO",
    starts: "when_asked",
    // Length 11: message, no session hit, no certificate, version 2, nothing offered.
    steps: () => sequence(now(Uint8Array.of(0x80, 11, 4, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0))),
  },
  { id: "silence", title: "nothing, ever", starts: "when_asked", steps: () => sequence() },
];
