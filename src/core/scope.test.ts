/** Scope decisions: what is permitted, what never is, and who may widen it. */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Scope } from "./model/scope.ts";
import { compileScope, type ScopeQuestion } from "./scope.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const SCOPE: Scope = {
  allow: ["10.0.0.0/8", "2001:db8::/32", "192.0.2.1"],
  exclude: ["10.1.0.0/16", "127.0.0.66", "2001:db8:1::/48"],
  allowNames: ["www.bank.example", "*.branch.example"],
  excludeNames: ["core.branch.example", "*.lab.branch.example", "secret.example"],
  permittedBy: "A. Turing",
  until: "2026-12-31T23:59:59Z",
};

function allowed(scope: Scope | null, question: Partial<ScopeQuestion> & { address: string }, at = NOW): boolean {
  return compileScope(scope).decide({ name: null, resolved: false, ...question }, at).allowed;
}

describe("decide by address", () => {
  it.each([
    ["10.2.3.4", true],
    ["10.1.3.4", false],
    ["::ffff:10.2.3.4", true],
    ["::ffff:10.1.3.4", false],
    ["11.0.0.1", false],
    ["192.0.2.1", true],
    ["192.0.2.2", false],
    ["2001:db8::1", true],
    ["2001:db8:1::1", false],
    ["2001:db9::1", false],
    ["127.0.0.1", true],
    ["127.255.255.254", true],
    ["::1", true],
    ["::ffff:127.0.0.1", true],
    ["127.0.0.66", false],
    ["10.2.3", false],
    ["010.2.3.4", false],
    ["", false],
  ])("%s: %s", (address, expected) => {
    expect(allowed(SCOPE, { address })).toBe(expected);
  });

  it("permits loopback alone without a scope", () => {
    expect(allowed(null, { address: "127.0.0.1" })).toBe(true);
    expect(allowed(null, { address: "::1" })).toBe(true);
    expect(allowed(null, { address: "10.0.0.1" })).toBe(false);
    expect(allowed(null, { address: "::2" })).toBe(false);
  });

  it.each(["0.0.0.0", "0.1.2.3", "255.255.255.255", "224.0.0.1", "239.255.255.255", "::", "ff02::1", "::ffff:0.0.0.0"])(
    "never permits %s",
    (address) => {
      expect(allowed({ ...SCOPE, allow: ["0.0.0.0/0", "::/0"], exclude: [] }, { address })).toBe(false);
    },
  );
});

describe("decide by name", () => {
  const address = "198.51.100.7";
  it.each([
    ["www.bank.example", true],
    ["bank.example", false],
    ["a.www.bank.example", false],
    ["a.branch.example", true],
    ["a.b.branch.example", true],
    ["branch.example", false],
    ["xbranch.example", false],
    ["core.branch.example", false],
    ["a.lab.branch.example", false],
    ["lab.branch.example", true],
  ])("an address that %s resolved to: %s", (name, expected) => {
    expect(allowed(SCOPE, { address, name, resolved: true })).toBe(expected);
  });

  it("does not let a name permit an address that somebody wrote beside it", () => {
    expect(allowed(SCOPE, { address, name: "www.bank.example", resolved: false })).toBe(false);
  });

  it("lets exclusions win, by name over address and by address over name", () => {
    expect(allowed(SCOPE, { address: "10.2.3.4", name: "secret.example" })).toBe(false);
    expect(allowed(SCOPE, { address: "127.0.0.1", name: "secret.example" })).toBe(false);
    expect(allowed(SCOPE, { address: "10.1.0.1", name: "www.bank.example", resolved: true })).toBe(false);
  });
});

describe("the scope's end", () => {
  it.each([
    [SCOPE.until, 0, true],
    [SCOPE.until, 1, false],
    ["not a date", 0, false],
  ])("until %s, %i ms after: %s", (until, after, expected) => {
    const at = Date.parse(SCOPE.until) + after;
    expect(allowed({ ...SCOPE, until }, { address: "10.2.3.4" }, at)).toBe(expected);
    expect(allowed({ ...SCOPE, until }, { address: "127.0.0.1" }, at)).toBe(true);
    expect(allowed({ ...SCOPE, until }, { address: "127.0.0.66" }, at)).toBe(false);
  });
});

it("refuses everything when an entry cannot be read, for it may be an exclusion", () => {
  for (const broken of ["10.0.0.5/24", "10.0.0", "example.org"]) {
    expect(allowed({ ...SCOPE, exclude: [broken] }, { address: "10.2.3.4" })).toBe(false);
    expect(allowed({ ...SCOPE, allow: [broken] }, { address: "127.0.0.1" })).toBe(false);
  }
});

it("is total, and gives a reason with every refusal", () => {
  const scope = compileScope(SCOPE);
  const text = fc.oneof(fc.string(), fc.ipV4(), fc.ipV6());
  fc.assert(
    fc.property(text, fc.option(fc.domain()), fc.boolean(), (address, name, resolved) => {
      const decision = scope.decide({ address, name, resolved }, NOW);
      return decision.allowed || decision.why.length > 0;
    }),
  );
});
