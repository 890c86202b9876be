/** The rules of proof, with a tool and an endpoint that say what the table says. */

import { describe, expect, test } from "vitest";
import type { Outcome } from "../core/model/outcome.ts";
import { heartbeatExtension, serverNameExtension } from "../core/wire/extensions.ts";
import { SSL30, TLS11, TLS12 } from "../core/wire/version.ts";
import type { Profile, Reading } from "../profiles/profile.ts";
import { toolHello } from "../profiles/shared/hello.ts";
import { flight } from "../profiles/testing/server.ts";
import { close, connect, receive, send, type Step, type StepResult } from "../profiles/talk.ts";
import { helloIn } from "./messages.ts";
import { explainSplit } from "./prove.ts";
import { wholeRecords } from "./records.ts";
import { explanationSentence } from "./sentences.ts";

const SPLIT = { observed: "not_vulnerable", wanted: "vulnerable", serverName: "secret.example" } as const;
const reading = (outcome: Outcome): Reading => ({
  finding: { outcome, reason: "negative_reported", evidence: "reported", detail: "" },
  words: "",
});

/** Sends one hello, and says 1 where a second thing comes back. */
const TOOL: Profile = {
  id: "tool",
  title: "a tool",
  version: "1",
  scanner: null,
  lineage: "tool",
  sends: "",
  blindSpots: [],
  source: "",
  mapping: [],
  limitMs: 1000,
  *talk() {
    yield* connect(1000);
    yield* send(toolHello({ record: TLS11, version: TLS11, suites: [0x2f], extensions: [heartbeatExtension(1)] }));
    const part = yield* receive(10, 1000);
    yield* close();
    return reading(part.ok ? "vulnerable" : "not_vulnerable");
  },
};

/** Answers a hello where `likes` says so; `turn` counts the talks from 0. */
async function prove(
  likes: (hello: { version: number; suites: readonly number[]; named: boolean }, turn: number) => boolean,
  split: Parameters<typeof explainSplit>[1]["split"] = SPLIT,
) {
  let turn = 0;
  return explainSplit(TOOL, {
    split,
    signal: new AbortController().signal,
    ask: async (profile) => {
      const now = turn++;
      const talk = profile.talk({ address: "192.0.2.1", port: 443, serverName: null });
      let liked = false;
      const answer = (step: Step): StepResult => {
        if (step.do === "send") {
          const [record] = wholeRecords(step.bytes) ?? [];
          const hello = record === undefined ? null : helloIn(record);
          const named = hello?.extensions?.some(({ type }) => type === serverNameExtension("x").type) ?? false;
          if (hello !== null) liked = likes({ version: hello.version, suites: hello.suites, named }, now);
        }
        if (step.do !== "receive") return { is: "done", at: 0 };
        return liked ? { is: "data", at: 1, bytes: flight(TLS11) } : { is: "over", at: 1, how: "closed" };
      };
      let next = talk.next();
      while (next.done !== true) next = talk.next(answer(next.value));
      return next.value;
    },
  });
}

const ids = (explanation: Awaited<ReturnType<typeof prove>>) =>
  explanation.kind === "proven" ? explanation.causes.map(({ id }) => id) : explanation.kind;

describe("a split", () => {
  test("is explained by the factor that changes the answer every time", async () => {
    expect(ids(await prove(({ named }) => named))).toEqual(["server_name"]);
    expect(ids(await prove(({ version }) => version === TLS12))).toEqual(["version"]);
    expect(ids(await prove(({ suites }) => suites.includes(0x8c)))).toEqual(["suites"]);
  });

  test("by two only where neither is enough", async () => {
    expect(ids(await prove(({ version, suites }) => version === SSL30 && suites.includes(0x8c)))).toEqual([
      "version",
      "suites",
    ]);
  });

  test.each([1, 2, 3])("not by what worked %d times: the one that made us suspect it does not count", async (times) => {
    let worked = 0;
    expect(ids(await prove(({ named }) => named && worked++ < times))).toBe("not_explained");
    expect(worked).toBeGreaterThan(times);
  });

  test("not where the tool's own conversation gets both answers", async () => {
    expect(ids(await prove(({ named, version }, turn) => named || (version === TLS11 && turn > 2)))).toBe("varies");
  });

  test("not where the re-enactment says something else than the tool", async () => {
    expect(ids(await prove(() => true))).toBe("differs");
    expect(ids(await prove(() => false, { ...SPLIT, observed: "unknown" }))).toBe("differs");
  });

  test("unexplained names what was ruled out, and no name", async () => {
    const explanation = await prove(() => false);
    const sentence = explanationSentence(explanation, { tool: "tool 1", profile: "tool", split: SPLIT, command: null });
    expect(sentence).toMatch(/^tool 1 says 0: not explained; ruled out: .*SNI.*version/);
    expect(sentence).not.toContain("secret");
  });

  test("explained is one sentence", async () => {
    const explanation = await prove(({ suites }) => suites.includes(0x8c));
    expect(explanationSentence(explanation, { tool: "tool 1", profile: "tool", split: SPLIT, command: null })).toMatch(
      /^tool 1 says 0 because it never offers .* suites; the same flight with .* offered: answered\. Proven, 3 of 3\.$/,
    );
  });
});
