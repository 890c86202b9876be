import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonObjects, jsonObjectsIn } from "./json-objects.ts";

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}
async function read(
  text: string,
  size = 5,
): Promise<{ readonly values: readonly unknown[]; readonly problem: string | null }> {
  const values: unknown[] = [];
  try {
    for await (const { value } of jsonObjects(pieces(text, size))) values.push(value);
  } catch (error) {
    return { values, problem: error instanceof Error ? error.message : "?" };
  }
  return { values, problem: null };
}

const A = { a: 'x"}{[\\', b: [{ c: 1 }] };
const B = { b: 2 };
const [a, b] = [JSON.stringify(A), JSON.stringify(B)];

test.each([
  ["lines", `${a}\n${b}\n`],
  ["an array", `[${a},${b}]`],
  ["an array over lines, with a comma left over", `[\n${JSON.stringify(A, null, 2)},\n${b},\n]\n`],
  ["commas between lines, and no array", `${a},\n${b},\n`],
  ["nothing between them", `${a}${b}`],
])("%s", async (_what, text) => {
  expect(await read(text)).toEqual({ values: [A, B], problem: null });
  expect(jsonObjectsIn(text).map(({ value }) => value)).toEqual([A, B]);
});

test.each([
  ["text between them costs its line", `${a}\nsome text\n${b}`, [A, undefined, B], null],
  ["so does what is no JSON", `${a}\n{x}\n${b}`, [A, undefined, B], null],
  ["a string without an end costs its line", `{"a": "x\n${b}`, [undefined, B], null],
  ["an object without an end", `${b}\n{"a": [1`, [B], "the file ends inside a JSON object"],
  ["an array without an end", `[${b},`, [B], "the file ends before its list does"],
  ["too deep", `{"a":${"[".repeat(70)}${"]".repeat(70)}}\n${b}`, [undefined, B], null],
  ["nothing", " \n", [], null],
])("%s", async (_what, text, values, problem) => {
  expect(await read(text)).toEqual({ values, problem });
});

test("an object of more than four million characters", async () => {
  expect((await read(`{"a": "${"x".repeat(5 << 20)}"}`, 1 << 20)).problem).toMatch(/at most/);
});

test("the line where each begins", () => {
  expect(jsonObjectsIn(`\n${b}\n\n${JSON.stringify(A, null, 1)}\n${b}`).map(({ line }) => line)).toEqual([2, 4, 12]);
});

test("any text in any pieces gives the same", async () => {
  const part = fc.constantFrom("{", "}", "[", "]", '"', "\\", "\n", ",", ":", "1", '{"a":1}', "x");
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), async (parts, size) => {
      const text = parts.join("");
      expect(await read(text, size)).toEqual(await read(text, 1000));
    }),
  );
});
