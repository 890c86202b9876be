import { describe, expect, test } from "vitest";
import { TLS12 } from "../../core/wire/version.ts";
import { DEFAULT_DIALS, type Dials, truthOf } from "./dials.ts";
import { CONDITIONS, condition } from "./catalogue.ts";
import { combine, type Condition, dialsOf } from "./condition.ts";

function named(id: string): Condition {
  const found = condition(id);
  if (found === undefined) throw new Error(`no condition ${id}`);
  return found;
}

describe("the catalogue", () => {
  test("holds every condition that one scripted server can be put in, once", () => {
    const ids = CONDITIONS.map(({ id }) => id);
    const reference = Array.from({ length: 41 }, (_, i) => `C${String(i + 1).padStart(2, "0")}`);
    const further = ["C42", "C43", "C44", "C45", "C46", "C47", "C48", "C49", "C50", "C51", "C52"];
    const ours = [
      "dtls-repaired",
      "filter",
      "ilo",
      "jitter",
      "latency",
      "loss",
      "nginx",
      "node-0.10",
      "s_server",
      "small-mss",
      ...["ftp", "imap", "ldap", "mysql", "pop3", "postgres", "xmpp"].map((protocol) => `starttls-${protocol}`),
    ];
    expect(ids).toEqual([...reference, ...further, ...ours]);
  });

  test.each(CONDITIONS.map((each) => [each.id, each] as const))("%s: its truth follows from its dials", (_id, each) => {
    expect(truthOf(dialsOf(each))).toBe(each.truth);
  });

  test("only the baseline and its threshold turn no dial", () => {
    const baseline = JSON.stringify(dialsOf(named("C01")));
    const same = CONDITIONS.filter((each) => JSON.stringify(dialsOf(each)) === baseline);
    expect(same.map(({ id }) => id)).toEqual(["C01", "C46"]);
  });
});

describe("the truth about a pool", () => {
  const pool = (others: NonNullable<Dials["pool"]>["others"], size = 2) => ({
    pool: { size, by: "source", others } as const,
  });
  test.each([
    [{ heartbeat: "bounds_checked" } as const, pool({ heartbeat: "over_reads" }), "vulnerable"],
    [{ stack: "node" } as const, pool({}), "not_vulnerable"],
    [{ stack: "node" } as const, pool({ stack: "openssl_1_0_1" }), "vulnerable"],
    [{ heartbeat: "bounds_checked" } as const, pool({ heartbeat: "over_reads" }, 1), "not_vulnerable"],
    [{}, pool({ stack: "node" }), "vulnerable"],
  ])("%j %j: %s", (first, pooled, truth) => {
    expect(truthOf({ ...DEFAULT_DIALS, ...first, ...pooled })).toBe(truth);
  });
});

describe("combining conditions", () => {
  test("sets the dials of both", () => {
    const both = combine(named("C03"), named("C26"));
    expect(both).toMatchObject({ id: "C03+C26", truth: "vulnerable" });
    expect(dialsOf(both)).toMatchObject({ versions: { min: TLS12, max: TLS12 }, answerDelayMs: 4000 });
  });

  test("the truth is that of the combined dials", () => {
    expect(combine(named("C02"), named("C03")).truth).toBe("not_vulnerable");
    expect(combine(named("C03"), named("C02")).truth).toBe("not_vulnerable");
    expect(combine(named("C41"), named("C02")).truth).toBe("not_vulnerable");
    expect(combine(named("C42"), named("C02")).truth).toBe("not_vulnerable");
    expect(combine(named("C02"), named("C42")).truth).toBe("not_vulnerable");
    expect(combine(named("C02"), named("C40")).truth).toBe("undecidable");
  });
});
