import { describe, expect, test } from "vitest";
import { answersOf } from "../testing/check.ts";
import { readSample } from "../testing/samples.ts";
import { sslscanText } from "../sslscan-text/index.ts";
import { sslscan } from "./index.ts";

/** What sslscan itself printed (captures/README.md); wrong as it is for 9605, 9606, 9625 and 9633. */
const CAPTURED: readonly (readonly [string, string])[] = [
  ["p9601", "finding_reported"],
  ["p9602", "negative_reported"],
  ["p9603", "finding_reported"],
  ["p9604", "tls_version_not_covered"],
  ["p9605.run1", "negative_reported"],
  ["p9606", "negative_reported"],
  ["p9607", "finding_reported"],
  ["p9610", "tls_not_shown"],
  ["p9611", "tls_not_shown"],
  ["p9613", "tls_not_shown"],
  ["p9622", "tls_not_shown"],
  ["p9625", "negative_reported"],
  ["p9633.fp", "finding_reported"],
  ["p9601_nohb", "check_not_enabled"],
  ["p9699", "check_failed"],
  ["badhost", "dns_failure"],
];

describe("recorded by sslscan 2.0.7", () => {
  test.for(CAPTURED)("%s: %s", async ([file, reason], context) => {
    const answers = answersOf(await readSample(context, sslscan, `captures/sslscan/${file}.xml`));
    expect(answers.map(({ finding }) => finding.reason)).toEqual([reason]);
  });

  test("an empty file is broken, and no answer", async (context) => {
    const events = await readSample(context, sslscan, "captures/sslscan/p9612.xml");
    expect(answersOf(events)).toEqual([]);
    expect(events.at(-1)).toMatchObject({ kind: "broken" });
  });
});

describe("other people's reports", () => {
  test.for(["dd_sslscan_many_vuln.xml", "dd_sslscan_one_vuln.xml"])("%s", async (file, context) => {
    const answers = answersOf(await readSample(context, sslscan, `reports/sslscan/${file}`));
    expect(answers.map(({ host, port, finding }) => [host.name, port, finding.reason])).toEqual([
      ["www.target.com", "443", "finding_reported"],
    ]);
  });

  test.for([1, 3, 4, 6, 7, 9, 11, 12, 13, 14, 16, 18])("rbsec_test_%i.txt", async (number, context) => {
    const events = await readSample(context, sslscanText, `reports/sslscan/rbsec_test_${number}.txt`);
    const answers = answersOf(events);
    expect(answers).toHaveLength(1);
    expect(answers.every(({ finding }) => finding.outcome !== "vulnerable")).toBe(true);
    // A line of the check, or no zero.
    if (!events.some((event) => event.kind === "seen" && event.what === "check")) {
      expect(answers[0]?.finding.outcome).toBe("unknown");
    } else expect(answers[0]?.finding.reason).toBe("negative_reported");
  });
});
