/** What every scanner must pass, run from its own test with its own recorded answers. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { finding, type Reason, reasonFacts } from "../../core/model/outcome.ts";
import { readAnswer } from "../read-answer.ts";
import { ENDS, type Question, type RawAnswer, type Scanner, type ScannerOptions } from "../scanner.ts";

export const QUESTION: Question = { address: "127.0.0.1", port: 8443, serverName: null };

/** What a program printed in one situation, and what must be made of it. */
export interface AnswerFixture {
  readonly what: string;
  readonly raw: Partial<RawAnswer>;
  readonly question?: Question;
  readonly reason: Reason;
}

export function rawAnswer(given: Partial<RawAnswer>): RawAnswer {
  return { stdout: "", stderr: "", files: {}, end: "exited", code: 0, what: null, ...given };
}

export function checkScanner(scanner: Scanner, fixtures: readonly AnswerFixture[]): void {
  describe(`${scanner.id} answers`, () => {
    test.each(fixtures.map((fixture) => [fixture.what, fixture] as const))("%s", (_what, { raw, question, reason }) => {
      expect(readAnswer(scanner, rawAnswer(raw), question ?? QUESTION).finding).toMatchObject(bare(reason));
    });

    test.each(fixtures.map((fixture) => [fixture.what, fixture] as const))(
      "no zero when it did not end by itself: %s",
      (_what, { raw, question }) => {
        for (const end of ENDS) {
          if (end === "exited") continue;
          const { finding: found } = readAnswer(scanner, rawAnswer({ ...raw, end, code: null }), question ?? QUESTION);
          expect(found.outcome).not.toBe("not_vulnerable");
        }
      },
    );

    test("no zero from nothing, whatever the exit code", () => {
      for (const code of [0, 1, 2, 3, 127, 139, 255]) {
        const { finding: found } = readAnswer(scanner, rawAnswer({ code }), QUESTION);
        expect(found.outcome, `exit ${code}`).toBe("unknown");
      }
    });

    test("no zero and no exception from the beginning of an answer that is none as a whole", () => {
      for (const { raw, question } of fixtures) {
        const whole = readAnswer(scanner, rawAnswer(raw), question ?? QUESTION).finding.outcome;
        const stdout = raw.stdout ?? "";
        for (let cut = 0; cut < stdout.length; cut += Math.max(1, Math.floor(stdout.length / 100))) {
          const part = readAnswer(scanner, rawAnswer({ ...raw, stdout: stdout.slice(0, cut) }), question ?? QUESTION);
          if (part.finding.outcome === "not_vulnerable") expect(whole, `cut at ${cut}`).toBe("not_vulnerable");
        }
      }
    });

    test("random output is read without an exception, and as no zero", () => {
      const text = fc.string({ maxLength: 200 });
      fc.assert(
        fc.property(text, text, fc.nat(255), (stdout, stderr, code) => {
          const found = scanner.interpret(rawAnswer({ stdout, stderr, code }), QUESTION).finding;
          expect(found.outcome).not.toBe("not_vulnerable");
        }),
      );
    });

    test("every situation of its table", () => {
      const seen = new Set(fixtures.map((fixture) => fixture.reason));
      const table = new Set(scanner.mapping.map((row) => row.reason));
      expect(
        [...table].filter((reason) => !seen.has(reason)),
        "in the table, but no answer gives it",
      ).toEqual([]);
      expect(
        [...seen].filter((reason) => !table.has(reason)),
        "given, but not in the table",
      ).toEqual([]);
    });

    test("claims at most", () => {
      for (const { reason } of scanner.mapping) {
        expect(["reported", "inferred"]).toContain(reasonFacts(reason).evidence);
      }
    });

    test("nothing of a target is taken for an option or a file", () => {
      const options: ScannerOptions = {};
      for (const question of [
        QUESTION,
        { ...QUESTION, address: "::1" },
        { ...QUESTION, serverName: "www.example.org" },
      ]) {
        const asked = scanner.ask(question, options);
        if ("reason" in asked) {
          expect(asked.reason).toBe("tool_not_applicable");
          continue;
        }
        const { address, serverName } = question;
        for (const argument of asked.args) {
          if (!argument.includes(address) && (serverName === null || !argument.includes(serverName))) continue;
          expect(argument).toMatch(/^(?:[[:\w][^\s]*|--[a-z-]+=[[\w][^\s]*)$/);
        }
      }
    });
  });
}

function bare(reason: Reason) {
  const { outcome, evidence } = finding(reason);
  return { outcome, reason, evidence };
}
