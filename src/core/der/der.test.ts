import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "../wire/bytes.ts";
import { derChildren, derElements, TAG } from "./der.ts";

test.each([
  ["nothing", "", []],
  ["two elements", "020105 0500", ["2:05", "5:"]],
  ["a length in two bytes", `0481 80${"aa".repeat(128)}`, [`4:${"aa".repeat(128)}`]],
  ["a length longer than needed, as appliances write it", "3082 0003 020105", ["48:020105"]],
])("%s", (_, hex, expected) => {
  expect(derElements(fromHex(hex))?.map(({ tag, content }) => `${tag}:${toHex(content)}`)).toEqual(expected);
});

describe("refused", () => {
  test.each([
    ["a tag alone", "30"],
    ["an indefinite length", "3080 0000"],
    ["a tag of several bytes", "1f0100"],
    ["a length in five bytes", "30850000000001aa"],
    ["a length cut short", "308201"],
    ["a length beyond the bytes", "300201"],
    ["a length of four billion", "3084ffffffff00"],
    ["a second element cut short", "0500 0201"],
    ["more than 256 elements", "0500".repeat(257)],
  ])("%s", (_, hex) => {
    expect(derElements(fromHex(hex))).toBeNull();
  });
});

test("children are only looked for under the expected tag", () => {
  const [element] = derElements(fromHex("3003020105")) ?? [];
  expect(derChildren(element, TAG.sequence)).toHaveLength(1);
  expect(derChildren(element, TAG.set)).toBeNull();
  expect(derChildren(undefined, TAG.sequence)).toBeNull();
});
