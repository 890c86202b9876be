import { describe, expect, test } from "vitest";
import { environmentKey, fileKey, resolveSettings, SETTING_KEYS, SETTINGS } from "./settings.ts";

const none = { flags: {}, environment: {}, file: null };

describe("settings", () => {
  test("flags win over the environment, that over the file, that over the default", () => {
    const file = { name: "c.yaml", values: { draws: 4, quick_ms: 700, vantage: "file" } };
    const environment = { CROSSCHECK_DRAWS: "5", CROSSCHECK_VANTAGE: "env" };
    const resolved = resolveSettings({ flags: { draws: "6" }, environment, file });
    if (!resolved.ok) throw new Error(resolved.problems.join());
    expect(resolved.settings).toMatchObject({ draws: 6, vantage: "env", quickMs: 700, retries: 1 });
    expect(resolved.origins).toMatchObject({
      draws: "flag",
      vantage: "environment",
      quickMs: "file",
      retries: "default",
    });
  });

  test.each([
    [{ flags: { draws: "0" } }, "--draws: expected a whole number from 1 to 100"],
    [{ flags: { draws: "3x" } }, "--draws: expected a whole number from 1 to 100"],
    [{ flags: { draws: "1e1" } }, "--draws: expected a whole number from 1 to 100"],
    [{ flags: { sni: "maybe" } }, "--sni: expected one of auto, with, without, both"],
    [{ environment: { CROSSCHECK_ALLOW_OVERREAD: "yes" } }, "CROSSCHECK_ALLOW_OVERREAD: expected true or false"],
    [{ file: { name: "c.yaml", values: { db: 7 } } }, "c.yaml: db: expected text"],
    [{ file: { name: "c.yaml", values: { colour: "red" } } }, "c.yaml: colour: there is no such setting"],
  ])("%j: %s", (sources, problem) => {
    expect(resolveSettings({ ...none, ...sources })).toEqual({ ok: false, problems: [problem] });
  });

  test("spellings are derived from one name and collide nowhere", () => {
    expect(fileKey("connectTimeoutMs")).toBe("connect_timeout_ms");
    expect(environmentKey("db")).toBe("CROSSCHECK_DB");
    expect(new Set(SETTING_KEYS.map((key) => SETTINGS[key].flag.split(" ")[0])).size).toBe(SETTING_KEYS.length);
  });

  test("every default is within its own bounds", () => {
    const flags = Object.fromEntries(SETTING_KEYS.map((key) => [key, String(SETTINGS[key].fallback)]));
    expect(resolveSettings({ ...none, flags })).toMatchObject({ ok: true });
  });
});
