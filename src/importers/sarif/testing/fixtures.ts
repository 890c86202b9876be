/** Small logs for every line of the table. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

type Fields = Readonly<Record<string, unknown>>;

const at = (...uris: readonly string[]): Fields => ({
  locations: uris.map((uri) => ({ physicalLocation: { artifactLocation: { uri } } })),
});
const HTTPS = at("https://www.example.org/login");
const RULE: Fields = { id: "R1", shortDescription: { text: "Heartbeat over-read, CVE-2014-0160" } };
const WELL: Fields = { executionSuccessful: true, endTimeUtc: "2025-06-22T04:04:14Z" };
const HIT: Fields = { ruleId: "R1", message: { text: "memory came back" }, ...HTTPS };
const PASS: Fields = { ...HIT, kind: "pass" };
const OTHER: Fields = { ruleId: "R2", message: { text: "a cookie" }, ...HTTPS };

const run = (results: unknown, given: Fields = {}, driver: Fields = {}): Fields => ({
  tool: { driver: { name: "Probe One", version: "1.2", rules: [RULE, { id: "R2" }], ...driver } },
  invocations: [WELL],
  results,
  ...given,
});
const log = (...runs: readonly unknown[]): string =>
  JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs });

const one = (what: string, document: string, reason: Reason, port: number | null = 443): ReportFixture => ({
  what,
  document,
  answers: [{ host: "www.example.org", port, reason }],
});
const inferred = (what: string, document: string, reason: Reason = "version_reported"): ReportFixture => ({
  what,
  document,
  answers: [
    { host: "www.example.org", port: 443, reason, by: "version" },
    { host: "www.example.org", port: 443, reason: "no_record_of_check" },
  ],
});
const nowhere = (what: string, document: string): ReportFixture => ({ what, document, answers: [], dropped: 1 });
const reversed = ({ tool, ...rest }: Fields): Fields => ({ results: rest["results"], ...rest, tool });
const passing = (what: string, reason: Reason, given: Fields): ReportFixture =>
  one(`pass, ${what}`, log(run([PASS], given)), reason);
const invoked = (...invocations: readonly unknown[]): Fields => ({ invocations });

export const SARIF_FIXTURES: readonly ReportFixture[] = [
  one("a rule by its words", log(run([OTHER, HIT])), "finding_reported"),
  one("kind fail", log(run([{ ...HIT, kind: "fail", level: "note" }])), "finding_reported"),
  one(
    "a rule by its tag",
    log(run([HIT], {}, { rules: [{ id: "R1", properties: { tags: ["CVE-2014-0160"] } }] })),
    "finding_reported",
  ),
  one(
    "a rule by a property",
    log(run([HIT], {}, { rules: [{ id: "R1", properties: { cve: "cve-2014-0160" } }] })),
    "finding_reported",
  ),
  one("a rule by its id", log(run([{ ...HIT, ruleId: "CVE-2014-0160" }], {}, { rules: [] })), "finding_reported"),
  one(
    "a rule by its common name",
    log(run([{ ...HIT, ruleId: "ssl-heartbleed" }], {}, { rules: 7 })),
    "finding_reported",
  ),
  one("a rule by its index", log(run([{ ...HIT, ruleId: undefined, ruleIndex: 0 }])), "finding_reported"),
  one(
    "a rule in an extension",
    log(run([HIT], { tool: { driver: { name: "x" }, extensions: [{ rules: [RULE] }] } })),
    "finding_reported",
  ),
  one("a result by its words", log(run([{ ...OTHER, message: { text: "CVE-2014-0160" } }])), "finding_reported"),
  one(
    "a rule about several",
    log(run([HIT], {}, { rules: [{ id: "R1", name: "CVE-2014-0160 CVE-2014-0224" }] })),
    "finding_reported",
  ),
  one("results before the tool", log(reversed(run([OTHER, HIT]))), "finding_reported"),
  one(
    "help that compares",
    log(run([OTHER], {}, { rules: [{ id: "R2", help: { text: "like CVE-2014-0160" } }] })),
    "no_record_of_check",
  ),
  one("another CVE", log(run([{ ...OTHER, message: { text: "CVE-2014-01601" } }])), "no_record_of_check"),
  one("suppressed", log(run([{ ...HIT, suppressions: [{ kind: "external" }] }])), "finding_excepted"),
  one("suppressed, rejected", log(run([{ ...HIT, suppressions: [{ status: "rejected" }] }])), "finding_reported"),
  one(
    "suppressed, under review",
    log(run([{ ...HIT, suppressions: [{}, { status: "underReview" }] }])),
    "finding_reported",
  ),
  one("no suppressions", log(run([{ ...HIT, suppressions: [] }])), "finding_reported"),
  one(
    "suppressed as false",
    log(run([{ ...HIT, suppressions: [{ justification: "a false positive" }] }])),
    "finding_disputed",
  ),
  one("suppressed and not", log(run([{ ...HIT, suppressions: [{}] }, HIT])), "finding_reported"),
  one("absent now", log(run([{ ...HIT, baselineState: "absent" }])), "negative_without_ground"),
  one("unchanged", log(run([{ ...HIT, baselineState: "unchanged" }])), "finding_reported"),
  one("review", log(run([{ ...HIT, kind: "review" }])), "potential_finding"),
  one("open", log(run([{ ...HIT, kind: "open" }])), "tool_failed"),
  one("not applicable", log(run([{ ...HIT, kind: "notApplicable" }])), "tool_not_applicable"),
  one("informational", log(run([{ ...HIT, kind: "informational" }])), "no_record_of_check"),
  one("a kind that is none", log(run([{ ...HIT, kind: "__proto__" }])), "tool_output_unreadable"),
  one("a kind of another type", log(run([{ ...HIT, kind: null }])), "tool_output_unreadable"),

  passing("everything shown", "negative_reported", {}),
  passing("no time", "negative_reported", invoked({ executionSuccessful: true })),
  passing("a warning", "negative_reported", invoked({ ...WELL, toolExecutionNotifications: [{ level: "warning" }] })),
  passing("no invocation", "no_record_of_check", { invocations: undefined }),
  passing("invocations that are none", "tool_failed", invoked(7)),
  passing("not successful", "tool_failed", invoked({ ...WELL, executionSuccessful: false })),
  passing("success not said", "tool_failed", invoked({ endTimeUtc: "2025-06-22T04:04:14Z" })),
  passing("success as text", "tool_failed", invoked({ ...WELL, executionSuccessful: "true" })),
  passing("one of two not successful", "tool_failed", invoked(WELL, { executionSuccessful: false })),
  passing("an error", "check_failed", invoked({ ...WELL, toolExecutionNotifications: [{ level: "error" }] })),
  passing(
    "an error of configuration",
    "check_failed",
    invoked({ ...WELL, toolConfigurationNotifications: [{ level: "error" }] }),
  ),
  passing("before the check", "check_too_old", invoked({ ...WELL, endTimeUtc: "2014-04-01T00:00:00Z" })),
  one("pass, plain http", log(run([{ ...PASS, ...at("http://www.example.org/") }])), "tls_not_shown", 80),
  one("pass, no scheme", log(run([{ ...PASS, ...at("www.example.org:443") }])), "tls_not_shown"),
  one("pass, suppressed", log(run([{ ...PASS, suppressions: [{}] }])), "negative_without_ground"),
  one("pass, absent now", log(run([{ ...PASS, baselineState: "absent" }])), "negative_without_ground"),
  one(
    "pass, about several",
    log(run([PASS], {}, { rules: [{ id: "R1", name: "CVE-2014-0160 CVE-2014-0224" }] })),
    "negative_without_ground",
  ),
  one("pass of another rule", log(run([{ ...OTHER, kind: "pass" }])), "no_record_of_check"),
  one("pass, then fail", log(run([PASS, HIT])), "finding_reported"),
  one("pass, and open elsewhere", log(run([PASS, { ...HIT, kind: "open" }])), "tool_failed"),
  one("pass in one run, fail in the next", log(run([PASS]), run([HIT])), "finding_reported"),
  one("pass in one run, silence in the next", log(run([PASS]), run([OTHER])), "negative_reported"),

  one("a failed run without it", log(run([OTHER], invoked({ executionSuccessful: false }))), "tool_failed"),
  inferred("a tool that looks up", log(run([HIT], {}, { name: "Trivy" }))),
  inferred("a rule about a version", log(run([{ ...OTHER, message: { text: "old version, CVE-2014-0160" } }]))),
  inferred(
    "a rule called after a version",
    log(run([HIT], {}, { rules: [{ id: "R1", name: "OpenSSL version with CVE-2014-0160" }] })),
  ),
  one(
    "a rule whose description speaks of versions",
    log(
      run(
        [{ ...HIT, message: { text: "read memory of systems with the vulnerable versions of the software" } }],
        {},
        {
          rules: [
            { ...RULE, fullDescription: { text: "Vulnerable versions of OpenSSL leak memory packet by packet." } },
          ],
        },
      ),
    ),
    "finding_reported",
  ),
  inferred("a passive rule of ZAP", log(run([{ ...OTHER, ruleId: "10034" }], {}, { name: "OWASP ZAP" }))),
  inferred("pass of a tool that looks up", log(run([PASS], {}, { name: "Trivy" })), "negative_without_ground"),
  one("the active rule of ZAP", log(run([{ ...OTHER, ruleId: "20015" }], {}, { name: "ZAP" })), "finding_reported"),
  one("the same number of another tool", log(run([{ ...OTHER, ruleId: "20015" }])), "no_record_of_check"),

  one(
    "relative to a base",
    log(
      run([{ ...HIT, locations: [{ physicalLocation: { artifactLocation: { uri: "login", uriBaseId: "ROOT" } } }] }], {
        originalUriBaseIds: { ROOT: { uri: "https://www.example.org/app/" } },
      }),
    ),
    "finding_reported",
  ),
  one(
    "by an artifact",
    log(
      run([{ ...HIT, locations: [{ physicalLocation: { artifactLocation: { index: 1 } } }] }], {
        artifacts: [{}, { location: { uri: "https://www.example.org/" } }],
      }),
    ),
    "finding_reported",
  ),
  one(
    "by the request",
    log(run([{ ...HIT, locations: [], webRequest: { target: "https://www.example.org/x" } }])),
    "finding_reported",
  ),
  one(
    "by the target",
    log(run([{ ...HIT, locations: [], analysisTarget: { uri: "https://www.example.org:8443/x" } }])),
    "finding_reported",
    8443,
  ),
  nowhere("a file", log(run([{ ...HIT, ...at("Dockerfile") }]))),
  nowhere("a file that looks like a name", log(run([{ ...HIT, ...at("package.json") }]))),
  nowhere("a file by its URL", log(run([{ ...HIT, ...at("file:///etc/ssl") }]))),
  nowhere("source code on a server", log(run([{ ...HIT, ...at("https://git.example.org/a/blob/main/x.c") }]))),
  nowhere("no location", log(run([{ ...HIT, locations: undefined }]))),
  { what: "results about files only", document: log(run([{ ...OTHER, ...at("a.c") }])), answers: [] },
  { what: "no results", document: log(run([])), answers: [] },
  { what: "nonsense", document: log(7, null, run(7, { tool: 7, invocations: 7 }), run([7, null, []])), answers: [] },
  {
    what: "two hosts, two tools",
    document: log(
      run([{ ...HIT, ...at("https://www.example.org/", "https://192.0.2.7:8443/") }]),
      run([PASS], {}, { name: "Probe Two" }),
    ),
    answers: [
      { host: "www.example.org", port: 443, reason: "finding_reported" },
      { host: "192.0.2.7", port: 8443, reason: "finding_reported" },
      { host: "www.example.org", port: 443, reason: "negative_reported" },
    ],
  },
  {
    what: "cut off behind a pass",
    document: log(run([PASS])).slice(0, -3),
    answers: [{ host: "www.example.org", port: 443, reason: "report_truncated" }],
    broken: true,
  },
];
