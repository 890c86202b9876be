/** Expansion: nothing dropped, the right stage and origin, lazy. */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endpointLabel } from "../core/model/endpoint.ts";
import type { Target } from "../core/model/target.ts";
import type { Resolution } from "../core/ports/resolver.ts";
import { expandTarget, type SniMode } from "./expand.ts";
import { parseTarget } from "./parse-target.ts";
import { DEFAULT_PORT_PLAN, FIRST_PORT_ONLY, TLS_PORTS } from "./port-plan.ts";

const PLAN = { first: 443, further: [993, 8443] };
const TWO: Resolution = { kind: "addresses", addresses: ["192.0.2.1", "2001:db8::1"] };
const FAILED: Resolution = { kind: "failure", reason: "dns_failure", detail: "" };

function target(text: string): Target {
  const result = parseTarget(text, { source: "test", line: 1 });
  if (!result.ok) throw new Error(result.error.problem);
  return result.target;
}

/** Each endpoint as one line: label, origin, stage, and whether the address came from the name. */
function lines(text: string, resolution: Resolution | null, plan = PLAN, sni: SniMode = "auto"): readonly string[] {
  return [...expandTarget(target(text), resolution, plan, sni)].map(
    ({ endpoint, stage, resolved }) =>
      `${endpointLabel(endpoint)} ${endpoint.origin} ${stage}${resolved ? " resolved" : ""}`,
  );
}

describe("expandTarget", () => {
  it("asks the first port of every address before the further ports", () => {
    expect(lines("a.example", TWO)).toEqual([
      "a.example@192.0.2.1:443 asked 1 resolved",
      "a.example@[2001:db8::1]:443 asked 1 resolved",
      "a.example@192.0.2.1:993 discovered 2 resolved",
      "a.example@[2001:db8::1]:993 discovered 2 resolved",
      "a.example@192.0.2.1:8443 discovered 2 resolved",
      "a.example@[2001:db8::1]:8443 discovered 2 resolved",
    ]);
  });

  it("hands on the protocol that the target names, and none otherwise", () => {
    const endpoints = (text: string) => [...expandTarget(target(text), TWO, PLAN, "both")].map((each) => each.endpoint);
    expect(endpoints("imap://a.example").map(({ port, startTls }) => [port, startTls])).toEqual(
      Array.from({ length: 4 }, () => [143, "imap"]),
    );
    for (const endpoint of endpoints("a.example:143")) expect(endpoint).not.toHaveProperty("startTls");
  });

  it("asks only the port that was named", () => {
    expect(lines("a.example:25", TWO)).toEqual([
      "a.example@192.0.2.1:25 asked 1 resolved",
      "a.example@[2001:db8::1]:25 asked 1 resolved",
    ]);
    expect(lines("192.0.2.9:25", null)).toEqual(["192.0.2.9:25 asked 1"]);
  });

  it("asks the written address, not what the name resolves to", () => {
    expect(lines("a.example@192.0.2.9:443", TWO)).toEqual(["a.example@192.0.2.9:443 asked 1"]);
  });

  it("takes members of a network for discovered, named port or not", () => {
    expect(lines("192.0.2.4/31", null, { first: 443, further: [993] })).toEqual([
      "192.0.2.4:443 discovered 1",
      "192.0.2.5:443 discovered 1",
      "192.0.2.4:993 discovered 2",
      "192.0.2.5:993 discovered 2",
    ]);
    const named = { ...target("192.0.2.4/31"), port: 25 };
    expect([...expandTarget(named, null, PLAN)].map(({ endpoint }) => [endpoint.port, endpoint.origin])).toEqual([
      [25, "discovered"],
      [25, "discovered"],
    ]);
  });

  it.each([FAILED, null, { kind: "addresses", addresses: [] } as const])(
    "keeps a name without an address as one endpoint (%j)",
    (resolution) => {
      for (const sni of ["auto", "with", "without", "both"] as const) {
        expect(lines("a.example:8443", resolution, PLAN, sni)).toEqual([
          "a.example:8443 (no address) asked 1 resolved",
        ]);
      }
      expect(lines("a.example", resolution)).toEqual(["a.example:443 (no address) asked 1 resolved"]);
    },
  );

  it.each<[SniMode, readonly (string | null)[]]>([
    ["auto", ["a.example"]],
    ["with", ["a.example"]],
    ["without", [null]],
    ["both", ["a.example", null]],
  ])("sni %s", (sni, expected) => {
    const names = (text: string) => [...expandTarget(target(text), null, FIRST_PORT_ONLY, sni)];
    expect(names("a.example@192.0.2.1").map(({ endpoint }) => endpoint.serverName)).toEqual(expected);
    expect(names("a.example@192.0.2.1").map(({ name }) => name)).toEqual(expected.map(() => "a.example"));
    expect(names("192.0.2.1").map(({ endpoint }) => endpoint.serverName)).toEqual([null]);
  });

  it("is lazy", () => {
    const all = expandTarget(target("10.0.0.0/8"), null, DEFAULT_PORT_PLAN);
    expect(all.next().value?.endpoint.address).toBe("10.0.0.0");
  });

  it("yields addresses × ports × names, each once", () => {
    const addresses = fc.uniqueArray(fc.ipV4(), { minLength: 1, maxLength: 5 });
    const ports = fc.uniqueArray(fc.integer({ min: 1024, max: 65535 }), { maxLength: 5 });
    fc.assert(
      fc.property(addresses, ports, fc.constantFrom<SniMode>("auto", "without", "both"), (found, further, sni) => {
        const all = lines("a.example", { kind: "addresses", addresses: found }, { first: 443, further }, sni);
        expect(new Set(all).size).toBe(all.length);
        expect(all.length).toBe(found.length * (1 + further.length) * (sni === "both" ? 2 : 1));
      }),
    );
  });
});

it("lists each TLS port once, in order, 443 left to the first stage", () => {
  const ports = TLS_PORTS.map(({ port }) => port);
  expect(ports).toEqual([...new Set(ports)].toSorted((a, b) => a - b));
  expect(ports).not.toContain(443);
});
