import fc from "fast-check";
import { expect, test } from "vitest";
import { HEAPS } from "../../../../src/core/board/board-row.ts";
import { SORTS } from "../../../../src/core/board/query.ts";
import { hrefOf, parseRoute } from "../../state/route.ts";
import {
  isFiltered,
  MUTED,
  queryOf,
  rowQueryOf,
  sortedBy,
  toggled,
  UNFOLDINGS,
  type View,
  viewOf,
  WHOLE,
} from "./view.ts";

const word = fc.string({ maxLength: 40 });
const anyView: fc.Arbitrary<View> = fc
  .record({
    q: word,
    heaps: fc.subarray([...HEAPS]),
    split: fc.boolean(),
    reasons: fc.uniqueArray(fc.constantFrom("host_dead", "claims_only", "answers_contradict")),
    owner: word,
    found: word,
    cell: fc.oneof(
      fc.constant(""),
      fc
        .tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.constantFrom("1", "0", "?", "none"))
        .map((pair) => pair.join(":")),
    ),
    muted: fc.constantFrom(...MUTED),
    sort: fc.constantFrom(...SORTS),
    column: fc.string({ minLength: 1, maxLength: 20 }),
    descending: fc.boolean(),
    by: fc.subarray([...UNFOLDINGS]),
  })
  .map((view) => ({ ...view, column: view.sort === "column" ? view.column : "" }));

test("a view survives the address", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      const { path, query } = parseRoute(hrefOf(["matrix"], queryOf(view)));
      expect(path).toEqual(["matrix"]);
      expect(viewOf(query)).toEqual(view);
    }),
  );
});

test("no address makes a view that cannot be asked for, and reading is idempotent", () => {
  const parameter = fc.constantFrom(
    "q",
    "heap",
    "split",
    "reason",
    "owner",
    "cell",
    "muted",
    "sort",
    "column",
    "desc",
    "by",
  );
  fc.assert(
    fc.property(fc.dictionary(parameter, fc.string()), (query) => {
      const view = viewOf(query);
      expect(SORTS).toContain(view.sort);
      expect(view.sort === "column").toBe(view.column !== "");
      expect(viewOf(queryOf(view))).toEqual(view);
    }),
  );
});

test("the whole matrix has no parameters", () => {
  expect(queryOf(WHOLE)).toEqual({});
  expect(viewOf({})).toEqual(WHOLE);
  expect(isFiltered(WHOLE)).toBe(false);
});

test.each([
  [{ heap: "open,vulnerable,sheep" }, { heaps: ["vulnerable", "open"] }],
  [{ sort: "column" }, { sort: "endpoint" }],
  [
    { sort: "column", column: "nmap" },
    { sort: "column", column: "nmap" },
  ],
  [{ cell: "nmap:2" }, { cell: "" }],
  [{ cell: "a:b:?" }, { cell: "a:b:?" }],
  [{ by: "run,detector,version" }, { by: ["version", "run"] }],
  [{ muted: "never" }, { muted: "show" }],
])("%j is read as %j", (query, part) => {
  expect(viewOf(query)).toEqual({ ...WHOLE, ...part });
});

test("order and columns are no filters, and columns make no other rows", () => {
  expect(isFiltered({ ...WHOLE, sort: "owner", descending: true, by: ["run"] })).toBe(false);
  expect(isFiltered({ ...WHOLE, split: true })).toBe(true);
  expect(rowQueryOf({ ...WHOLE, sort: "owner", by: ["run"] })).toEqual({ sort: "owner" });
});

test("sorting by the same again turns the order round", () => {
  const once = sortedBy(WHOLE, "column", "nmap");
  expect(once).toMatchObject({ sort: "column", column: "nmap", descending: false });
  expect(sortedBy(once, "column", "nmap").descending).toBe(true);
  expect(sortedBy(sortedBy(once, "column", "nmap"), "column", "sslscan")).toMatchObject({
    column: "sslscan",
    descending: false,
  });
});

test("a member is added once and taken out again", () => {
  expect(toggled(["a"], "b")).toEqual(["a", "b"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
});
