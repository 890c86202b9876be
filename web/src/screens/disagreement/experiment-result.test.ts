import { describe, expect, test } from "vitest";
import { besideIn, headOf, jobOf, nothingIn, provenIn } from "./experiment-result.ts";

const RESULT = {
  sentence: "s",
  causes: [],
  ruledOut: ["suites"],
  explanation: "not_explained",
  seen: null,
  varied: null,
};

describe("what an experiment printed", () => {
  test("a result is read, anything else is none", () => {
    expect(provenIn(JSON.stringify([RESULT]))).toMatchObject({ ruledOut: ["suites"] });
    for (const output of ["", "[", "[]", "{}", "null", "[3]", '[{"sentence":1}]', '[{"sentence":"s"}]']) {
      expect(provenIn(output)).toBeNull();
    }
  });

  test("an empty list is no contradiction; no output is not an empty list", () => {
    expect(nothingIn("[]\n")).toBe(true);
    expect(nothingIn("")).toBe(false);
    expect(nothingIn(JSON.stringify([RESULT]))).toBe(false);
  });

  test("the other's lines, without what is none", () => {
    const line = { atMs: 1, connection: 1, who: "tool", what: "x" };
    expect(besideIn(JSON.stringify({ rows: [{ theirs: line }, { theirs: null }, { theirs: { who: 3 } }] }))).toEqual([
      line,
    ]);
    expect(besideIn("{}")).toBeNull();
    expect(besideIn("cut off {")).toBeNull();
  });
});

test.each([
  ["proven", "nmap says 0 because …: answered. Proven, 3 of 3.", "✓ Proven, 3 of 3"],
  ["proven", "nmap says 0 because …: 4 of 9 nodes. Proven.", "✓ Proven"],
  ["not_explained", "says 0: not explained; ruled out: Proven, 3 of 3.", "✗ Not explained"],
  [null, "not explained; nothing re-enacts it.", "No experiment was made"],
] as const)("%s: %s", (explanation, sentence, head) => expect(headOf({ explanation, sentence })).toBe(head));

describe("the job of an experiment", () => {
  const argv = (...rest: string[]) => ["crosscheck", "explain", ...rest];
  const job = (id: string, state: "done" | "failed" | "running", args: string[]) => ({
    id,
    kind: "experiment" as const,
    state,
    argv: args,
  });
  const wanted = { endpoint: "192.0.2.1:443", detector: "nmap", what: "prove" } as const;

  test("the newest of that endpoint, detector and kind that has not failed", () => {
    const jobs = [
      job("failed", "failed", argv("--prove", "--detector=nmap", "--", "192.0.2.1:443")),
      job("elsewhere", "done", argv("--prove", "--detector=nmap", "--", "192.0.2.2:443")),
      job("beside", "done", argv("--beside=nmap", "--", "192.0.2.1:443")),
      job("it", "done", argv("--prove", "--detector=nmap", "--", "192.0.2.1:443")),
    ];
    expect(jobOf(jobs, wanted)).toBe("it");
    expect(jobOf(jobs, { ...wanted, what: "beside" })).toBe("beside");
    expect(jobOf(jobs, { ...wanted, detector: "sslscan" })).toBeNull();
  });
});
