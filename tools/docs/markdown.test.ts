/** The Markdown helpers of the generated pages. */

import { describe, expect, it } from "vitest";
import { page, replaceSection, table } from "./markdown.ts";

it("a cell cannot break its row", () => {
  expect(table(["a", "b"], [["x|y", "one\n  two"]])).toBe("| a | b |\n| --- | --- |\n| x\\|y | one two |");
});

it("a page ends with one line end", () => {
  expect(page("# T", "text")).toBe("# T\n\ntext\n");
});

describe("replaceSection", () => {
  const TEXT = "before\n<!-- begin x -->\nold\n<!-- end x -->\nafter\n";

  it("replaces what is between the marks, and only that", () => {
    expect(replaceSection(TEXT, "x", "new")).toBe("before\n<!-- begin x -->\nnew\n<!-- end x -->\nafter\n");
  });

  it("changes nothing the second time", () => {
    const once = replaceSection(TEXT, "x", "new");
    expect(replaceSection(once, "x", "new")).toBe(once);
  });

  it.each([["no marks"], ["<!-- begin x --> no end"], ["<!-- end x --> <!-- begin x -->"]])("refuses: %s", (text) => {
    expect(() => replaceSection(text, "x", "new")).toThrow("are missing");
  });
});
