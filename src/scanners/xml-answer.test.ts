import { expect, test } from "vitest";
import { finding } from "../core/model/outcome.ts";
import { NO_TIME, type ReportAnswer } from "../importers/importer.ts";
import { QUESTION } from "./testing/check.ts";
import { xmlReading } from "./xml-answer.ts";

const ZERO: ReportAnswer = {
  kind: "answer",
  host: { address: QUESTION.address, name: null },
  port: String(QUESTION.port),
  transport: "tcp",
  serverName: null,
  finding: finding("negative_reported"),
  by: "probe",
  words: "",
  place: "",
  time: NO_TIME,
};

function readingOf(...answers: readonly Partial<ReportAnswer>[]) {
  const events = answers.map((each) => ({ ...ZERO, ...each }));
  const handler = { open: () => undefined, close: () => undefined, take: () => events, end: () => undefined };
  return xmlReading("<report/>", "report", handler, QUESTION).finding.reason;
}

test.each([
  ["what was asked", {}, "negative_reported"],
  ["another port", { port: "443" }, "no_record_of_check"],
  ["another host", { host: { address: "127.0.0.9", name: null } }, "no_record_of_check"],
  ["a version that somebody read", { by: "version" }, "no_record_of_check"],
] as const)("a zero about %s", (_what, answer, reason) => {
  expect(readingOf(answer)).toBe(reason);
});

test("a finding wins, then what is about the port", () => {
  expect(readingOf({}, { finding: finding("finding_reported") })).toBe("finding_reported");
  expect(readingOf({ port: null, finding: finding("host_dead") }, {})).toBe("negative_reported");
});
