import { describe, expect, test } from "vitest";
import { DEFAULT_DIALS, type Dials } from "../conditions/dials.ts";
import { Front } from "./front.ts";

function front(dials: Partial<Dials>): Front {
  return new Front({ ...DEFAULT_DIALS, ...dials });
}

/** What a connection meets: the back end's heartbeat code, or how it is turned away. */
function meets(door: Front, source: string, now = 0): string {
  const admission = door.admit(source, now);
  return admission.kind === "served" ? admission.dials.heartbeat : admission.kind;
}

describe("a pool of back ends", () => {
  test("by connection: each in turn", () => {
    const door = front({ pool: { size: 3, by: "connection", others: { heartbeat: "bounds_checked" } } });
    const met = Array.from({ length: 4 }, () => meets(door, "a"));
    expect(met).toEqual(["over_reads", "bounds_checked", "bounds_checked", "over_reads"]);
  });

  test("by source: always the same one", () => {
    const door = front({ pool: { size: 2, by: "source", others: { heartbeat: "bounds_checked" } } });
    const met = ["a", "b", "a", "b", "c"].map((source) => meets(door, source));
    expect(met).toEqual(["over_reads", "bounds_checked", "over_reads", "bounds_checked", "over_reads"]);
  });
});

describe("a ban", () => {
  test("after the first connection, for that source only, until it has been quiet", () => {
    const door = front({ ban: { after: "connection", as: "reset", quietMs: 100 } });
    expect(meets(door, "a", 0)).toBe("over_reads");
    expect(meets(door, "b", 0)).toBe("over_reads");
    expect(meets(door, "a", 50)).toBe("reset");
    expect(meets(door, "a", 149)).toBe("reset");
    expect(meets(door, "a", 249)).toBe("over_reads");
  });

  test("after the first heartbeat", () => {
    const door = front({ ban: { after: "heartbeat", as: "silence", quietMs: 100 } });
    expect(meets(door, "a", 0)).toBe("over_reads");
    expect(meets(door, "a", 1)).toBe("over_reads");
    door.heartbeat("a", 2);
    expect(meets(door, "a", 3)).toBe("silence");
  });
});

test("a device that has locked up is silent to everybody", () => {
  const door = front({});
  door.lockUp();
  expect([meets(door, "a"), meets(door, "b")]).toEqual(["silence", "silence"]);
});

describe("a crowd", () => {
  const crowded = (beyond: "wait" | "reset" | "starve") => front({ crowd: { atOnce: 2, beyond } });

  test.each(["wait", "reset"] as const)("beyond the second: %s, until one of the two has left", (beyond) => {
    const door = crowded(beyond);
    const met = ["a", "b", "c"].map((source) => meets(door, source));
    expect(met).toEqual(["over_reads", "over_reads", beyond]);
    door.leave();
    expect([meets(door, "c"), meets(door, "d")]).toEqual(["over_reads", beyond]);
  });

  test("beyond the second: served, a little at a time", () => {
    const door = crowded("starve");
    const segments = ["a", "b", "c"].map((source) => {
      const admission = door.admit(source, 0);
      return admission.kind === "served" ? admission.dials.answerSegments : admission.kind;
    });
    expect(segments).toEqual([null, null, { bytes: expect.any(Number), gapMs: expect.any(Number) }]);
  });

  test("whoever waits uses up no turn of the pool and no grace of a ban", () => {
    const door = front({
      crowd: { atOnce: 1, beyond: "wait" },
      pool: { size: 2, by: "connection", others: { heartbeat: "bounds_checked" } },
      ban: { after: "connection", as: "reset", quietMs: 100 },
    });
    const met = [meets(door, "a"), meets(door, "b"), meets(door, "b")];
    door.leave();
    expect([...met, meets(door, "b")]).toEqual(["over_reads", "wait", "wait", "bounds_checked"]);
  });
});
