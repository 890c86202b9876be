/** Each extension we write, by the byte; the block both ways. */

import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "./bytes.ts";
import {
  decodeExtensions,
  decodeServerName,
  decodeSupportedVersions,
  ecPointFormatsExtension,
  encodeExtensions,
  type Extension,
  heartbeatExtension,
  heartbeatMode,
  keyShareExtension,
  renegotiationInfoExtension,
  selectedVersionExtension,
  serverNameExtension,
  signatureAlgorithmsExtension,
  supportedGroupsExtension,
  supportedVersionsExtension,
} from "./extensions.ts";

test.each<[string, Extension, string]>([
  ["server_name", serverNameExtension("a.test"), "0000 000b 0009 00 0006 612e74657374"],
  ["heartbeat", heartbeatExtension(1), "000f 0001 01"],
  ["supported_groups", supportedGroupsExtension([23, 24]), "000a 0006 0004 0017 0018"],
  ["ec_point_formats", ecPointFormatsExtension(), "000b 0002 01 00"],
  ["signature_algorithms", signatureAlgorithmsExtension([0x0401]), "000d 0004 0002 0401"],
  ["renegotiation_info", renegotiationInfoExtension(), "ff01 0001 00"],
  ["supported_versions of a client", supportedVersionsExtension([0x0304, 0x0303]), "002b 0005 04 0304 0303"],
  ["supported_versions of a server", selectedVersionExtension(0x0304), "002b 0002 0304"],
  ["key_share", keyShareExtension([{ group: 29, key: fromHex("aabb") }]), "0033 0008 0006 001d 0002 aabb"],
])("%s", (_, extension, hex) => {
  const bytes = fromHex(hex);
  expect(toHex(encodeExtensions([extension]))).toBe(`${bytes.length.toString(16).padStart(4, "0")}${toHex(bytes)}`);
});

describe("the block", () => {
  test("an empty block is an empty list", () => {
    expect(decodeExtensions(fromHex("0000"))).toEqual([]);
  });

  test.each([
    ["nothing at all", ""],
    ["shorter than it says", "0004 000f00"],
    ["followed by something", "0000 00"],
    ["an extension cut short", "0003 000f00"],
    ["an extension longer than the block", "0005 000f0002 01"],
  ])("%s is refused", (_, hex) => {
    expect(decodeExtensions(fromHex(hex))).toBeNull();
  });
});

describe("server_name", () => {
  test("is read back", () => {
    expect(decodeServerName(serverNameExtension("www.example.org").data)).toBe("www.example.org");
  });

  test.each([
    ["a server's empty acknowledgement", ""],
    ["an empty name", "0003 00 0000"],
    ["another kind of name", "0004 01 0001 61"],
    ["a zero byte in the name", "0005 00 0002 6100"],
    ["a name beyond ASCII", "0005 00 0002 c3a9"],
    ["a name beyond 255 bytes", `0103 00 0100 ${"61".repeat(256)}`],
  ])("%s is no name", (_, hex) => {
    expect(decodeServerName(fromHex(hex))).toBeNull();
  });
});

describe("supported_versions of a client", () => {
  test("are read back", () => {
    expect(decodeSupportedVersions(supportedVersionsExtension([0x0304, 0x0303]).data)).toEqual([0x0304, 0x0303]);
  });

  test.each([
    ["nothing", ""],
    ["an empty list", "00"],
    ["a server's choice", "0304"],
    ["half a version", "03 0304 03"],
    ["cut short", "04 0304"],
    ["followed by something", "02 0304 00"],
  ])("%s is no list", (_, hex) => {
    expect(decodeSupportedVersions(fromHex(hex))).toBeNull();
  });
});

test.each<[string, readonly Extension[] | null, number | null]>([
  ["no block", null, null],
  ["an empty block", [], null],
  ["peer allowed to send", [renegotiationInfoExtension(), heartbeatExtension(1)], 1],
  ["peer not allowed to send", [heartbeatExtension(2)], 2],
  ["an undefined mode", [{ type: 15, data: Uint8Array.of(7) }], 7],
  ["no mode in it", [{ type: 15, data: new Uint8Array(0) }], null],
  ["two modes in it", [{ type: 15, data: Uint8Array.of(1, 1) }], null],
])("heartbeat mode: %s", (_, extensions, mode) => {
  expect(heartbeatMode(extensions)).toBe(mode);
});
