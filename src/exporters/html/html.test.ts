/** The page: others' text is harmless in it, and it says what it does not know. */

import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { doubtsOf } from "../uncertainty.ts";
import { bytesOf, CONTEXT, endpoint, report } from "../testing/report.ts";
import { HOSTILE, hostileText } from "../testing/hostile.ts";
import { htmlReport } from "./index.ts";
import { MOST_ROWS } from "./lists.ts";
import { escapeHtml } from "./markup.ts";
import { STYLE, STYLE_HASH } from "./style.ts";

const page = (...given: Parameters<typeof report>) => bytesOf(htmlReport.render(report(...given), CONTEXT)).toString();
/** Tags without what is in their attributes, so that two pages differ only if text became markup. */
const tags = (text: string) => text.replaceAll(/"[^"]*"/g, '""').match(/<[^>]*>/g) ?? [];

test("the page has the same markup whatever others' text says", () => {
  const plain = tags(page("plain"));
  fc.assert(
    fc.property(
      hostileText().filter((text) => text !== "" && text !== "nmap"),
      (text) => {
        expect(tags(page(text))).toEqual(plain);
      },
    ),
    { numRuns: 25 },
  );
  for (const text of HOSTILE) expect(tags(page(text))).toEqual(plain);
}, 60_000);

test("no control, no direction mark and no lone surrogate reaches the page", () => {
  fc.assert(
    fc.property(hostileText(), (text) => {
      expect(escapeHtml(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}<>"'`]/u);
    }),
  );
  expect(page(HOSTILE.at(-1)).length).toBeLessThan(200_000);
});

test("it says what it does not know, before any list", () => {
  const text = page();
  const doubts = doubtsOf(report());
  expect(doubts.map(({ id }) => id)).toContain("missed_by_all");
  for (const doubt of doubts) {
    const at = text.indexOf(escapeHtml(doubt.text));
    expect(at, doubt.id).toBeGreaterThan(0);
    expect(at).toBeLessThan(text.indexOf('id="vulnerable"'));
  }
});

test("each sign stands in its own class, and an empty zero is no zero", () => {
  const text = page();
  expect(text).toMatch(/class="c v1"[^>]*>1</);
  expect(text).toMatch(/class="c vb"[^>]*>0</);
  expect(text).toMatch(/class="c vx"[^>]*>✗</);
  expect(text).toMatch(/class="c v0"[^>]*>0</);
  expect(text).toContain(
    "· not asked".replace("·", '·<span class="hide">').replace('">', '">').replace(" not", " not"),
  );
});

test("nothing runs and nothing is loaded", () => {
  const text = page();
  expect(text).not.toMatch(/<(script|img|iframe|link|object|embed|form|base)\b|\son\w+=|\sstyle=|url\(|@import/i);
  expect(text).toContain(`default-src 'none'; style-src '${STYLE_HASH}'`);
  expect(STYLE_HASH).toBe(`sha256-${createHash("sha256").update(STYLE).digest("base64")}`);
});

test("rows that are left out are counted, and only then", () => {
  const many = Array.from({ length: MOST_ROWS }, (_, index) => endpoint(index));
  const text = page("plain", many);
  expect(text).toContain("1 more are not shown here.");
  expect(page()).not.toContain("not shown here");
}, 60_000);

test("a number that is none is never printed as one", () => {
  const text = page("plain", [endpoint(9, { probability: Number.NaN })]);
  expect(text).not.toMatch(/NaN|Infinity|undefined/);
});
