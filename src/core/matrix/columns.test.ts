import { describe, expect, test } from "vitest";
import { columnOf, columnsOf, type Faceted } from "./columns.ts";

const answered = (given: Partial<Faceted>): Faceted => ({
  detector: "nmap",
  version: "7.93",
  vantage: "laptop-1",
  run: "r1",
  mode: "automatic",
  ...given,
});

describe("a column", () => {
  test.each([
    [[], "nmap"],
    [["version"], "nmap 7.93"],
    [["mode", "version"], "nmap 7.93 automatic"],
    [["version", "vantage", "run", "mode"], "nmap 7.93 laptop-1 r1 automatic"],
  ] as const)("by %j", (by, column) => {
    expect(columnOf(answered({}), by)).toBe(column);
  });
});

test("native detectors come first, then the others by name, each once", () => {
  const all = ["sslscan", "nmap", "b/flight", "a/handshake", "nmap"].map((detector) => answered({ detector }));
  expect(columnsOf(all, [], ["b/flight", "a/handshake"])).toEqual(["b/flight", "a/handshake", "nmap", "sslscan"]);
});

test("two versions are two columns where they are told apart", () => {
  const all = [answered({}), answered({ version: "6.45" })];
  expect(columnsOf(all, [], [])).toEqual(["nmap"]);
  expect(columnsOf(all, ["version"], [])).toEqual(["nmap 6.45", "nmap 7.93"]);
});
