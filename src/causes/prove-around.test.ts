/** What is around a conversation, with an endpoint that answers as the table says. */

import { describe, expect, test } from "vitest";
import type { Outcome } from "../core/model/outcome.ts";
import { PROFILES } from "../profiles/catalogue.ts";
import type { Around } from "./around.ts";
import type { Circumstances } from "./cause.ts";
import { explainSplit } from "./prove.ts";
import type { SeenConnection } from "./seen.ts";
import { explanationSentence } from "./sentences.ts";
import { bothAnswers, worthAnother } from "./several-nodes.ts";

const [PROFILE] = PROFILES;
if (PROFILE === undefined) throw new Error("no profile");
const profile = PROFILE;

async function prove(answer: (around: Around, turn: number) => Outcome, known: Partial<Circumstances> = {}) {
  const circumstances = { beside: null, otherAddresses: [], vantage: null, startTls: null, ...known };
  const split = { observed: "unknown", wanted: "not_vulnerable", serverName: null, circumstances } as const;
  let turn = 0;
  const explanation = await explainSplit(profile, {
    split,
    signal: new AbortController().signal,
    possible: { sources: true, beside: 16 },
    ask: async (_profile, around) => ({
      finding: { outcome: answer(around, turn++), reason: "negative_reported", evidence: "reported", detail: "" },
      words: "",
    }),
  });
  const telling = { tool: "tool 1", profile: profile.id, split };
  const own = explanationSentence(explanation, { ...telling, command: "crosscheck explain X" });
  const forOthers = explanationSentence(explanation, { ...telling, command: null });
  return { explanation, own, forOthers };
}

describe("an answer that does not come again", () => {
  test("is that of another address of the name, which is told to its owner only", async () => {
    const otherAddresses = ["192.0.2.7", "192.0.2.8"];
    const { own, forOthers } = await prove(({ address }) => (address === "192.0.2.8" ? "unknown" : "not_vulnerable"), {
      otherAddresses,
      beside: 0,
    });
    expect(own).toMatch(
      /because another address of the same name answers so \(192\.0\.2\.8\); .*: 0\. Proven, 3 of 3\.$/,
    );
    expect(forOthers).not.toContain("192.0.2");
  });

  test("is that of a crowd", async () => {
    const { own } = await prove(({ beside }) => (beside > 2 ? "unknown" : "not_vulnerable"));
    expect(own).toContain("others asked at the same time");
  });

  test.each([0, 1, 2])("is not what held %d times of three", async (holds) => {
    let scenes = 0;
    const { explanation } = await prove(({ beside }) =>
      beside > 0 && scenes++ < holds ? "unknown" : "not_vulnerable",
    );
    expect(explanation).toEqual({
      kind: "differs",
      got: ["not_vulnerable", "not_vulnerable", "not_vulnerable"],
      ruledOut: ["parallel or alone"],
    });
  });

  test("needs the other vantage, where it ran elsewhere; the command is named", async () => {
    const { explanation, own, forOthers } = await prove(() => "not_vulnerable", { vantage: "laptop 2", beside: 0 });
    expect(explanation.kind).toBe("elsewhere");
    expect(own).toMatch(
      /not explained; from here .* 0, 3 of 3; needs the other vantage \(laptop 2\); there, .*: crosscheck explain X\.$/,
    );
    expect(forOthers).not.toContain("laptop");
  });

  test("is not laid on the vantage where it does come again here", async () => {
    expect((await prove(() => "unknown", { vantage: "laptop 2" })).explanation.kind).toBe("not_explained");
  });
});

describe("both answers to the same bytes", () => {
  const HELLO = { version: 0x303, suites: [0x2f], serverName: null, heartbeatMode: 1 };
  const made = (
    answer: "answered" | "refused" | "silent" | "overloaded",
    suites = [0x2f],
  ): { connections: SeenConnection[]; lines: [] } => ({
    connections: [
      {
        hello: { ...HELLO, suites },
        requests: [{ version: 0x303, claimed: 16_384, carried: 0 }],
        chosen: { version: 0x303, suite: 0x2f, heartbeatMode: 1 },
        mixed: false,
        alerts: 0,
        warnings: 0,
        fatal: answer === "refused" ? [10] : answer === "overloaded" ? [80] : [],
        heartbeats: answer === "answered" ? 1 : 0,
        plainText: false,
        joined: false,
        apart: false,
        waitedMs: 0,
        ended: null,
      },
    ],
    lines: [],
  });
  const A = made("answered");
  const R = made("refused");

  test("are several machines, three times each and in turn", () => {
    expect(bothAnswers([A, R, R, A, R, A])).toEqual({ answered: 3, refused: 3 });
  });

  test.each([
    ["too seldom", [A, R, R, A, R]],
    ["what changed once in between", [A, A, A, R, R, R]],
    ["silence", [A, made("silent"), A, made("silent"), A, made("silent")]],
    ["a server that is overloaded", [A, made("overloaded"), A, made("overloaded"), A, made("overloaded")]],
    ["other bytes", [A, made("refused", [1]), A, made("refused", [1]), A, made("refused", [1])]],
  ])("not %s", (_what, runs) => {
    expect(bothAnswers(runs)).toBeNull();
  });

  test("are looked for no longer than there is hope", () => {
    expect(worthAnother([made("silent"), made("silent")])).toBe(false);
    expect(worthAnother([A, A, A, A, A])).toBe(true);
    expect(worthAnother([A, A, A, A, A, A])).toBe(false);
    expect(worthAnother(Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? A : made("silent"))))).toBe(false);
  });
});
