/** Small reports for every line of the table. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

type Fields = Readonly<Record<string, unknown>>;

const HIT: Fields = {
  Certainty: 100,
  Confirmed: true,
  Name: "OpenSSL Heartbleed",
  Type: "Heartbleed",
  State: "Present",
  Url: "https://www.example.org/",
  LookupId: "a1",
  LastSeenDate: "25/06/2021 01:52 AM",
  ExtraInformation: [],
  KnownVulnerabilities: [],
  HttpResponse: { Content: "CVE-2014-0160" },
};
const OTHER: Fields = { ...HIT, Name: "Cookie", Type: "Cookie", Description: "CVE-2014-0160" };
const OLD: Fields = {
  ...HIT,
  Name: "Out-of-date Version (OpenSSL)",
  Type: "OpenSslOutOfDate",
  KnownVulnerabilities: [{ Severity: "High", Title: "OpenSSL Heartbleed (CVE-2014-0160)" }],
};

const file = (vulnerabilities: unknown, target: unknown = { Url: "https://www.example.org/" }): string =>
  JSON.stringify(
    {
      Generated: "25/06/2021 10:00 AM",
      Target: typeof target === "object" ? { Initiated: "25/06/2021 01:46 AM", ScanId: "ee", ...target } : target,
      Vulnerabilities: vulnerabilities,
    },
    null,
    1,
  );

const one = (what: string, vulnerabilities: readonly unknown[], reason: Reason): ReportFixture => ({
  what,
  document: file(vulnerabilities),
  answers: [{ host: "www.example.org", port: 443, reason }],
});
const inferred = (what: string, vulnerability: Fields, reason: Reason = "version_reported"): ReportFixture => ({
  what,
  document: file([vulnerability]),
  answers: [
    { host: "www.example.org", port: 443, reason, by: "version" },
    { host: "www.example.org", port: 443, reason: "no_negative_in_format" },
  ],
});
const unsure = { ...HIT, Confirmed: false };

export const ACUNETIX360_JSON_FIXTURES: readonly ReportFixture[] = [
  one("by its name", [OTHER, HIT], "finding_reported"),
  one("by the CVE in its name", [{ ...HIT, Name: "CVE-2014-0160", Type: "X" }], "finding_reported"),
  one(
    "by the CVE in extra information",
    [{ ...HIT, Name: "X", Type: "X", ExtraInformation: [{ Name: "CVE", Value: "CVE-2014-0160" }] }],
    "finding_reported",
  ),
  one("not confirmed, certain", [{ ...unsure, Certainty: 90 }], "finding_reported"),
  one("not confirmed, certain as text", [{ ...unsure, Certainty: "100" }], "finding_reported"),
  one("not confirmed, certain in a word", [{ ...unsure, Certainty: "Certain" }], "finding_reported"),
  one("not confirmed, not certain", [{ ...unsure, Certainty: 50 }], "potential_finding"),
  one("not confirmed, not certain as text", [{ ...unsure, Certainty: "50 %" }], "potential_finding"),
  one("not confirmed, not certain in a word", [{ ...unsure, Certainty: "Low" }], "potential_finding"),
  one("possible by its name", [{ ...HIT, Name: "[Possible] Heartbleed" }], "potential_finding"),
  one("possible by its type", [{ ...HIT, Type: "PossibleHeartbleed" }], "potential_finding"),
  one("possible, then found", [{ ...HIT, Name: "[Possible] Heartbleed" }, HIT], "finding_reported"),
  one("a reference only", [{ ...OTHER, ExternalReferences: "CVE-2014-0160" }], "potential_finding"),
  one("false positive", [{ ...HIT, State: "FalsePositive" }], "finding_disputed"),
  one("false positive, two words", [{ ...HIT, State: "Present, False Positive" }], "finding_disputed"),
  one("accepted", [{ ...HIT, State: "AcceptedRisk" }], "finding_excepted"),
  one("accepted, possible", [{ ...HIT, Type: "PossibleX", State: "AcceptedRisk" }], "potential_finding"),
  one("fixed, confirmed", [{ ...HIT, State: "FixedConfirmed" }], "repair_reported"),
  one("fixed, confirmed, in words", [{ ...HIT, State: "Fixed (Confirmed)" }], "repair_reported"),
  ...["Present, Fixed (Confirmed)", "Revived, FixedConfirmed", "Not Fixed (Confirmed)", "NotFixed (Confirmed)"].map(
    (State) => one(`there in spite of its words: ${State}`, [{ ...HIT, State }], "finding_reported"),
  ),
  one("fixed once, present elsewhere", [{ ...HIT, State: "FixedConfirmed" }, HIT], "finding_reported"),
  one(
    "fixed once, possible elsewhere",
    [
      { ...HIT, State: "FixedConfirmed" },
      { ...HIT, Type: "PossibleX" },
    ],
    "potential_finding",
  ),
  one("fixed, not confirmed", [{ ...HIT, State: "FixedUnconfirmed" }], "negative_without_ground"),
  one("fixed, not confirmed, in words", [{ ...HIT, State: "Fixed (Unconfirmed)" }], "negative_without_ground"),
  one("fixed, cannot be retested", [{ ...HIT, State: "FixedCantRetest" }], "negative_without_ground"),
  one("fixed", [{ ...HIT, State: "Fixed" }], "negative_without_ground"),
  one(
    "fixed confirmed, by reference only",
    [{ ...OTHER, ExternalReferences: "CVE-2014-0160", State: "FixedConfirmed" }],
    "negative_without_ground",
  ),
  one("others", [OTHER], "no_negative_in_format"),
  one("none", [], "no_negative_in_format"),
  one("nonsense", [7, null, "x", [], { Name: 7, KnownVulnerabilities: 7, State: {} }], "no_negative_in_format"),
  one("no URL of its own", [{ ...HIT, Url: null }], "finding_reported"),
  inferred("out of date", OLD),
  inferred("out of date, with a certainty below", { ...OLD, Confirmed: false, Certainty: 10 }),
  inferred("a version that is gone", { ...OLD, State: "FixedConfirmed" }, "negative_without_ground"),
  inferred("a version, disputed", { ...OLD, State: "FalsePositive" }, "finding_disputed"),
  {
    what: "another port",
    document: file([{ ...HIT, Url: "https://www.example.org:8443/x" }]),
    answers: [
      { host: "www.example.org", port: 8443, reason: "finding_reported" },
      { host: "www.example.org", port: 443, reason: "no_negative_in_format" },
    ],
  },
  {
    what: "no host at all",
    document: file([{ ...HIT, Url: "" }], { Url: 7 }),
    answers: [],
    dropped: 2,
  },
  { what: "a target that is none", document: file(7, 7), answers: [], dropped: 1, recognised: false },
  {
    what: "cut off behind a repair",
    document: file([{ ...HIT, State: "FixedConfirmed" }, OTHER]).slice(0, -60),
    answers: [{ host: "www.example.org", port: 443, reason: "report_truncated" }],
    broken: true,
  },
  {
    what: "cut off behind a finding",
    document: file([HIT, OTHER]).slice(0, -60),
    answers: [{ host: "www.example.org", port: 443, reason: "finding_reported" }],
    broken: true,
  },
];
