/** Somebody else's file, with the truth of shared/samples/reports. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { nexposeSimple } from "./index.ts";

const FILE = "reports/nexpose/dradis_simple.xml";

test("the report of INDEX.md", async (context) => {
  const text = readFileSync(sample(context, FILE), "utf8");
  expect(nexposeSimple.recognises(headOf(Buffer.from(text), text))).toBe(true);
  const read = async (cve?: string) =>
    answersOf(await readSample(context, nexposeSimple, FILE, cve)).map(
      ({ host, port, transport, finding, by }) => `${host.address} ${port}/${transport} ${finding.reason} ${by}`,
    );
  expect(await read()).toEqual(["1.1.1.1 null/udp no_negative_in_format probe"]);
  expect(await read("CVE-2009-1252")).toEqual([
    "1.1.1.1 null/udp no_negative_in_format probe",
    "1.1.1.1 null/udp version_reported version",
  ]);
});
