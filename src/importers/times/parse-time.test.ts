import { expect, test } from "vitest";
import { parseTime } from "./parse-time.ts";

const shown = (text: string): string => {
  const { at, quality } = parseTime(text);
  return at === null ? quality : `${new Date(at).toISOString().replace(/\.000Z$/, "")} ${quality}`;
};

test.each([
  ["1397124000", "2014-04-10T10:00:00 zone"],
  ["2014-04-10T10:00:00Z", "2014-04-10T10:00:00 zone"],
  ["Thu Apr 10 10:00:00 2014", "2014-04-10T10:00:00 naive"],
  ["Thu Apr 10 10:00:00 2014 UTC", "2014-04-10T10:00:00 zone"],
  ["Thu Apr 10 10:00:00 EDT 2014", "2014-04-10T14:00:00 zone"],
  ["Thu Apr 10 10:00:00 +0200 2014", "2014-04-10T08:00:00 zone"],
  ["Apr 10, 2014 10:00:00 +0200", "2014-04-10T08:00:00 zone"],
  ["Apr 10, 2014 10:00:00 CST", "2014-04-10T10:00:00 naive"],
  ["2014/4/10 10:00 CET", "2014-04-10T09:00:00 zone"],
])("%s", (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test.each([
  ["Apr 10, 2014 10:00:00 PM", "2014-04-10T22:00:00 naive"],
  ["Apr 10, 2014 10:00:00 AM EDT", "2014-04-10T14:00:00 zone"],
  ["Apr 10, 2014 12:00:00 AM", "2014-04-10T00:00:00 naive"],
  ["Apr 10, 2014 12:00:00 pm", "2014-04-10T12:00:00 naive"],
  ["Apr 10, 2014 13:00:00 PM", "none"],
  ["Apr 10, 2014 0:00:00 AM", "none"],
])("a clock with two halves: %s", (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test.each(["", "Apr 10 10:00:00 +0200", "yesterday"])("no time: %s", (text) => {
  expect(shown(text)).toBe("none");
});
