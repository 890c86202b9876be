import { describe, expect, test } from "vitest";
import { concat } from "../../core/wire/bytes.ts";
import { CONTENT, encodeRecord } from "../../core/wire/record.ts";
import { TLS12 } from "../../core/wire/version.ts";
import type { Dials } from "../conditions/dials.ts";
import { PathDevice } from "./path-device.ts";

const HELLO = encodeRecord(CONTENT.handshake, TLS12, Uint8Array.of(1, 2, 3));
const BEAT = encodeRecord(CONTENT.heartbeat, TLS12, Uint8Array.of(1, 0, 0));
const SOUND = encodeRecord(CONTENT.heartbeat, TLS12, Uint8Array.of(1, 0, 1, ...new Uint8Array(17)));
const KEYS = encodeRecord(CONTENT.changeCipherSpec, TLS12, Uint8Array.of(1));
const LAST = encodeRecord(CONTENT.alert, TLS12, Uint8Array.of(1, 0));

describe.each<{ mode: Dials["path"]; out: Uint8Array; seen: number }>([
  { mode: "clear", out: concat([HELLO, BEAT, SOUND, KEYS, BEAT, LAST]), seen: 0 },
  { mode: "eats_heartbeats", out: concat([HELLO, KEYS, LAST]), seen: 3 },
  { mode: "eats_malformed_heartbeats", out: concat([HELLO, SOUND, KEYS, BEAT, LAST]), seen: 1 },
  { mode: "blackholes_after_heartbeat", out: HELLO, seen: 3 },
])("a path that is $mode", ({ mode, out, seen }) => {
  test.each([1, 3, 100])("in pieces of %i", (size) => {
    let heard = 0;
    const device = new PathDevice(mode, () => heard++);
    const sent = concat([HELLO, BEAT, SOUND, KEYS, BEAT, LAST]);
    const passed: Uint8Array[] = [];
    for (let at = 0; at < sent.length; at += size) passed.push(device.pass(sent.subarray(at, at + size)));
    expect(concat(passed)).toEqual(out);
    expect(heard).toBe(seen);
  });
});
