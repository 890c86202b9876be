/** What servers say, for rehearsals: records, flights, heartbeats. Their memory is zeros. */

import { encodeRecord } from "../../core/wire/record.ts";

export function record(type: number, version: number, body: readonly number[] | Uint8Array): Uint8Array {
  return encodeRecord(type, version, Uint8Array.from(body));
}

const RANDOM = Array.from({ length: 32 }, () => 7);
const message = (type: number, body: readonly number[]): readonly number[] => [
  type,
  0,
  body.length >> 8,
  body.length & 0xff,
  ...body,
];

export interface FlightOptions {
  /** Mode of the heartbeat extension; null: none; default 1. */
  readonly heartbeat?: 1 | 2 | null;
  readonly suite?: number;
  /** All messages in one record instead of one each. */
  readonly together?: boolean;
}

/** ServerHello, a certificate of 600 bytes, ServerHelloDone. */
export function flight(
  version: number,
  { heartbeat: mode = 1, suite = 0x002f, together = false }: FlightOptions = {},
): Uint8Array {
  const extensions = mode === null ? [] : [0, 5, 0, 15, 0, 1, mode];
  const hello = [version >> 8, version & 0xff, ...RANDOM, 0, suite >> 8, suite & 0xff, 0, ...extensions];
  const certificate = [0, 2, 91, 0, 2, 88, ...Array.from({ length: 600 }, () => 0x30)];
  const messages = [message(2, hello), message(11, certificate), message(14, [])];
  const bodies = together ? [messages.flat()] : messages;
  return Uint8Array.from(bodies.flatMap((body) => [...record(22, version, body)]));
}

/** A heartbeat response with so many bytes. */
export function heartbeat(version: number, length: number): Uint8Array {
  const body = new Uint8Array(length);
  body.set([2, (length - 19) >> 8, (length - 19) & 0xff]);
  return record(24, version, body);
}
