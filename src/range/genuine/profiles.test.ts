import { expect, test } from "vitest";
import { loopbackAddress } from "./addresses.ts";
import { OLD_NODES } from "./binaries.ts";
import { CURRENT_PROFILES, OLD_PROFILES } from "./profiles.ts";

test("ids are unique: no two profiles share a name, no two binaries a version", () => {
  for (const profiles of [OLD_PROFILES, CURRENT_PROFILES]) {
    expect(new Set(profiles.map((profile) => profile.name)).size).toBe(profiles.length);
  }
  expect(new Set(OLD_NODES.map((node) => node.version)).size).toBe(OLD_NODES.length);
});

test("every ability is needed by some profile and had by some binary, and by none without need", () => {
  const needed = new Set(OLD_PROFILES.flatMap((profile) => profile.needs));
  const had = new Set(OLD_NODES.flatMap((node) => node.abilities));
  expect([...needed].toSorted()).toEqual([...had].toSorted());
});

test("addresses: one each on Linux, the one there is elsewhere", () => {
  expect(loopbackAddress(0, 0, "linux")).toBe("127.20.0.1");
  expect(loopbackAddress(7, 251, "linux")).toBe("127.27.1.2");
  expect(loopbackAddress(7, 251, "darwin")).toBe("127.0.0.1");
  const many = Array.from({ length: 600 }, (_, index) => loopbackAddress(1, index, "linux"));
  expect(new Set(many).size).toBe(600);
});
