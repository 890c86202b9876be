/** The whole client against a stand-in on loopback, on a clock that jumps: nobody waits for real. */

import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { Reason } from "../../core/model/outcome.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { ServiceResult } from "../../core/ports/service.ts";
import { details, endpoint, START } from "../../importers/ssllabs/testing/fixtures.ts";
import { createHttpService, type HttpServiceSettings } from "../../io/service/http-service.ts";
import type { ScannerOptions } from "../scanner.ts";
import { converse } from "../service.ts";
import { ssllabsService } from "./index.ts";
import { type Assessed, type StandIn, type StandInSettings, startStandIn } from "./testing/stand-in.ts";
import type { Trouble } from "./testing/trouble.ts";

const EMAIL = { email: "security@example.org" };
const PERSON = { ...EMAIL, register: "yes", firstName: "Ada", lastName: "Example", organization: "Example Ltd" };
const SOUND: Assessed = { endpoints: [endpoint()] };
const HOUR_MS = 3_600_000;

/** Time passes when somebody sleeps, and only then. */
function jumpingClock(): Clock {
  let now = START;
  return {
    now: () => now,
    monotonic: () => now,
    async sleep(ms) {
      const due = now + ms;
      await setImmediate();
      now = Math.max(now, due);
    },
  };
}

const standIns: StandIn[] = [];
afterEach(async () => {
  for (const each of standIns.splice(0)) await each.close();
});

interface Scene {
  readonly standIn: StandIn;
  readonly clock: Clock;
  ask(name?: string, options?: ScannerOptions, signal?: AbortSignal): Promise<ServiceResult>;
}

async function scene(
  given: Partial<StandInSettings> = {},
  settings: Partial<HttpServiceSettings> = {},
): Promise<Scene> {
  const clock = jumpingClock();
  const standIn = await startStandIn({ clock, names: { "www.example.org": SOUND }, ...given });
  standIns.push(standIn);
  const run = createHttpService({
    ...ssllabsService.limits,
    origin: standIn.origin,
    clock,
    random: { unit: () => 0.5 },
    ...settings,
  });
  return {
    standIn,
    clock,
    ask(name = "www.example.org", options = {}, signal = new AbortController().signal) {
      const talk = converse(ssllabsService, { name, address: "192.0.2.10", port: 443 }, options);
      if ("reason" in talk) throw new Error(talk.detail);
      return run(talk, signal);
    },
  };
}

/** More often than anybody's patience. */
const forEver = (trouble: Trouble): readonly Trouble[] => Array.from({ length: 9 }, () => trouble);
const reasonOf = (result: ServiceResult): Reason => result.reading.finding.reason;
const calls = ({ standIn }: Scene): readonly string[] =>
  standIn.requests.map(({ line }) => line.replace(/[?&](?:host|publish|all|ignoreMismatch)=[\w.]+/g, ""));

