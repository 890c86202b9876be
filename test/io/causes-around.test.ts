/**
 * Causes around a conversation, at the range's servers over real connections: each is found where it was made, and nowhere else (issue 5).
 * What a tool once said is given; the re-enactment has to come to it again.
 */

import { describe, expect, test, vi } from "vitest";
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

// Tools are patient, and each runs a dozen times.
vi.setConfig({ testTimeout: 300_000 });

const NOTHING_KNOWN: Circumstances = { beside: null, otherAddresses: [], vantage: null, startTls: null };

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

/** What is around a conversation; none of these may be blamed where it is something else. */
const AROUND = ["order", "other_address", "parallel", "several_nodes", "starttls", "sent_segments"];
const made = (dials: Partial<Dials>) => withDials(dials);

describe.concurrent("order", () => {
  test.each(["reset", "fin", "silence"] as const)("a ban (%s) after another's heartbeat", async (as) => {
    const ban = { after: "heartbeat", as, quietMs: 30_000 } as const;
    const { cause } = await explainAt(made({ ban }), { profile: "pacemaker", observed: "unknown" });
    expect(cause).toBe("order");
  });

  test("a ban where there is only one address to ask from: told by quiet", async () => {
    const ban = { after: "heartbeat", as: "reset", quietMs: 2000 } as const;
    const { sentence } = await explainAt(made({ ban }), { profile: "ssltest", observed: "unknown", oneSource: true });
    expect(sentence).toMatch(/after 3 s of quiet, and turned away again at once: answered\. Proven/);
  });

  test("a ban for its own first connection", async () => {
    const ban = { after: "connection", as: "fin", quietMs: 30_000 } as const;
    const { sentence } = await explainAt(made({ ban }), { profile: "sslscan-2", observed: "unknown" });
    expect(sentence).toMatch(/because its first connection gets its later ones turned away.*Proven, 3 of 3/);
  });
});

describe.concurrent("parallel", () => {
  test.each(["wait", "reset"] as const)("a small host lets the others %s", async (beyond) => {
    const small = made({ heartbeat: "bounds_checked", crowd: { atOnce: 1, beyond } });
    const { sentence } = await explainAt(small, { profile: "pacemaker", observed: "unknown" });
    expect(sentence).toMatch(
      /because others asked at the same time \(7 are enough\); the same alone: 0\. Proven, 3 of 3/,
    );
  });

  test("not where it was alone", async () => {
    const small = made({ heartbeat: "bounds_checked", crowd: { atOnce: 1, beyond: "reset" } });
    const alone = { profile: "pacemaker", observed: "unknown", circumstances: { beside: 0 } } as const;
    expect((await explainAt(small, alone)).explanation).toEqual(
      expect.objectContaining({ kind: "differs", ruledOut: [] }),
    );
  });
});

describe.concurrent("several machines behind the address", () => {
  // nmap of 9 April opens several connections for one question and meets several machines in each: causes.test.ts.
  test("one of three", async () => {
    const { cause, sentence } = await explainAt(named("C41"), { profile: "ssltest", observed: "not_vulnerable" });
    expect(cause).toBe("several_nodes");
    expect(sentence).toMatch(/: \d+ times answered, \d+ times refused\. Proven\.$/);
  });

  test("one that speaks TLS 1.3 is told, or nothing is", async () => {
    const { cause } = await explainAt(named("C42"), { profile: "nmap-2014-04-09", observed: "not_vulnerable" });
    expect(["several_nodes", "varies", "not_explained"]).toContain(cause);
  });
});

describe.concurrent("STARTTLS", () => {
  test.each(["C43", "starttls-xmpp", "starttls-ldap", "starttls-postgres", "starttls-mysql"])("%s", async (id) => {
    const { cause, sentence } = await explainAt(named(id), { profile: "ssltest", observed: "unknown" });
    expect(cause).toBe("starttls");
    expect(sentence).toMatch(
      /speaks TLS at once where a dialogue in plain text comes first; the same after .*: answered/,
    );
  });

  test("the port's customary protocol is named", async () => {
    const known = { profile: "nmap-7", observed: "unknown", circumstances: { startTls: "smtp" } } as const;
    expect((await explainAt(named("C43"), known)).sentence).toContain("the same after the dialogue of smtp: answered");
  });
});

describe.concurrent("none of them is blamed", () => {
  test.each<[string, Condition, string, Outcome]>([
    ["where nothing is around", named("C01"), "ssltest", "unknown"],
    ["for a suite", named("C11"), "sslscan-2", "not_vulnerable"],
    ["for a name", named("C16"), "nmap-7", "unknown"],
    ["for a device that eats heartbeats", named("C33"), "pacemaker", "not_vulnerable"],
    ["for resets at once", named("C52"), "pacemaker", "unknown"],
    ["for resets at once, of many connections", named("C52"), "sslscan-2", "unknown"],
    ["for a late answer", named("C26"), "pacemaker", "not_vulnerable"],
    ["for loss", named("loss"), "sslyze-0.9", "not_vulnerable"],
    ["for small segments", named("small-mss"), "sslyze-0.9", "not_vulnerable"],
    ["for a reset at heartbeats", named("C32"), "pacemaker", "unknown"],
    ["for an early silence", made({ helloDelayMs: 4000 }), "pacemaker", "unknown"],
    [
      "for a balancer that goes by the source",
      made({ pool: { size: 2, by: "source", others: { heartbeat: "bounds_checked" } } }),
      "pacemaker",
      "not_vulnerable",
    ],
  ])("%s", async (_where, condition, profile, observed) => {
    const { cause } = await explainAt(condition, { profile, observed });
    expect(AROUND).not.toContain(cause);
  });
});
