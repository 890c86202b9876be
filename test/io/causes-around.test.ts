/**
 * Causes around a conversation, at the range's servers over real connections: each is found where it was made, and nowhere else (issue 5).
 * What a tool once said is given; the re-enactment has to come to it again.
 */

import { describe, expect, test } from "vitest";
import { experimentAt } from "../../src/app/explain/experiment.ts";
import type { Circumstances } from "../../src/causes/cause.ts";
import { explainSplit, type Explanation } from "../../src/causes/prove.ts";
import { explanationSentence } from "../../src/causes/sentences.ts";
import type { Outcome } from "../../src/core/model/outcome.ts";
import { PROFILES } from "../../src/profiles/catalogue.ts";
import { condition as conditionById } from "../../src/range/conditions/catalogue.ts";
import type { Condition } from "../../src/range/conditions/condition.ts";
import { DEFAULT_DIALS, type Dials, truthOf } from "../../src/range/conditions/dials.ts";
import { startScripted } from "../../src/range/scripted/start-scripted.ts";

const NOTHING_KNOWN: Circumstances = { beside: null, otherAddresses: [], vantage: null };

function withDials(dials: Partial<Dials>): Condition {
  const about = { title: "", question: "", source: "" };
  return { ...about, id: "made", truth: truthOf({ ...DEFAULT_DIALS, ...dials }), dials };
}

function named(id: string): Condition {
  const found = conditionById(id);
  if (found === undefined) throw new Error(`no condition ${id}`);
  return found;
}

interface Told {
  readonly profile: string;
  readonly observed: Outcome;
  readonly circumstances?: Partial<Circumstances>;
  /** Whether there is only one address to ask from. */
  readonly oneSource?: boolean;
}

async function explainAt(condition: Condition, { profile: id, observed, circumstances, oneSource }: Told) {
  const range = await startScripted([condition]);
  try {
    const [server] = range.servers;
    const profile = PROFILES.find((each) => each.id === id);
    if (server === undefined || profile === undefined || server.truth === null) throw new Error("nothing to ask");
    const { address, port, serverName } = server;
    const endpoint = { address, port, serverName, transport: "tcp", origin: "asked" } as const;
    const experiment = experimentAt({ endpoint, name: null, resolved: false }, { scope: null, allowOverread: false });
    if (!experiment.ok) throw new Error(experiment.why);
    const { signal } = new AbortController();
    const split = {
      observed,
      wanted: server.truth,
      serverName,
      circumstances: { ...NOTHING_KNOWN, ...circumstances },
    };
    const explanation = await explainSplit(profile, {
      split,
      signal,
      possible: { ...experiment.possible, ...(oneSource === true ? { sources: false } : {}) },
      ask: (given, around) => experiment.run(given, signal, around),
    });
    const sentence = explanationSentence(explanation, { tool: id, profile: id, split, command: "crosscheck explain" });
    return { explanation, sentence, cause: causeOf(explanation) };
  } finally {
    await range.stop();
  }
}

const causeOf = (explanation: Explanation): string =>
  explanation.kind === "proven" ? explanation.causes.map(({ id }) => id).join("+") : explanation.kind;

describe("order: a ban after the first heartbeat", () => {
  test("is told by asking from addresses that had asked nothing before", async () => {
    const { cause, sentence } = await explainAt(named("C47"), { profile: "ssltest", observed: "unknown" });
    console.log(sentence);
    expect(cause).toBe("order");
  });
  test("or by quiet, where there is only one address", async () => {
    const ban = { after: "heartbeat", as: "reset", quietMs: 2000 } as const;
    const { cause, sentence } = await explainAt(withDials({ ban }), { profile: "ssltest", observed: "unknown", oneSource: true });
    console.log(sentence);
    expect(cause).toBe("order");
  });
  test.each(["fin", "silence"] as const)("%s", async (as) => {
    const ban = { after: "connection", as, quietMs: 30_000 } as const;
    for (const profile of ["nmap-7", "sslscan-2", "testssl"]) {
      for (const observed of ["unknown", "not_vulnerable"] as const) {
        const { cause, sentence } = await explainAt(withDials({ ban }), { profile, observed });
        console.log(as, profile, observed, cause, sentence);
      }
    }
  });
}, 300_000);

describe("parallel", () => {
  test.each(["starve", "wait", "reset"] as const)("%s", async (beyond) => {
    for (const heartbeat of ["over_reads", "bounds_checked"] as const)
    for (const profile of ["ssltest", "sslscan-2", "zgrab2", "testssl"]) {
      for (const observed of ["unknown", "not_vulnerable", "vulnerable"] as const) {
        if (observed === "vulnerable" && heartbeat === "over_reads" || observed === "not_vulnerable" && heartbeat === "bounds_checked") continue;
        const { cause, sentence } = await explainAt(withDials({ heartbeat, crowd: { atOnce: 1, beyond } }), { profile, observed });
        console.log(beyond, profile, observed, cause, sentence);
      }
    }
  }, 300_000);
});