describe("an assessment", () => {
  test("from DNS over IN_PROGRESS to READY", async () => {
    const here = await scene();
    const result = await here.ask();
    expect(reasonOf(result)).toBe("negative_reported");
    expect(calls(here)).toEqual([
      "GET v3/info",
      "GET v3/analyze&startNew=on",
      ...Array.from({ length: 3 }, () => "GET v3/analyze"),
    ]);
    const [, , first, second, third] = here.standIn.requests.map(({ at }) => at - START);
    expect([first, second, third]).toEqual([5_000, 15_000, 25_000]);
    expect(result).toMatchObject({
      startedAt: new Date(START).toISOString(),
      durationMs: 25_000,
      assessedAt: START + 25_000,
      version: "2.3.0",
      notes: ["This is a stand-in."],
      reading: { words: "Ready; heartbleed: false; heartbeat: true" },
    });
    expect(result.requests).toHaveLength(3);
    expect(JSON.parse(Buffer.from(result.raw ?? []).toString())).toMatchObject({ host: "www.example.org" });
  });

  test.each<[string, Assessed, Reason]>([
    ["vulnerable", { endpoints: [endpoint({ details: details({ heartbleed: true }) })] }, "finding_reported"],
    [
      "without heartbeats",
      { endpoints: [endpoint({ details: details({ heartbeat: false }) })] },
      "extension_absent_reported",
    ],
    [
      "a failed endpoint with defaults in its details",
      { endpoints: [endpoint({ statusMessage: "Unable to connect to the server", progress: -1 })] },
      "port_filtered",
    ],
    [
      "ours failed, another did not",
      { endpoints: [endpoint({ ipAddress: "192.0.2.11" }), endpoint({ statusMessage: "Unexpected failure" })] },
      "check_failed",
    ],
    [
      "another is vulnerable",
      { endpoints: [endpoint({ ipAddress: "192.0.2.11", details: details({ heartbleed: true }) }), endpoint()] },
      "negative_reported",
    ],
    ["other addresses only", { endpoints: [endpoint({ ipAddress: "2001:db8:0:0:0:0:0:1" })] }, "no_record_of_check"],
    [
      "a name that does not exist",
      { endpoints: [], end: { status: "ERROR", statusMessage: "Unable to resolve domain name" } },
      "dns_failure",
    ],
    ["an error", { endpoints: [], end: { status: "ERROR", statusMessage: "Internal error" } }, "service_failed"],
    ["that never ends", { endpoints: [endpoint()], progress: 1e9 }, "tool_timed_out"],
  ])("%s", async (_what, assessed, reason) => {
    const here = await scene({ names: { "www.example.org": assessed } });
    expect(reasonOf(await here.ask())).toBe(reason);
  });
});

describe("version 4", () => {
  test("with a registered address, in the header of the calls that need it", async () => {
    const here = await scene({ registered: [EMAIL.email] });
    expect(reasonOf(await here.ask(undefined, EMAIL))).toBe("negative_reported");
    expect(here.standIn.requests.map(({ line, email }) => [line.slice(0, 10), email])).toEqual([
      ["GET v4/inf", null],
      ...Array.from({ length: 4 }, () => ["GET v4/ana", EMAIL.email]),
    ]);
  });

  test("registers when told to, once", async () => {
    const here = await scene();
    expect(reasonOf(await here.ask(undefined, PERSON))).toBe("negative_reported");
    expect(calls(here).slice(0, 4)).toEqual([
      "GET v4/info",
      "GET v4/analyze&startNew=on",
      "POST v4/register",
      "GET v4/analyze&startNew=on",
    ]);
    const { register: _, ...person } = PERSON;
    expect(here.standIn.registrations).toEqual([person]);
  });

  test("an address that is not accepted", async () => {
    const here = await scene();
    const result = await here.ask(undefined, { ...PERSON, email: "somebody@gmail.example", api: "v4" });
    expect(result.reading.finding).toMatchObject({
      reason: "service_failed",
      detail: 'SSL Labs did not register the address: "Free mail is not allowed"',
    });
  });

  test("not registered and not told to: version 3, which needs no address", async () => {
    const here = await scene();
    const result = await here.ask(undefined, EMAIL);
    expect(reasonOf(result)).toBe("negative_reported");
    expect(here.standIn.registrations).toEqual([]);
    expect(here.standIn.requests.filter(({ line }) => line.includes("v3/")).every(({ email }) => email === null)).toBe(
      true,
    );
    expect(result.notes.join()).toContain("not registered");
  });

  test("gone: version 3; version 3 gone: nothing", async () => {
    expect(reasonOf(await (await scene({ versions: ["v3"] })).ask(undefined, EMAIL))).toBe("negative_reported");
    expect(reasonOf(await (await scene({ versions: ["v4"] })).ask())).toBe("service_failed");
  });
});

describe("cached assessments", () => {
  const at = (hours: number): Partial<StandInSettings> => ({
    names: { "www.example.org": { ...SOUND, cachedAt: START - hours * HOUR_MS } },
  });

  test("are not used unless asked for", async () => {
    const result = await (await scene(at(2))).ask();
    expect(result.assessedAt).toBeGreaterThan(START);
  });

  test("are used at once when young enough, with the time of the assessment", async () => {
    const here = await scene(at(30));
    const result = await here.ask(undefined, { maxAge: "48" });
    expect([reasonOf(result), result.assessedAt]).toEqual(["negative_reported", START - 30 * HOUR_MS]);
    expect(calls(here)).toHaveLength(2);
  });

  test("too old: a new one is made", async () => {
    const result = await (await scene(at(50))).ask(undefined, { maxAge: "48" });
    expect([reasonOf(result), (result.assessedAt ?? 0) > START]).toEqual(["negative_reported", true]);
  });
});

