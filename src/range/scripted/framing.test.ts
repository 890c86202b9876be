import { expect, test } from "vitest";
import type { Dials } from "../conditions/dials.ts";
import { frame } from "./framing.ts";

test.each<{ framing: Dials["framing"]; lengths: readonly number[] }>([
  { framing: "message_per_record", lengths: [80, 16384, 3616, 4] },
  { framing: "one_record", lengths: [16384, 3700] },
  { framing: { recordBytes: 10_000 }, lengths: [10_000, 10_000, 84] },
])("messages of 80, 20000 and 4 bytes, $framing", ({ framing, lengths }) => {
  const writes = [new Uint8Array(80), new Uint8Array(20_000), new Uint8Array(4)];
  expect(frame(writes, framing).map((body) => body.length)).toEqual(lengths);
});
