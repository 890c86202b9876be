import { expect, test } from "vitest";
import type { Matrix, Row } from "../../api/types.ts";
import { createPages, PAGE } from "./pages.ts";

/** A server whose answers are given when the test says so. */
function served(total: number) {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  let revision = 1;
  let changes = 0;
  const pages = createPages({
    fetch: (offset, limit) =>
      new Promise((resolve) => {
        asked.push(offset / PAGE);
        waiting.push(() => {
          const rows = Array.from({ length: Math.min(limit, total - offset) }, (_, at) => ({
            key: `${revision}/${offset + at}`,
          }));
          resolve({ revision, total, offset, columns: [], rows: rows as unknown as Row[] } satisfies Matrix);
        });
      }),
    changed: () => changes++,
    failed: (error) => {
      throw error;
    },
  });
  const answer = async () => {
    for (const give of waiting.splice(0)) give();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { pages, asked, answer, change: () => void revision++, changes: () => changes };
}

test("what is in sight is asked for first, then what one scrolls towards; nothing twice", async () => {
  const { pages, asked, answer } = served(1000);
  pages.want({ first: 0, end: 0 }, 0);
  await answer();
  expect(pages.total).toBe(1000);
  pages.want({ first: 250, end: 310 }, 1);
  pages.want({ first: 250, end: 310 }, 1);
  await answer();
  await answer();
  expect(asked).toEqual([0, 2, 3, 4]);
  expect(pages.row(255)?.key).toBe("1/255");
  expect(pages.row(555)).toBeNull();
});

test("rows that were passed are not asked for", async () => {
  const { pages, asked, answer } = served(100_000);
  pages.want({ first: 0, end: 0 }, 0);
  await answer();
  for (let first = 0; first < 90_000; first += 1000) pages.want({ first, end: first + 30 }, 1);
  for (let turn = 0; turn < 6; turn++) await answer();
  expect(asked.length).toBeLessThan(8);
  expect(pages.row(89_000)).not.toBeNull();
});

test("stale rows stay until the new ones are there; only those in sight are asked for again", async () => {
  const { pages, asked, answer, change } = served(1000);
  pages.want({ first: 0, end: 0 }, 0);
  await answer();
  pages.want({ first: 500, end: 530 }, 0);
  await answer();
  change();
  pages.renew();
  expect(pages.row(505)?.key).toBe("1/505");
  await answer();
  expect(pages.row(505)?.key).toBe("2/505");
  expect(asked).toEqual([0, 5, 5]);
  pages.want({ first: 0, end: 30 }, 0);
  expect(pages.row(3)?.key).toBe("1/3");
  await answer();
  expect(pages.row(3)?.key).toBe("2/3");
});

test("a change while an answer is on its way is not missed", async () => {
  const { pages, answer, change } = served(100);
  pages.want({ first: 0, end: 0 }, 0);
  pages.renew();
  await answer();
  change();
  await answer();
  expect(pages.row(3)?.key).toBe("2/3");
});

test("a failure is told once, not repeated in a loop", async () => {
  let failures = 0;
  let asked = 0;
  const pages = createPages({
    fetch: () => {
      asked++;
      return Promise.reject(new Error("no"));
    },
    changed: () => undefined,
    failed: () => failures++,
  });
  pages.want({ first: 0, end: 0 }, 0);
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
  expect([asked, failures]).toEqual([1, 1]);
  pages.renew();
  pages.want({ first: 0, end: 0 }, 0);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(asked).toBe(2);
});
