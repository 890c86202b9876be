import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat } from "../../core/wire/bytes.ts";
import { WriteBuffer } from "./write-buffer.ts";

/** Lengths of what left the buffer after writes of these lengths, and what still waits. */
function leaving(
  size: number,
  writes: readonly number[],
): { readonly left: readonly number[]; readonly pending: number } {
  const left: number[] = [];
  const buffer = new WriteBuffer(size, (bytes) => left.push(bytes.length));
  for (const length of writes) buffer.write(new Uint8Array(length));
  return { left, pending: buffer.pending };
}

describe("the handshake's write buffer", () => {
  test.each([
    { what: "one byte waits", writes: [1], left: [], pending: 1 },
    { what: "4096 bytes wait", writes: [4096], left: [], pending: 4096 },
    { what: "4097 bytes pass", writes: [4097], left: [4097], pending: 0 },
    { what: "what fits exactly still waits", writes: [4000, 96], left: [], pending: 4096 },
    {
      what: "what does not fit fills up, pushes out, and its rest waits",
      writes: [4000, 100],
      left: [4096],
      pending: 4,
    },
    { what: "a rest as long as the buffer passes too", writes: [1, 8191], left: [4096, 4096], pending: 0 },
    { what: "a big one pushes out what waits and passes", writes: [7, 16389], left: [4096, 12300], pending: 0 },
    {
      what: "the tail of a 64 kB answer waits",
      writes: [16389, 16389, 16389, 16389, 23],
      left: [16389, 16389, 16389, 16389],
      pending: 23,
    },
  ])("$what", ({ writes, left, pending }) => {
    expect(leaving(4096, writes)).toEqual({ left, pending });
  });

  test("without a size nothing waits", () => {
    expect(leaving(0, [1, 5000])).toEqual({ left: [1, 5000], pending: 0 });
  });

  test("what is discarded never leaves", () => {
    const left: Uint8Array[] = [];
    const buffer = new WriteBuffer(8, (bytes) => left.push(bytes));
    buffer.write(Uint8Array.of(1));
    buffer.discard();
    buffer.write(Uint8Array.of(2));
    buffer.flush();
    expect(left).toEqual([Uint8Array.of(2)]);
  });

  test("loses nothing and keeps the order, and never holds more than its size", () => {
    fc.assert(
      fc.property(fc.nat(32), fc.array(fc.uint8Array({ maxLength: 80 })), (size, writes) => {
        const left: Uint8Array[] = [];
        const buffer = new WriteBuffer(size, (bytes) => left.push(bytes));
        for (const bytes of writes) {
          buffer.write(bytes);
          expect(buffer.pending).toBeLessThanOrEqual(size);
        }
        buffer.flush();
        expect(concat(left)).toEqual(concat(writes));
      }),
    );
  });
});
