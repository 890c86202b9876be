import { expect, test } from "vitest";
import { SCANNERS, SERVICES } from "./catalogue.ts";

test("names are unique, and every tool says what it sends and where it is blind", () => {
  const ids = [...SCANNERS, ...SERVICES].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, sends, blindSpots, mapping } of [...SCANNERS, ...SERVICES]) {
    expect(id).toMatch(/^[a-z0-9-]+$/);
    expect(sends.length, id).toBeGreaterThan(20);
    expect(blindSpots.length, id).toBeGreaterThan(0);
    expect(mapping.length, id).toBeGreaterThan(0);
  }
});
