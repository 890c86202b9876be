/** Reading records the way scripts do: five bytes, then as many as they say. */

import { type Over, receiveExactly, type Talk } from "../talk.ts";

export interface RawRecord {
  readonly type: number;
  readonly version: number;
  readonly body: Uint8Array;
}

export type RecordRead =
  | { readonly ok: true; readonly record: RawRecord }
  | { readonly ok: false; readonly how: Over; readonly within: "header" | "body" };

export interface Patience {
  readonly headerMs: number;
  readonly bodyMs: number;
  /** Whether the time is for each call of recv or for all of them. */
  readonly of: "each_read" | "deadline";
}

export function* readRecord({ headerMs, bodyMs, of }: Patience): Talk<RecordRead> {
  const header = yield* receiveExactly(5, headerMs, of);
  if (!header.ok) return { ok: false, how: header.how, within: "header" };
  const [type = 0, major = 0, minor = 0, high = 0, low = 0] = header.bytes;
  const body = yield* receiveExactly((high << 8) | low, bodyMs, of);
  if (!body.ok) return { ok: false, how: body.how, within: "body" };
  return { ok: true, record: { type, version: (major << 8) | minor, body: body.bytes } };
}
