import { describe, expect, test } from "vitest";
import type { Scope } from "../../core/model/scope.ts";
import { PROFILES } from "../../profiles/catalogue.ts";
import { experimentAt } from "./experiment.ts";
import { profileFor } from "./profile-for.ts";

function at(address: string | null, name: string | null = null) {
  const endpoint = { address, port: 443, transport: "tcp", serverName: null, origin: "asked" } as const;
  return { endpoint, name, resolved: name !== null };
}
const SCOPE: Scope = {
  allow: ["192.0.2.0/24"],
  exclude: ["192.0.2.9/32"],
  allowNames: ["shop.example"],
  excludeNames: [],
  permittedBy: "a test",
  until: "2999-01-01T00:00:00Z",
};

describe("an experiment is made", () => {
  test("on loopback without more ado", () => {
    expect(experimentAt(at("127.0.0.1"), { scope: null, allowOverread: false }).ok).toBe(true);
  });

  test.each([
    ["without a scope", "192.0.2.1", null, null, true],
    ["outside of the scope", "198.51.100.1", null, SCOPE, true],
    ["on what is excluded", "192.0.2.9", null, SCOPE, true],
    ["in scope without permission to over-read", "192.0.2.1", null, SCOPE, false],
    ["at a permitted name without permission to over-read", "198.51.100.1", "shop.example", SCOPE, false],
  ] as const)("not %s", (_what, address, name, scope, allowOverread) => {
    expect(experimentAt(at(address, name), { scope, allowOverread })).toMatchObject({ ok: false, scope: true });
  });

  test("beyond loopback with both", () => {
    expect(experimentAt(at("192.0.2.1"), { scope: SCOPE, allowOverread: true }).ok).toBe(true);
    expect(experimentAt(at("198.51.100.1", "shop.example"), { scope: SCOPE, allowOverread: true }).ok).toBe(true);
  });

  test("nowhere without an address", () => {
    expect(experimentAt(at(null), { scope: null, allowOverread: true })).toMatchObject({ ok: false, scope: false });
  });
});

test.each([
  ["profile/ssltest", "?", "ssltest"],
  ["nmap", "7.93", "nmap-7"],
  ["nmap", "7.80", "nmap-7"],
  ["nmap", "2014-04-09", "nmap-2014-04-09"],
  ["nmap@7.93", "7.93", "nmap-7"],
  ["testssl", "3.0.8", "testssl"],
  ["nessus", "1", undefined],
])("%s %s is re-enacted by %s", (detector, version, profile) => {
  expect(profileFor(PROFILES, detector, version)?.id).toBe(profile);
});
