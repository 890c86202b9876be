import { describe, expect, test } from "vitest";
import { orderedMap } from "./ordered-map.ts";

const NEVER = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function* count(to: number): AsyncGenerator<number> {
  for (let n = 1; n <= to; n += 1) yield n;
}

async function gathered<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

describe("orderedMap", () => {
  test("keeps the order although later items are ready first, and never works on more than allowed", async () => {
    let working = 0;
    let most = 0;
    const results = orderedMap(
      count(20),
      4,
      async (n) => {
        working += 1;
        most = Math.max(most, working);
        for (let wait = n % 4 === 1 ? 10 : 5; wait > 0; wait -= 1) await turn();
        working -= 1;
        return n * 10;
      },
      NEVER,
    );
    expect(await gathered(results)).toEqual(Array.from({ length: 20 }, (_, index) => (index + 1) * 10));
    expect(most).toBe(4);
  });

  test("gives what is ready while the source keeps us waiting", async () => {
    const first = orderedMap(
      (async function* () {
        yield 1;
        await new Promise(() => {});
      })(),
      4,
      async (n) => n,
      NEVER,
    ).next();
    expect(await first).toEqual({ done: false, value: 1 });
  });

  test("stops when told to, even while the source is silent", async () => {
    const abort = new AbortController();
    const results = orderedMap(
      (async function* () {
        yield 1;
        await new Promise(() => {});
      })(),
      4,
      async (n) => n,
      abort.signal,
    );
    await results.next();
    const next = results.next();
    await turn();
    abort.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  test("passes on what the source throws, after what came before it", async () => {
    const seen: number[] = [];
    const run = async (): Promise<void> => {
      const source = (async function* () {
        yield 1;
        yield 2;
        throw new Error("unreadable");
      })();
      for await (const n of orderedMap(source, 1, async (item) => item, NEVER)) seen.push(n);
    };
    await expect(run()).rejects.toThrow("unreadable");
    expect(seen).toEqual([1, 2]);
  });

  test("passes on what the work throws", async () => {
    const work = async (n: number): Promise<number> => {
      if (n === 2) throw new Error("defect");
      return n;
    };
    await expect(gathered(orderedMap(count(3), 2, work, NEVER))).rejects.toThrow("defect");
  });
});
