import { expect, test } from "vitest";
import { fromHex, toHex } from "./bytes.ts";
import { decodeHeartbeat, encodeHeartbeat, HEARTBEAT } from "./heartbeat.ts";

test("a request says what it is told to say, whatever it carries", () => {
  expect(toHex(encodeHeartbeat(HEARTBEAT.request, 0, new Uint8Array(0), new Uint8Array(0)))).toBe("010000");
  expect(toHex(encodeHeartbeat(HEARTBEAT.request, 0x4000, fromHex("aabb"), fromHex("00")))).toBe("014000aabb00");
});

test.each([
  ["payload and padding", "02 0002 aabb 000000", { type: 2, claimed: 2, carried: 5, padding: 3 }, "aabb"],
  ["a claim beyond what is there", "01 4000 aabb", { type: 1, claimed: 0x4000, carried: 2, padding: 0 }, "aabb"],
  ["nothing but the header", "01 0000", { type: 1, claimed: 0, carried: 0, padding: 0 }, ""],
  ["an undefined type", "ff 0000 00", { type: 255, claimed: 0, carried: 1, padding: 1 }, ""],
])("%s", (_, hex, facts, payload) => {
  const message = decodeHeartbeat(fromHex(hex));
  expect(message).toMatchObject(facts);
  expect(toHex(message?.payload ?? fromHex("ff"))).toBe(payload);
});

test.each(["", "01", "0100"])("%j is shorter than a header", (hex) => {
  expect(decodeHeartbeat(fromHex(hex))).toBeNull();
});
