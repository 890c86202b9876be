import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "./bytes.ts";
import { type ClientHello, decodeClientHello, encodeClientHello } from "./client-hello.ts";
import { heartbeatExtension } from "./extensions.ts";
import { SSL30, TLS12 } from "./version.ts";

const random = Uint8Array.from({ length: 32 }, (_, i) => i);
const RANDOM = toHex(random);

const hello: ClientHello = {
  version: TLS12,
  random,
  sessionId: fromHex("abcd"),
  suites: [0xc02f, 0x00ff],
  compressions: [0],
  extensions: [heartbeatExtension(1)],
};

test.each<[string, ClientHello, string]>([
  ["TLS 1.2", hello, `0303 ${RANDOM} 02abcd 0004c02f00ff 0100 0005 000f000101`],
  ["an empty block", { ...hello, extensions: [] }, `0303 ${RANDOM} 02abcd 0004c02f00ff 0100 0000`],
  ["SSL 3.0, no block", { ...hello, version: SSL30, extensions: null }, `0300 ${RANDOM} 02abcd 0004c02f00ff 0100`],
])("%s, both ways", (_, message, hex) => {
  expect(toHex(encodeClientHello(message))).toBe(hex.replaceAll(" ", ""));
  expect(decodeClientHello(fromHex(hex))).toEqual(message);
});

describe("refused", () => {
  test.each([
    ["nothing", ""],
    ["a random too short", "0303 0001"],
    ["a session id beyond 32 bytes", `0303 ${RANDOM} 21${"00".repeat(33)} 0002002f 0100`],
    ["an odd list of suites", `0303 ${RANDOM} 00 0003002f00 0100`],
    ["no suites", `0303 ${RANDOM} 00 0000 0100`],
    ["no compressions", `0303 ${RANDOM} 00 0002002f 00`],
    ["half an extensions block", `0303 ${RANDOM} 00 0002002f 0100 0005000f`],
  ])("%s", (_, hex) => {
    expect(decodeClientHello(fromHex(hex))).toBeNull();
  });
});
