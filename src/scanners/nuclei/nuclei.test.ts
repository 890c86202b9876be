import { expect, test } from "vitest";
import { checkScanner, QUESTION, rawAnswer } from "../testing/check.ts";
import { nuclei } from "./index.ts";
import { NUCLEI_ANSWERS } from "./testing/fixtures.ts";

checkScanner(nuclei, NUCLEI_ANSWERS);

const template = "/opt/templates/code/cves/2014/CVE-2014-0160.yaml";

test("the template of the configuration, and nobody but the target", () => {
  const asked = nuclei.ask(QUESTION, { template });
  expect(asked).toEqual({
    args: `-target https://127.0.0.1:8443 -t ${template} -code -jsonl -ms -duc -ni -nh -nc -silent`.split(" "),
  });
});

test.each([
  ["no template", QUESTION, {}],
  ["IPv6", { ...QUESTION, address: "::1" }, { template }],
])("%s: nothing is asked", (_what, question, options) => {
  expect(nuclei.ask(question, options)).toMatchObject({ reason: "tool_not_applicable" });
});

test.each(["https://example.org/x.yaml", "relative.yaml", "/x.yaml,/y.yaml", "/x", "-x.yaml", "/a b.yaml"])(
  "no template is %j",
  (path) => {
    expect(nuclei.options["template"]?.pattern.test(path)).toBe(false);
  },
);

test("its version", () => {
  expect(nuclei.version.read(rawAnswer({ stderr: "[INF] Nuclei Engine Version: v3.4.10\n" }))).toBe("3.4.10");
  expect(nuclei.version.read(rawAnswer({}))).toBeNull();
});

test("nothing it prints is a zero", () => {
  expect(nuclei.mapping.map(({ reason }) => reason)).not.toContain("negative_reported");
});
