import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "./bytes.ts";
import { EXTENSION, heartbeatExtension, selectedVersionExtension } from "./extensions.ts";
import {
  decodeServerHello,
  encodeServerHello,
  isHelloRetryRequest,
  selectedVersion,
  type ServerHello,
} from "./server-hello.ts";
import { SSL30, TLS10, TLS12, TLS13, versionName } from "./version.ts";

const random = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
const RANDOM = toHex(random);

const hello: ServerHello = {
  version: TLS12,
  random,
  sessionId: new Uint8Array(0),
  suite: 0xc014,
  compression: 0,
  extensions: [heartbeatExtension(1)],
};

test.each<[string, ServerHello, string]>([
  ["TLS 1.2", hello, `0303 ${RANDOM} 00 c014 00 0005 000f000101`],
  ["an empty block", { ...hello, extensions: [] }, `0303 ${RANDOM} 00 c014 00 0000`],
  ["SSL 3.0, no block", { ...hello, version: SSL30, extensions: null }, `0300 ${RANDOM} 00 c014 00`],
])("%s, both ways", (_, message, hex) => {
  expect(toHex(encodeServerHello(message))).toBe(hex.replaceAll(" ", ""));
  expect(decodeServerHello(fromHex(hex))).toEqual(message);
});

test.each([
  ["nothing", ""],
  ["no compression", `0303 ${RANDOM} 00 c014`],
  ["a session id beyond 32 bytes", `0303 ${RANDOM} 21${"00".repeat(33)} c014 00`],
  ["one byte after it", `0303 ${RANDOM} 00 c014 00 00`],
  ["half an extensions block", `0303 ${RANDOM} 00 c014 00 0005000f`],
])("refused: %s", (_, hex) => {
  expect(decodeServerHello(fromHex(hex))).toBeNull();
});

describe("the negotiated version", () => {
  const odd = { type: EXTENSION.supportedVersions, data: fromHex("03") };
  const list = { type: EXTENSION.supportedVersions, data: fromHex("03040303") };
  test.each<[string, ServerHello, number]>([
    ["the field, without extensions", { ...hello, version: TLS10, extensions: null }, TLS10],
    ["the field, with others", hello, TLS12],
    ["supported_versions", { ...hello, extensions: [selectedVersionExtension(TLS13)] }, TLS13],
    ["the field, when supported_versions is malformed", { ...hello, extensions: [odd] }, TLS12],
    ["the field, when supported_versions is a list", { ...hello, extensions: [list] }, TLS12],
  ])("%s", (_, message, version) => {
    expect(versionName(selectedVersion(message))).toBe(versionName(version));
  });
});

test("a HelloRetryRequest is known by its random alone (RFC 8446 section 4.1.3)", () => {
  const retry = fromHex("CF21AD74E59A6111BE1D8C021E65B891 C2A211167ABB8C5E079E09E2C8A8339C");
  expect(isHelloRetryRequest({ ...hello, random: retry })).toBe(true);
  expect(isHelloRetryRequest(hello)).toBe(false);
});

test.each([
  [0x0002, "SSL 2.0"],
  [SSL30, "SSL 3.0"],
  [TLS10, "TLS 1.0"],
  [0x0302, "TLS 1.1"],
  [TLS12, "TLS 1.2"],
  [TLS13, "TLS 1.3"],
  [0x0305, "0x0305"],
])("version %d is called %s", (version, name) => {
  expect(versionName(version)).toBe(name);
});