describe("trouble", () => {
  const status = (code: number, body?: unknown): Trouble => ({ kind: "status", status: code, body });
  const none: Trouble = { kind: "none" };

  test.each<[string, readonly Trouble[], Reason]>([
    ["429 once", [status(429)], "negative_reported"],
    ["429 while in progress", [none, none, status(429)], "negative_reported"],
    ["429 for ever", forEver(status(429)), "service_busy"],
    ["503 once", [status(503, "<html>")], "negative_reported"],
    ["503 for ever", forEver(status(503)), "service_busy"],
    ["529 for ever", forEver(status(529)), "service_busy"],
    ["502 once", [none, status(502)], "negative_reported"],
    ["500", [status(500)], "service_failed"],
    ["400", [status(400, { errors: [{ field: "host", message: "invalid" }] })], "service_failed"],
    ["403", [status(403)], "service_failed"],
    ["a page", [{ kind: "body", body: "<html>Ready</html>" }], "tool_output_unreadable"],
    ["nothing", [{ kind: "body", body: "" }], "tool_output_unreadable"],
    ["brackets", [{ kind: "body", body: "[".repeat(3_000_000) }], "tool_output_unreadable"],
    ["bytes that are no text", [{ kind: "body", body: "\u0000\ufffd{" }], "tool_output_unreadable"],
    ["an answer without end", [{ kind: "endless" }], "service_failed"],
    ["hangs up once", [{ kind: "hang_up" }], "negative_reported"],
    ["hangs up for ever", forEver({ kind: "hang_up" }), "service_failed"],
    ["byte by byte once", [{ kind: "trickle" }], "negative_reported"],
    ["byte by byte for ever", forEver({ kind: "trickle" }), "tool_timed_out"],
    ["silent once", [none, { kind: "silence" }], "negative_reported"],
    ["silent for ever", forEver({ kind: "silence" }), "tool_timed_out"],
    [
      "led elsewhere",
      [{ kind: "redirect", to: "http://127.0.0.2:9/api/v3/analyze?host=www.example.org" }],
      "service_failed",
    ],
    ["led to another port", [{ kind: "redirect", to: "http://127.0.0.1:9/" }], "service_failed"],
    ["led in a circle", forEver({ kind: "redirect", to: "/api/v3/analyze?host=www.example.org" }), "service_failed"],
    [
      "led to another place of the same",
      [{ kind: "redirect", to: "/api/v3/analyze?host=www.example.org&all=done" }],
      "negative_reported",
    ],
  ])("%s", async (_what, analyzeTrouble, reason) => {
    const here = await scene({ analyzeTrouble }, { requestMs: 150 });
    expect(reasonOf(await here.ask())).toBe(reason);
  });

  test("already at info", async () => {
    const here = await scene({ infoTrouble: forEver({ kind: "status", status: 529 }) });
    const result = await here.ask();
    expect(reasonOf(result)).toBe("service_busy");
    // Twice 30 minutes, and half of what chance may add.
    expect(result.durationMs).toBe(2 * 35 * 60_000);
  });

  test("nobody there", async () => {
    const here = await scene();
    await here.standIn.close();
    standIns.splice(0);
    const result = await here.ask();
    expect(reasonOf(result)).toBe("service_failed");
    expect(result.reading.finding.detail).toContain("ECONNREFUSED");
  });

  test("the limit for the whole", async () => {
    const here = await scene({ names: { "www.example.org": { ...SOUND, progress: 100 } } }, { totalMs: 60_000 });
    const result = await here.ask();
    expect(reasonOf(result)).toBe("tool_timed_out");
    expect(result.durationMs).toBeLessThan(80_000);
  });

  test("the run ends: in the middle of a request, and while waiting", async () => {
    const silent = await scene({ analyzeTrouble: [{ kind: "silence" }] });
    const stopping = new AbortController();
    const asked = silent.ask(undefined, {}, stopping.signal);
    await expect.poll(() => silent.standIn.requests.length).toBe(2);
    stopping.abort();
    expect(reasonOf(await asked)).toBe("interrupted");
    expect(reasonOf(await silent.ask(undefined, {}, AbortSignal.abort()))).toBe("interrupted");
    expect(reasonOf(await silent.ask())).toBe("negative_reported");
  });
});

