/** Scope files: what is read, and that every mistake names its line and field. */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileScope } from "../core/scope.ts";
import { parseScope } from "./scope-file.ts";

const GOOD = `# April tests
permitted_by: Jane Doe, head of security
until: 2026-12-31
allow:
  - 192.0.2.0/24
  - 2001:DB8::/32
  - 198.51.100.7
  - ::ffff:203.0.113.9
  - "*.Example.org"
  - bücher.example
exclude:
  - 192.0.2.66
  - secret.example.org.
`;

function problems(text: string): readonly string[] {
  const read = parseScope(text, "scope.yaml");
  if (read.ok) throw new Error(`accepted: ${JSON.stringify(read.scope)}`);
  return read.problems;
}

/** A file that is right but for the given lines. */
function file(fields: Record<string, string>): string {
  const right = { permitted_by: "Jane", until: "2026-12-31", allow: "[192.0.2.1]" };
  return Object.entries({ ...right, ...fields })
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("");
}

it("reads addresses, networks and names, canonically", () => {
  const read = parseScope(GOOD, "scope.yaml");
  expect(read).toEqual({
    ok: true,
    scope: {
      permittedBy: "Jane Doe, head of security",
      until: "2026-12-31T23:59:59.999Z",
      allow: ["192.0.2.0/24", "2001:db8::/32", "198.51.100.7/32", "203.0.113.9/32"],
      allowNames: ["*.example.org", "xn--bcher-kva.example"],
      exclude: ["192.0.2.66/32"],
      excludeNames: ["secret.example.org"],
    },
  });
  const question = { address: "192.0.2.5", name: null, resolved: false };
  const scope = compileScope(read.ok ? read.scope : null);
  expect(scope.decide(question, Date.parse("2026-12-31T23:59:59Z")).allowed).toBe(true);
  expect(scope.decide(question, Date.parse("2027-01-01T00:00:00Z")).allowed).toBe(false);
});

it("reads a time with its zone", () => {
  const read = parseScope(file({ until: "2026-12-31T18:00:00+01:00" }), "scope.yaml");
  expect(read).toMatchObject({ ok: true, scope: { until: "2026-12-31T17:00:00.000Z", exclude: [] } });
});

describe("refused", () => {
  it.each<[string, string, RegExp]>([
    ["host bits", file({ allow: "[192.0.2.1, 192.0.2.5/24]" }), /^scope.yaml:3: allow\[2\]: .*192\.0\.2\.0\/24/],
    ["a short address", file({ exclude: "[10.1]" }), /^scope.yaml:4: exclude\[1\]: expected an address/],
    ["an octal address", file({ exclude: '["010.0.0.1"]' }), /^scope.yaml:4: exclude\[1\]: .*four decimal parts/],
    ["a URL", file({ allow: "[https://example.org/]" }), /^scope.yaml:3: allow\[1\]: /],
    ["a port", file({ allow: '["example.org:443"]' }), /^scope.yaml:3: allow\[1\]: expected a host name/],
    ["an inner wildcard", file({ allow: '["a.*.example"]' }), /^scope.yaml:3: allow\[1\]: expected a host name/],
    ["a wildcard for all", file({ allow: '["*"]' }), /^scope.yaml:3: allow\[1\]: expected a host name/],
    ["an unquoted wildcard", file({ allow: "\n  - *.example.org" }), /^scope.yaml:4: write names .* in quotes/],
    ["no list", file({ allow: "192.0.2.1" }), /^scope.yaml:3: allow: expected a list/],
    ["an empty list", file({ allow: "[]" }), /^scope.yaml:3: allow: expected at least one entry/],
    ["a null exclusion", file({ exclude: "" }), /^scope.yaml:4: exclude: expected a list/],
    ["nobody", file({ permitted_by: '" "' }), /^scope.yaml:1: permitted_by: expected the name/],
    ["a date that is none", file({ until: "2026-02-30" }), /^scope.yaml:2: until: expected a date/],
    ["a time without zone", file({ until: "2026-12-31T18:00:00" }), /^scope.yaml:2: until: expected a date/],
    ["a misspelt field", file({ excluded: "[192.0.2.7]" }), /found excluded/],
    ["a missing field", "until: 2026-12-31\nallow: [192.0.2.1]\n", /^scope.yaml:1: permitted_by: expected/],
    ["a field twice", `${GOOD}allow: [10.0.0.0/8]\n`, /^scope.yaml:14: expected YAML/],
    ["two documents", `${GOOD}---\n${GOOD}`, /expected YAML/],
    ["no YAML", "allow: [", /expected YAML/],
    ["an alias", file({ permitted_by: "&x Jane", exclude: "[*x]" }), /^scope.yaml:4: write names/],
    ["a list", "- 192.0.2.1", /^scope.yaml:1: expected the fields/],
    ["nothing", "", /^scope.yaml:1: expected the fields/],
  ])("%s", (_, text, expected) => {
    const [first] = problems(text);
    expect(first).toMatch(expected);
  });

  it("reports every problem at once", () => {
    const found = problems(file({ allow: "[10.1, 192.0.2.5/24]", until: "soon" }));
    expect(found).toHaveLength(3);
  });
});

it("never throws", () => {
  const token = fc.constantFrom(
    "allow: ",
    "- ",
    "[",
    "]",
    "*a",
    "&a ",
    "\n",
    "  ",
    "10.0.0.0/8",
    '"',
    "{",
    "? ",
    "!!set ",
    "<<: ",
  );
  const soup = fc.array(token, { maxLength: 30 }).map((tokens) => tokens.join(""));
  fc.assert(fc.property(fc.oneof(fc.string(), soup), (text) => typeof parseScope(text, "f").ok === "boolean"));
});
