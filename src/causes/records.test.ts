import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { concat } from "../core/wire/bytes.ts";
import { encodeRecord } from "../core/wire/record.ts";
import { EditedStream, wholeRecords } from "./records.ts";

const RECORD = fc
  .record({ type: fc.integer({ min: 20, max: 24 }), body: fc.uint8Array({ maxLength: 300 }) })
  .map(({ type, body }) => encodeRecord(type, 0x0302, body));
const PIECES = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });

/** What comes through when `bytes` arrive in pieces of these lengths, in turn. */
function through(stream: EditedStream, bytes: Uint8Array, pieces: readonly number[], releasing: boolean): Uint8Array {
  const came: Uint8Array[] = [];
  const take = () => {
    for (let part = stream.take(17); part !== null; part = stream.take(17)) came.push(part);
  };
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = pieces[turn % pieces.length] ?? 1;
    stream.push(bytes.subarray(at, at + length));
    at += length;
    take();
    if (releasing && turn % 3 === 0 && stream.release()) take();
  }
  if (stream.release()) take();
  return concat(came);
}

describe("an edited stream", () => {
  test("that changes nothing loses and adds nothing, however the bytes arrive and whenever somebody stops waiting", () => {
    const bytes = fc.oneof(fc.array(RECORD, { maxLength: 6 }).map(concat), fc.uint8Array({ maxLength: 200 }));
    fc.assert(
      fc.property(bytes, PIECES, fc.boolean(), (given, pieces, releasing) => {
        expect(through(new EditedStream((record) => [record]), given, pieces, releasing)).toEqual(given);
      }),
    );
  });

  test("leaves alone what follows ChangeCipherSpec", () => {
    const [alert, ccs] = [encodeRecord(21, 0x0302, Uint8Array.of(1, 0)), encodeRecord(20, 0x0302, Uint8Array.of(1))];
    const nothing = new EditedStream((record) => (record.type === 21 ? [] : [record]));
    expect(through(nothing, concat([alert, ccs, alert]), [4], false)).toEqual(concat([ccs, alert]));
  });
});

test("bytes that are not whole records are none", () => {
  const record = encodeRecord(22, 0x0303, Uint8Array.of(1, 2, 3));
  expect(wholeRecords(concat([record, record]))).toHaveLength(2);
  expect(wholeRecords(record.subarray(0, 6))).toBeNull();
  expect(wholeRecords(Uint8Array.of(71, 69, 84))).toBeNull();
});
