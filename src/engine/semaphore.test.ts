import { expect, test } from "vitest";
import { Semaphore } from "./semaphore.ts";

test("never more at once than allowed, in order, and none lost", async () => {
  const semaphore = new Semaphore(3);
  let now = 0;
  let most = 0;
  const begun: number[] = [];
  const work = Array.from({ length: 20 }, (_, index) =>
    semaphore.run(async () => {
      begun.push(index);
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return index;
    }),
  );
  expect(await Promise.all(work)).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(begun).toEqual(begun.toSorted((a, b) => a - b));
  expect(most).toBe(3);
});

test("work that fails makes room", async () => {
  const semaphore = new Semaphore(1);
  await expect(semaphore.run(async () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await semaphore.run(async () => "next")).toBe("next");
});
