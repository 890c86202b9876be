import { describe, expect, test } from "vitest";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { sarif } from "./index.ts";
import { slugOf } from "./run.ts";
import { SARIF_FIXTURES } from "./testing/fixtures.ts";

checkImporter(sarif, SARIF_FIXTURES);

describe("whose answer it is", () => {
  test.each([
    ["OWASP ZAP", "zap"],
    ["ZAP", "zap"],
    ["Burp Suite Professional", "burp"],
    ["nuclei", "nuclei"],
    ["Probe  One (beta)!", "probe-one-beta"],
    ["..", ""],
  ])("%s", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  test("each run by its tool, with its time", async () => {
    const document = SARIF_FIXTURES.find(({ what }) => what === "two hosts, two tools")?.document ?? "";
    const answers = answersOf(await readAll(sarif, document));
    expect(answers.map(({ detector }) => detector)).toEqual(["probe-one", "probe-one", "probe-two"]);
    expect(answers[0]?.time).toEqual({ at: Date.UTC(2025, 5, 22, 4, 4, 14), quality: "zone" });
  });
});
