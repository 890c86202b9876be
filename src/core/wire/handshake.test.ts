/** Messages by the byte and the bound on their length. Any split: test/properties/wire-segmentation.test.ts. */

import { expect, test } from "vitest";
import { concat, fromHex, toHex } from "./bytes.ts";
import { encodeHandshake, HANDSHAKE, HandshakeAssembler } from "./handshake.ts";

test("a message is type, three bytes of length, and body", () => {
  expect(toHex(encodeHandshake(HANDSHAKE.serverHelloDone, new Uint8Array(0)))).toBe("0e000000");
  expect(toHex(encodeHandshake(HANDSHAKE.certificate, new Uint8Array(65_536))).slice(0, 8)).toBe("0b010000");
});

test("several messages in one record, the last one unfinished", () => {
  const assembler = new HandshakeAssembler();
  const messages = assembler.push(fromHex("02000001aa 0e000000 0b0000"));
  expect(messages.map(({ type, body, raw }) => [type, toHex(body), toHex(raw)])).toEqual([
    [2, "aa", "02000001aa"],
    [14, "", "0e000000"],
  ]);
  expect(assembler.pending).toBe(3);
  expect(assembler.defect).toBeNull();
});

test("a message longer than allowed is refused by its header, for good", () => {
  const assembler = new HandshakeAssembler(8);
  expect(assembler.push(concat([encodeHandshake(1, new Uint8Array(8)), fromHex("01000009")]))).toHaveLength(1);
  expect(assembler.defect).toBe("oversized");
  expect(assembler.push(encodeHandshake(14, new Uint8Array(0)))).toEqual([]);
});

test("256 kB are the default bound", () => {
  const [at, above] = [new HandshakeAssembler(), new HandshakeAssembler()];
  at.push(fromHex("0b040000"));
  above.push(fromHex("0b040001"));
  expect([at.defect, above.defect]).toEqual([null, "oversized"]);
});
