/** OpenVEX 0.2.0: what its schema demands, and that open is never "not affected". */

import fc from "fast-check";
import { expect, test } from "vitest";
import { doubtsOf } from "../uncertainty.ts";
import { bytesOf, CONTEXT, report } from "../testing/report.ts";
import { HOSTILE, hostileText } from "../testing/hostile.ts";
import { openvex } from "./index.ts";

interface Statement {
  readonly status: string;
  readonly status_notes: string;
  readonly products: readonly { readonly "@id": string }[];
  readonly timestamp: string;
  readonly impact_statement?: string;
  readonly action_statement?: string;
  readonly justification?: string;
}
interface Vex {
  readonly "@context": string;
  readonly "@id": string;
  readonly statements: readonly Statement[];
}
const read = (given = report()) => JSON.parse(bytesOf(openvex.render(given, CONTEXT)).toString()) as Vex;

const expectValid = (vex: Vex): void => {
  expect(vex["@context"]).toBe("https://openvex.dev/ns/v0.2.0");
  expect(new Set(vex.statements.map((each) => JSON.stringify(each))).size).toBe(vex.statements.length);
  for (const { status, products, timestamp, impact_statement, action_statement, justification } of vex.statements) {
    expect(["affected", "not_affected", "under_investigation"]).toContain(status);
    expect(status === "affected").toBe(action_statement !== undefined);
    expect(status === "not_affected").toBe(impact_statement !== undefined);
    expect(justification).toBeUndefined();
    expect(new Date(timestamp).toISOString()).toBe(timestamp);
    for (const product of products) expect(URL.canParse(product["@id"])).toBe(true);
  }
};

test("each heap has its status, and the first statement says what is not known", () => {
  const vex = read();
  expectValid(vex);
  expect(vex.statements.map(({ status }) => status)).toEqual([
    "under_investigation",
    "affected",
    "under_investigation",
    "not_affected",
  ]);
  for (const { text } of doubtsOf(report())) expect(vex.statements[0]?.status_notes).toContain(text);
});

test("whatever others' text says", () => {
  for (const text of HOSTILE) expectValid(read(report(text)));
  fc.assert(
    fc.property(hostileText(), (text) => expectValid(read(report(text)))),
    { numRuns: 25 },
  );
}, 60_000);