describe("several names at once", () => {
  const list = Array.from({ length: 12 }, (_, index) => `host${index}.example.org`);
  const names = Object.fromEntries(list.map((name) => [name, SOUND]));
  const starts = ({ standIn }: Scene): readonly number[] =>
    standIn.requests.flatMap(({ line, at }) => (line.includes("startNew") ? [at] : []));

  test("share the number of assessments and the cool-off, so that nobody is refused", async () => {
    const here = await scene({ names, maxAssessments: 2, coolOffMs: 20_000 });
    const results = await Promise.all(list.map((name) => here.ask(name)));
    expect(results.map(reasonOf)).toEqual(list.map(() => "negative_reported"));
    expect(here.standIn.most()).toBe(2);
    const at = starts(here);
    expect(at).toHaveLength(list.length);
    for (let index = 1; index < at.length; index++) {
      expect((at[index] ?? 0) - (at[index - 1] ?? 0)).toBeGreaterThanOrEqual(20_000);
    }
  });

  test("never more at once than we want, whatever is allowed", async () => {
    const here = await scene({ names, maxAssessments: 25, coolOffMs: 0 }, { concurrency: 3 });
    await Promise.all(list.map((name) => here.ask(name)));
    expect(here.standIn.most()).toBeLessThanOrEqual(3);
  });

  test("others behind our address are counted, and when they leave no room the service decides", async () => {
    const room = await scene({ names, maxAssessments: 5, others: 4 });
    await Promise.all(list.slice(0, 4).map((name) => room.ask(name)));
    expect(room.standIn.most()).toBe(5);
    expect(starts(room)).toHaveLength(4);
    const full = await scene({ names, maxAssessments: 4, others: 4 });
    expect(reasonOf(await full.ask("host1.example.org"))).toBe("service_busy");
  });

  test("when the service wants to be left alone, nobody begins anything new meanwhile", async () => {
    const analyzeTrouble: Trouble[] = [{ kind: "status", status: 503 }];
    const here = await scene({ names, analyzeTrouble, coolOffMs: 0 }, { concurrency: 5 });
    await Promise.all(list.map((name) => here.ask(name)));
    const [first = 0, ...later] = starts(here);
    const patient = later.filter((at) => at - first >= 15 * 60_000);
    // Those that were on their way at that very moment could not know.
    expect(patient.length).toBeGreaterThanOrEqual(list.length - 4);
  });

  test("one that waits for its turn can be stopped", async () => {
    const here = await scene(
      { names: { ...names, "host0.example.org": { ...SOUND, progress: 50 } } },
      { concurrency: 1 },
    );
    const stopping = new AbortController();
    const first = here.ask("host0.example.org");
    await expect.poll(() => starts(here).length).toBe(1);
    const second = here.ask("host1.example.org", {}, stopping.signal);
    stopping.abort();
    expect(reasonOf(await second)).toBe("interrupted");
    expect(reasonOf(await first)).toBe("negative_reported");
    expect(starts(here)).toHaveLength(1);
  });
});

describe("where it asks", () => {
  test.each([
    "http://api.example.org",
    "ftp://127.0.0.1",
    "https://user@api.example.org",
    "https://a.example/path",
    "x",
  ])("not at %s", (origin) => {
    const clock = jumpingClock();
    const unit = { unit: () => 0 };
    expect(() => createHttpService({ ...ssllabsService.limits, origin, clock, random: unit })).toThrow(RangeError);
  });

  test("at SSL Labs itself, if nothing else is said", () => {
    const clock = jumpingClock();
    const { origin, limits } = ssllabsService;
    expect(() => createHttpService({ ...limits, origin, clock, random: { unit: () => 0 } })).not.toThrow();
  });
});
