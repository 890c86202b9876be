import { describe, expect, test } from "vitest";
import { SSL30, TLS10, TLS12 } from "../../core/wire/version.ts";
import type { Traits } from "../../packs/heartbleed/traits.ts";
import { SHEET_FORMAT, type Sheet } from "../range/sheet.ts";
import { blindZeros, conditionsLike } from "./blind-spots.ts";

const PLAIN: Traits = {
  version: TLS12,
  extension: "mode_1",
  suite: 0x002f,
  asksForCertificate: false,
  serverName: null,
  helloAfterMs: 3,
};
const NOTHING: Traits = { ...PLAIN, version: null, extension: null, suite: null, helloAfterMs: null };

describe("conditions that an endpoint is like", () => {
  test.each<[string, Partial<Traits>, readonly string[]]>([
    ["a plain server is like none that is special", {}, []],
    ["SSLv3 and nothing above", { version: SSL30 }, ["C06"]],
    ["TLS 1.0 and nothing above", { version: TLS10 }, ["C05"]],
    ["no heartbeat extension", { extension: "none" }, ["C14"]],
    ["peer not allowed to send", { extension: "mode_2" }, ["C15"]],
    ["pre-shared keys", { suite: 0x008c }, ["C11"]],
    ["a server name wanted", { serverName: "required" }, ["C16"]],
    ["a certificate wanted", { asksForCertificate: true }, ["C23"]],
    ["a slow hello", { helloAfterMs: 6500 }, ["C29"]],
    ["two of them", { version: SSL30, extension: "none" }, ["C06", "C14"]],
  ])("%s", (_what, traits, expected) => {
    expect(conditionsLike({ ...PLAIN, ...traits }).map(({ id }) => id)).toEqual(expected);
  });

  test("what nobody saw is like nothing", () => {
    expect(conditionsLike(NOTHING)).toEqual([]);
  });
});

const sheet = (cells: Sheet["detectors"][number]["cells"], version = "1"): Sheet => ({
  format: SHEET_FORMAT,
  measuredAt: "2026-11-25T00:00:00Z",
  version: "0",
  machine: "",
  conditions: [{ id: "C06", title: "", truth: "vulnerable" }],
  detectors: [
    { identity: { id: "nmap", kind: "tool", version, lineage: "nmap" }, measuredAt: "2026-11-25T00:00:00Z", cells },
  ],
});

describe("a zero is empty", () => {
  const empty = (of: Sheet, version = "1") =>
    blindZeros([{ detector: "nmap", version }], { ...PLAIN, version: SSL30 }, of).map(({ condition }) => condition);

  test.each<[string, Sheet["detectors"][number]["cells"], readonly string[]]>([
    ["where the detector was wrong", { C06: { negative_reported: 3 } }, ["C06"]],
    ["where it could not tell", { C06: { tls_version_not_covered: 3 } }, ["C06"]],
    ["where it was not the same each time", { C06: { finding_reported: 2, negative_reported: 1 } }, ["C06"]],
    ["not where it sees", { C06: { finding_reported: 3 } }, []],
    ["where it was never measured", {}, ["C06"]],
    ["where it was measured elsewhere only", { C01: { finding_reported: 3 } }, ["C06"]],
  ])("%s", (_what, cells, expected) => {
    expect(empty(sheet(cells))).toEqual(expected);
  });

  test("another version of the tool is better than nothing; another tool is not", () => {
    expect(empty(sheet({ C06: { negative_reported: 3 } }, "2"))).toEqual(["C06"]);
    expect(
      blindZeros(
        [{ detector: "sslscan", version: "1" }],
        { ...PLAIN, version: SSL30 },
        sheet({ C06: { negative_reported: 3 } }),
      ),
    ).toEqual([{ detector: "sslscan", condition: "C06", unmeasured: true }]);
    // Nothing to see there that others miss.
    expect(blindZeros([{ detector: "sslscan", version: "1" }], NOTHING, sheet({}))).toEqual([]);
  });
});
