/** Captures of genuine servers and public samples, as XML and as text (captures/README.md, reports/INDEX.md). */

import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sslscanText } from "../sslscan-text/index.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { sslscan } from "./index.ts";
import { SSLSCAN_CAPTURES } from "./testing/captured.ts";

/** A closed port (9699), and one that hangs up, on which sslscan dies (9612); the XML of `--xml=-`. */
const OTHERS = new Set(["p9612", "p9699", "p9601_stdout"]);

describe.each([
  [sslscan, "xml"],
  [sslscanText, "stdout"],
] as const)("as it writes it, %#", (importer, suffix) => {
  test("every capture", async (context) => {
    const read: Record<string, string> = {};
    for (const file of readdirSync(sample(context, "captures/sslscan"))) {
      const [, name] = new RegExp(`^(p\\d{4}.*)\\.${suffix}$`).exec(file) ?? [];
      if (name === undefined || OTHERS.has(name)) continue;
      const events = await readSample(context, importer, `captures/sslscan/${file}`);
      const [answer, ...rest] = answersOf(events);
      expect(rest, name).toEqual([]);
      expect(answer, name).toMatchObject({ host: { name: "127.0.0.1" }, port: name.slice(1, 5) });
      expect(events.filter(({ kind }) => kind === "dropped" || kind === "broken")).toEqual([]);
      read[name] = answer?.finding.reason ?? "";
    }
    expect(read).toEqual(SSLSCAN_CAPTURES);
  });

  test("several targets", async (context) => {
    const answers = answersOf(await readSample(context, importer, `captures/sslscan/multi.${suffix}`));
    expect(Object.fromEntries(answers.map(({ port, finding }) => [port, finding.reason]))).toEqual({
      9601: "finding_reported",
      9602: "negative_reported",
      9603: "finding_reported",
      9604: "tls_version_not_covered",
      9610: "tls_not_shown",
      9613: "tls_not_shown",
      // The text has its errors on the other stream.
      ...(suffix === "xml" ? { 9699: "check_failed" } : {}),
    });
  });
});

test("errors have no target of their own", async (context) => {
  const [closed] = answersOf(await readSample(context, sslscan, "captures/sslscan/p9699.xml"));
  expect(closed).toMatchObject({ host: { name: "127.0.0.1" }, port: "9699", finding: { reason: "check_failed" } });
  const [unknown] = answersOf(await readSample(context, sslscan, "captures/sslscan/badhost.xml"));
  expect(unknown).toMatchObject({ host: { name: "nosuchhost.invalid" }, finding: { reason: "dns_failure" } });
});

test("an empty file is broken", async (context) => {
  const events = await readSample(context, sslscan, "captures/sslscan/p9612.xml");
  expect(events.map(({ kind }) => kind)).toEqual(["broken"]);
});

test("public samples, XML", async (context) => {
  for (const name of ["dd_sslscan_many_vuln", "dd_sslscan_one_vuln"]) {
    const answers = answersOf(await readSample(context, sslscan, `reports/sslscan/${name}.xml`));
    expect(answers, name).toMatchObject([
      { host: { name: "www.target.com" }, port: "443", finding: { reason: "finding_reported" } },
    ]);
  }
});

test("public samples, text", async (context) => {
  const read: Record<string, string> = {};
  for (const number of [1, 3, 4, 6, 7, 9, 11, 12, 13, 14, 16, 18]) {
    const answers = answersOf(await readSample(context, sslscanText, `reports/sslscan/rbsec_test_${number}.txt`));
    expect(answers, `${number}`).toHaveLength(1);
    read[number] = answers[0]?.finding.reason ?? "";
  }
  expect(read).toEqual({
    ...Object.fromEntries([1, 4, 6, 7, 9, 12, 13, 14, 16, 18].map((number) => [number, "negative_reported"])),
    // SSLv3 only; and no section about it.
    3: "tls_version_not_covered",
    11: "no_record_of_check",
  });
});
