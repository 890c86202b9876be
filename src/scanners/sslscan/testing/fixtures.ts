import { sslscanDocument, target } from "../../../importers/sslscan/testing/fixtures.ts";
import type { AnswerFixture } from "../../testing/check.ts";

const ALL = ["1.0", "1.1", "1.2"];
const printed = (inside: string) => ({ stdout: sslscanDocument(inside.replaceAll('port="443"', 'port="8443"')) });
const of = (given: Parameters<typeof target>[0], host = "127.0.0.1") => printed(target(given, host));
const line = (version: string, value: string) => `sslversion="${version}" vulnerable="${value}"`;
const SAFE = [line("TLSv1.2", "0"), line("TLSv1.0", "0")];

export const FIXTURES: readonly AnswerFixture[] = [
  {
    what: "one version vulnerable",
    raw: of({ protocols: ALL, heartbleed: [line("TLSv1.2", "0"), line("TLSv1.0", "1")] }),
    reason: "finding_reported",
  },
  { what: "none vulnerable", raw: of({ protocols: ALL, heartbleed: SAFE }), reason: "negative_reported" },
  {
    what: "none vulnerable, by the version that read lengths with their bytes swapped",
    raw: {
      stdout: (of({ protocols: ALL, heartbleed: SAFE }).stdout ?? "").replace("2.0.7", "1.9.2"),
    },
    reason: "negative_without_ground",
  },
  {
    what: "a version from before the check",
    raw: { stdout: (of({ ciphers: ["TLSv1.0"] }).stdout ?? "").replace("2.0.7", "1.8.2") },
    reason: "check_too_old",
  },
  { what: "no TLS", raw: of({}), reason: "tls_not_shown" },
  { what: "only SSL 3", raw: of({ protocols: ["ssl3"] }), reason: "tls_version_not_covered" },
  { what: "nothing of the check", raw: of({ protocols: ALL }), reason: "no_record_of_check" },
  {
    what: "about another host",
    raw: of({ protocols: ALL, heartbleed: SAFE }, "127.0.0.9"),
    reason: "no_record_of_check",
  },
  {
    what: "a value that is none",
    raw: of({ protocols: ALL, heartbleed: [line("TLSv1.2", "no")] }),
    reason: "tool_output_unreadable",
  },
  {
    what: "could not connect",
    raw: printed(
      " <error><![CDATA[Could not open a connection to host 127.0.0.1 (127.0.0.1) on port 8443.]]></error>\n",
    ),
    reason: "check_failed",
  },
  {
    what: "ends too early",
    raw: { stdout: (of({ protocols: ALL, heartbleed: SAFE }).stdout ?? "").slice(0, -14) },
    reason: "report_truncated",
  },
  { what: "nothing", raw: { code: 141 }, reason: "tool_failed" },
];
