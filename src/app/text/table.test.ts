/** Alignment, fitting, and that no cell can disturb the terminal. */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Paint } from "./paint.ts";
import { type Column, renderTable } from "./table.ts";
import { displayWidth } from "./width.ts";

const COLUMNS: readonly Column[] = [{ title: "HOST" }, { title: "PORT", align: "right" }, { title: "WHY" }];

/** Styles that can be seen. */
const paint: Paint = (style, text) => `<${style}>${text}</>`;

describe("renderTable", () => {
  it("aligns left and right, by display width", () => {
    expect(
      renderTable(
        COLUMNS,
        [
          ["example.org", "443", "ok"],
          ["東京.example", "8443", "refused"],
        ],
        { width: null },
      ),
    ).toEqual([
      "HOST          PORT  WHY", //
      "example.org    443  ok",
      "東京.example  8443  refused",
    ]);
  });

  it("fills missing cells and leaves no blanks at line ends", () => {
    expect(renderTable(COLUMNS, [["a"]], { width: null })).toEqual(["HOST  PORT  WHY", "a"]);
  });

  it("cuts the widest column first", () => {
    expect(renderTable(COLUMNS, [["a", "1", "a long explanation of it"]], { width: 24 })).toEqual([
      "HOST  PORT  WHY",
      "a        1  a long expl…",
    ]);
  });

  it("cuts several columns evenly when one is not enough", () => {
    const columns = [{ title: "A" }, { title: "B" }, { title: "C" }];
    expect(renderTable(columns, [["a".repeat(20), "b".repeat(12), "ccc"]], { width: 23 }).at(1)).toBe(
      `${"a".repeat(7)}…  ${"b".repeat(7)}…  ccc`,
    );
  });

  it("stops cutting at a column's least width", () => {
    const columns = [{ title: "A", minWidth: 8 }, { title: "B" }];
    expect(renderTable(columns, [["12345678", "12345678"]], { width: 5 })).toEqual(["A         B", "12345678  12345…"]);
  });

  it("styles cells without disturbing the alignment", () => {
    expect(renderTable(COLUMNS, [[{ text: "a", style: "red" }, "1", "x"]], { width: null, paint })).toEqual([
      "<bold>HOST</>  <bold>PORT</>  <bold>WHY</>",
      "<red>a   </>     1  x",
    ]);
  });

  it("shows escape sequences instead of sending them", () => {
    const lines = renderTable([{ title: "T" }], [["\x1b[2Jgone\nnew line"]], { width: null });
    expect(lines).toEqual(["T", "\\x1b[2Jgone\\nnew line"]);
  });

  it("fits whatever it is given, when the least widths allow it", () => {
    const cell = fc.string({ unit: "grapheme", maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }), (rows) => {
        for (const line of renderTable(COLUMNS, rows, { width: 40 })) {
          expect(displayWidth(line)).toBeLessThanOrEqual(40);
        }
      }),
    );
  });
});
