/** What is written is exactly what the schema publishes, for every reason there is. */

import { describe, expect, it } from "vitest";
import type { Observation, Verdict } from "../../core/model/observation.ts";
import { finding, REASON_CODES, type Reason } from "../../core/model/outcome.ts";
import { toJsonl, toObservationLine, toVerdictLine } from "./lines.ts";
import { jsonlJsonSchema, jsonlLine } from "./schema.ts";

const ENDPOINT: Observation["endpoint"] = {
  address: "192.0.2.1",
  port: 443,
  transport: "tcp",
  serverName: "example.org",
  origin: "asked",
};

function observation(reason: Reason, change: Partial<Observation> = {}): Observation {
  return {
    endpoint: ENDPOINT,
    pack: "heartbleed",
    provenance: null,
    detector: "heartbleed/flight",
    version: "1",
    lineage: "crosscheck",
    vantage: "local",
    run: "r1",
    mode: "automatic",
    attempt: 1,
    startedAt: "2026-11-22T10:00:00.000Z",
    durationMs: 12.5,
    ...finding(reason, "seen"),
    transcripts: [
      {
        format: 1,
        rung: "flight",
        address: "192.0.2.1",
        port: 443,
        serverName: null,
        events: [{ at: 0, kind: "connected" }],
      },
    ],
    ...change,
  };
}

function verdict(reason: Reason): Verdict {
  const { outcome, evidence } = finding(reason);
  return {
    endpoint: ENDPOINT,
    pack: "heartbleed",
    outcome,
    reason,
    evidence,
    restsOn: "one flight",
    tally: { vulnerable: 0, not_vulnerable: 1, unknown: 0 },
  };
}

describe("every reason makes valid lines without a field too many", () => {
  it.each(REASON_CODES)("%s", (reason) => {
    for (const line of [
      toObservationLine(observation(reason), "example.org"),
      toVerdictLine(verdict(reason), { names: ["example.org", "www.example.org"], run: "r1" }),
    ]) {
      const text = toJsonl(line);
      expect(text.endsWith("}\n")).toBe(true);
      expect(text.indexOf("\n")).toBe(text.length - 1);
      // zod drops what it does not know: equality shows that nothing was dropped.
      expect(jsonlLine.parse(JSON.parse(text))).toEqual(JSON.parse(text));
    }
  });
});

describe("toObservationLine", () => {
  it("carries the endpoint and no transcript", () => {
    expect(toObservationLine(observation("overread_answered"), "https://example.org/")).toEqual({
      type: "observation",
      target: "https://example.org/",
      address: "192.0.2.1",
      port: 443,
      serverName: "example.org",
      pack: "heartbleed",
      outcome: "vulnerable",
      reason: "overread_answered",
      evidence: "demonstrated",
      detector: "heartbleed/flight",
      version: "1",
      lineage: "crosscheck",
      vantage: "local",
      run: "r1",
      mode: "automatic",
      attempt: 1,
      startedAt: "2026-11-22T10:00:00.000Z",
      durationMs: 12.5,
      provenance: null,
      detail: "seen",
    });
  });

  it("writes a name without an address as null", () => {
    const unresolved = observation("dns_failure", { endpoint: { ...ENDPOINT, address: null } });
    expect(jsonlLine.parse(toObservationLine(unresolved, "example.org"))).toMatchObject({ address: null });
  });
});

describe("toVerdictLine", () => {
  it("keeps every name and shows the first as the target", () => {
    const line = toVerdictLine(verdict("heartbeat_not_supported"), { names: ["b.example", "a.example"], run: "r1" });
    expect(line.target).toBe("b.example");
    expect(line.names).toEqual(["b.example", "a.example"]);
  });

  it("falls back to the server name where no target is known", () => {
    expect(toVerdictLine(verdict("not_covered"), { names: [], run: "r1" }).target).toBe("example.org");
  });
});

describe("the schema refuses", () => {
  const good = toObservationLine(observation("tls_alert"), "example.org");
  it.each([
    ["an outcome that is none", { ...good, outcome: "safe" }],
    ["a reason that is none", { ...good, reason: "because" }],
    ["a port out of range", { ...good, port: 0 }],
    ["a time that is none", { ...good, startedAt: "yesterday" }],
    ["another type", { ...good, type: "finding" }],
    ["a missing field", { ...good, detail: undefined }],
  ])("%s", (_, line) => {
    expect(jsonlLine.safeParse(line).success).toBe(false);
  });
});

it("publishes the closed lists in the JSON Schema", () => {
  const text = JSON.stringify(jsonlJsonSchema());
  for (const reason of REASON_CODES) expect(text).toContain(`"${reason}"`);
});
