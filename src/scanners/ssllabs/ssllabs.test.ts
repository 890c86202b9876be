import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Reason } from "../../core/model/outcome.ts";
import { reasonFacts } from "../../core/model/outcome.ts";
import type { ServiceDone, ServiceEvent, ServiceRequest, ServiceWait } from "../../core/ports/service.ts";
import { own, ownList } from "../../documents/json.ts";
import {
  details,
  endpoint,
  FIXTURES as REPORTS,
  type Fields,
  host,
  START,
} from "../../importers/ssllabs/testing/fixtures.ts";
import type { ScannerOptions } from "../scanner.ts";
import { converse, mayTell, type ServiceQuestion } from "../service.ts";
import { ssllabsService } from "./index.ts";

const QUESTION: ServiceQuestion = { name: "www.example.org", address: "192.0.2.10", port: 443 };
const NOW = START + 100_000;
const EMAIL = { email: "security@example.org" };
const PERSON = { ...EMAIL, register: "yes", firstName: "Ada", lastName: "Example", organization: "Example Ltd" };

/** What the service does with one request: a status with a body (an object is its JSON), or no answer. */
type Act = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>] | string;

const INFO: Act = [
  200,
  {
    engineVersion: "2.3.0",
    maxAssessments: 25,
    currentAssessments: 0,
    newAssessmentCoolOff: 1000,
    messages: ["Be nice."],
  },
];
const DNS: Act = [200, host(undefined, { status: "DNS", testTime: undefined })];
const BUSY: Act = [
  200,
  host([endpoint({ statusMessage: "In progress", progress: 30, details: undefined })], {
    status: "IN_PROGRESS",
    testTime: undefined,
  }),
];
const READY: Act = [200, host([endpoint()])];
const UNREGISTERED: Act = [441, { errors: [{ message: "User is not registered" }] }];

interface Held {
  readonly end: ServiceDone;
  readonly requests: readonly ServiceRequest[];
  readonly waits: readonly ServiceWait[];
}

/** Holds a conversation on a clock of its own; the last act is repeated for ever. */
function hold(acts: readonly Act[], options: ScannerOptions = {}, question = QUESTION, now = NOW): Held {
  const talk = converse(ssllabsService, question, options);
  if ("reason" in talk) throw new Error(`not applicable: ${talk.detail}`);
  const requests: ServiceRequest[] = [];
  const waits: ServiceWait[] = [];
  let at = now;
  let event: ServiceEvent = { kind: "begin", at };
  for (let steps = 0; steps < 5000; steps++) {
    const step = talk.next(event);
    if (step.kind === "done") return { end: step, requests, waits };
    if (step.kind === "wait") {
      waits.push(step);
      at += step.ms + step.spreadMs / 2;
      event = { kind: "waited", at };
      continue;
    }
    const act = acts[Math.min(requests.length, acts.length - 1)] ?? "unreachable";
    requests.push(step);
    at += 50;
    event = happened(act, at);
  }
  throw new Error("the conversation did not end");
}

function happened(act: Act, at: number): ServiceEvent {
  if (typeof act === "string") {
    return { kind: "failed", at, why: act as Extract<ServiceEvent, { kind: "failed" }>["why"], what: "ECONNREFUSED" };
  }
  const [status, body, headers = {}] = act;
  return { kind: "answer", at, status, headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

const reasonOf = (held: Held): Reason => held.end.reading.finding.reason;
const paths = (held: Held): readonly string[] =>
  held.requests.map(
    ({ method, path }) => `${method} ${path.replace(/^\/api/, "").replace(/&(?:publish|ignoreMismatch|all)=\w+/g, "")}`,
  );

const BEGIN = "analyze?host=www.example.org&startNew=on";
const POLL = "analyze?host=www.example.org";

interface Case {
  readonly what: string;
  readonly acts: readonly Act[];
  readonly options?: ScannerOptions;
  readonly reason: Reason;
  /** Without host and parameters that never change. */
  readonly calls?: readonly string[];
  /** In seconds, the least. */
  readonly waits?: readonly number[];
}

const ready = (document: Fields): readonly Act[] => [INFO, [200, document]];

const CASES: readonly Case[] = [
  {
    what: "ready at once",
    acts: [INFO, READY],
    reason: "negative_reported",
    calls: ["GET /v3/info", `GET /v3/${BEGIN}`],
    waits: [],
  },
  {
    what: "looked up, in progress, ready",
    acts: [INFO, DNS, DNS, BUSY, BUSY, READY],
    reason: "negative_reported",
    calls: ["GET /v3/info", `GET /v3/${BEGIN}`, ...Array.from({ length: 4 }, () => `GET /v3/${POLL}`)],
    waits: [5, 5, 10, 10],
  },
  {
    what: "version 4 with an address",
    acts: [INFO, BUSY, READY],
    options: EMAIL,
    reason: "negative_reported",
    calls: ["GET /v4/info", `GET /v4/${BEGIN}`, `GET /v4/${POLL}`],
  },
  {
    what: "out of the cache when asked",
    acts: [INFO, READY],
    options: { maxAge: "48" },
    reason: "negative_reported",
    calls: ["GET /v3/info", "GET /v3/analyze?host=www.example.org&fromCache=on&maxAge=48"],
  },
  {
    what: "an old assessment though a new one was asked for",
    acts: ready(host([endpoint()], { testTime: NOW - 25 * 3_600_000 })),
    reason: "answer_stale",
  },
  {
    what: "an old assessment that is vulnerable",
    acts: ready(host([endpoint({ details: details({ heartbleed: true }) })], { testTime: NOW - 25 * 3_600_000 })),
    reason: "finding_reported",
  },
  {
    what: "an assessment without a time",
    acts: ready(host([endpoint()], { testTime: undefined, startTime: undefined })),
    reason: "answer_stale",
  },
  {
    what: "our address is not among the endpoints",
    acts: ready(host([endpoint({ ipAddress: "192.0.2.99" })])),
    reason: "no_record_of_check",
  },
  {
    what: "our address among others",
    acts: ready(host([endpoint({ ipAddress: "192.0.2.9" }), endpoint({ details: details({ heartbleed: true }) })])),
    reason: "finding_reported",
  },
  {
    what: "another address is vulnerable, ours is not",
    acts: ready(host([endpoint({ ipAddress: "192.0.2.9", details: details({ heartbleed: true }) }), endpoint()])),
    reason: "negative_reported",
  },
  {
    what: "our address twice, the same",
    acts: ready(host([endpoint(), endpoint({ details: details({ heartbeat: false }) })])),
    reason: "negative_reported",
  },
  {
    what: "our address twice, once not assessed",
    acts: ready(host([endpoint(), endpoint({ statusMessage: "Unexpected failure" })])),
    reason: "host_ambiguous",
  },
  {
    what: "our address twice, once vulnerable",
    acts: ready(host([endpoint(), endpoint({ details: details({ heartbleed: true }) })])),
    reason: "finding_reported",
  },
  {
    what: "about another name",
    acts: ready(host([endpoint()], { host: "other.example.org" })),
    reason: "host_ambiguous",
  },
  {
    what: "about the name with a dot and capitals",
    acts: ready(host([endpoint()], { host: "WWW.example.org." })),
    reason: "negative_reported",
  },
  { what: "about another port", acts: ready(host([endpoint()], { port: 8443 })), reason: "host_ambiguous" },
  {
    what: "no assessments allowed",
    acts: [[200, { maxAssessments: 0 }]],
    reason: "service_busy",
    calls: ["GET /v3/info"],
  },
  {
    what: "too many once",
    acts: [INFO, [429, ""], READY],
    reason: "negative_reported",
    calls: ["GET /v3/info", `GET /v3/${BEGIN}`, `GET /v3/${BEGIN}`],
    waits: [30],
  },
  { what: "too many for ever", acts: [INFO, [429, "later"]], reason: "service_busy", waits: [30, 60, 120, 240, 480] },
  {
    what: "too many while in progress",
    acts: [INFO, BUSY, [429, ""], READY],
    reason: "negative_reported",
    waits: [10, 30],
  },
  {
    what: "down for maintenance once",
    acts: [[503, "<html>"], INFO, READY],
    reason: "negative_reported",
    waits: [900],
  },
  { what: "down for maintenance", acts: [INFO, [503, ""]], reason: "service_busy", waits: [900, 900] },
  { what: "overloaded", acts: [INFO, [529, ""]], reason: "service_busy", waits: [1800, 1800] },
  {
    what: "a gateway's error once",
    acts: [INFO, BUSY, [502, ""], READY],
    reason: "negative_reported",
    waits: [10, 30],
  },
  { what: "a gateway's error", acts: [INFO, BUSY, [504, ""]], reason: "service_failed", waits: [10, 30, 30, 30] },
  {
    what: "an internal error",
    acts: [INFO, [500, ""]],
    reason: "service_failed",
    calls: ["GET /v3/info", `GET /v3/${BEGIN}`],
  },
  { what: "an internal error while in progress", acts: [INFO, BUSY, [500, "{}"]], reason: "service_failed" },
  {
    what: "a call that it does not understand",
    acts: [INFO, [400, { errors: [{ field: "host", message: "qp.mandatory" }] }]],
    options: EMAIL,
    reason: "service_failed",
    calls: ["GET /v4/info", `GET /v4/${BEGIN}`],
  },
  { what: "any other status", acts: [INFO, [418, "teapot"]], reason: "service_failed" },
  {
    what: "version 4 is not there: version 3",
    acts: [[404, ""], INFO, READY],
    options: EMAIL,
    reason: "negative_reported",
    calls: ["GET /v4/info", "GET /v3/info", `GET /v3/${BEGIN}`],
  },
  {
    what: "version 4 is not there, and no other is wanted",
    acts: [[404, ""]],
    options: { ...EMAIL, api: "v4" },
    reason: "service_failed",
    calls: ["GET /v4/info"],
  },
  {
    what: "no version is there",
    acts: [[410, ""]],
    options: EMAIL,
    reason: "service_failed",
    calls: ["GET /v4/info", "GET /v3/info"],
  },
  {
    what: "not registered: version 3",
    acts: [INFO, UNREGISTERED, INFO, READY],
    options: EMAIL,
    reason: "negative_reported",
    calls: ["GET /v4/info", `GET /v4/${BEGIN}`, "GET /v3/info", `GET /v3/${BEGIN}`],
  },
  {
    what: "not registered, version 4 only",
    acts: [INFO, UNREGISTERED],
    options: { ...EMAIL, api: "v4" },
    reason: "service_failed",
  },
  {
    what: "not registered, registers, goes on",
    acts: [INFO, UNREGISTERED, [200, { message: "User registered", status: "success" }], BUSY, READY],
    options: PERSON,
    reason: "negative_reported",
    calls: ["GET /v4/info", `GET /v4/${BEGIN}`, "POST /v4/register", `GET /v4/${BEGIN}`, `GET /v4/${POLL}`],
  },
  {
    what: "an address that it does not like, registers once only",
    acts: [
      INFO,
      [400, { errors: [{ field: "email", message: "invalid" }] }],
      [200, { status: "success" }],
      UNREGISTERED,
    ],
    options: { ...PERSON, api: "v4" },
    reason: "service_failed",
    calls: ["GET /v4/info", `GET /v4/${BEGIN}`, "POST /v4/register", `GET /v4/${BEGIN}`],
  },
  {
    what: "registration refused",
    acts: [INFO, UNREGISTERED, [200, { message: "Free mail is not allowed", status: "failure" }]],
    options: { ...PERSON, api: "v4" },
    reason: "service_failed",
  },
  {
    what: "no longer registered while in progress",
    acts: [INFO, BUSY, UNREGISTERED],
    options: { ...EMAIL, api: "v4" },
    reason: "service_failed",
  },
  {
    what: "a page instead of an assessment",
    acts: [INFO, [200, "<html>Ready</html>"]],
    reason: "tool_output_unreadable",
  },
  {
    what: "half an assessment",
    acts: [INFO, [200, JSON.stringify(host([endpoint()])).slice(0, -20)]],
    reason: "tool_output_unreadable",
  },
  { what: "JSON of something else", acts: [INFO, [200, { heartbleed: false }]], reason: "tool_output_unreadable" },
  {
    what: "a status that nobody knows",
    acts: ready(host([endpoint()], { status: "FINE" })),
    reason: "tool_output_unreadable",
  },
  { what: "info that is none", acts: [[200, "[]"], READY], reason: "negative_reported" },
  { what: "an assessment without end", acts: [INFO, BUSY], reason: "tool_timed_out" },
  { what: "a look-up without end", acts: [INFO, DNS], reason: "tool_timed_out" },
  {
    what: "no connection once",
    acts: [INFO, BUSY, "unreachable", READY],
    reason: "negative_reported",
    waits: [10, 10],
  },
  { what: "no connection", acts: ["unreachable"], reason: "service_failed", waits: [10, 20, 40] },
  { what: "no answer", acts: [INFO, "timed_out"], reason: "tool_timed_out", waits: [10, 20, 40] },
  { what: "the limit is over", acts: [INFO, BUSY, "out_of_time"], reason: "tool_timed_out", waits: [10] },
  { what: "too much", acts: [INFO, "too_large"], reason: "service_failed", waits: [] },
  { what: "led elsewhere", acts: ["redirected"], reason: "service_failed", waits: [] },
  { what: "the run ends", acts: [INFO, BUSY, "stopped"], reason: "interrupted", waits: [10] },
];

describe("a conversation", () => {
  test.each(CASES.map((each) => [each.what, each] as const))("%s", (_what, { acts, options, reason, calls, waits }) => {
    const held = hold(acts, options);
    expect(reasonOf(held)).toBe(reason);
    if (calls !== undefined) expect(paths(held)).toEqual(calls);
    if (waits !== undefined) expect(held.waits.map(({ ms }) => ms / 1000)).toEqual(waits);
  });

  test("every assessment of the importer's that can come from the service is read as the importer does", () => {
    let read = 0;
    for (const { what, document, answers, broken } of REPORTS) {
      if (broken || document.includes("\n")) continue;
      const value: unknown = JSON.parse(document);
      const [answer] = answers;
      const known = own(value, "host") === "www.example.org" && own(value, "port") === 443;
      const finished = own(value, "status") === "READY" || own(value, "status") === "ERROR";
      const one = ownList(value, "endpoints").length <= 1 && typeof own(value, "testTime") === "number";
      if (!known || !finished || !one || answer === undefined || answer.reason === "host_ambiguous") continue;
      const question = { ...QUESTION, address: answer.host === "www.example.org" ? QUESTION.address : answer.host };
      expect(reasonOf(hold([INFO, [200, document]], {}, question)), what).toBe(answer.reason);
      read++;
    }
    expect(read).toBeGreaterThan(30);
  });

  test("every situation of its table", () => {
    const seen = new Set<Reason>([...CASES, ...REPORTS.flatMap(({ answers }) => answers)].map(({ reason }) => reason));
    seen.add("tool_not_applicable");
    const table = new Set(ssllabsService.mapping.map((row) => row.reason));
    expect([...table].filter((reason) => !seen.has(reason))).toEqual([]);
    expect([...seen].filter((reason) => !table.has(reason))).toEqual([]);
    for (const reason of table) expect(["reported", "inferred"]).toContain(reasonFacts(reason).evidence);
  });
});

describe("no zero", () => {
  const zero = (acts: readonly Act[]): boolean => hold(acts).end.reading.finding.outcome === "not_vulnerable";

  test("from any other status than 200, whatever the body", () => {
    const body = JSON.stringify(host([endpoint()]));
    for (let status = 100; status < 600; status++) {
      if (status !== 200) expect(zero([INFO, [status, body]]), `status ${status}`).toBe(false);
    }
  });

  test("from a part of an answer", () => {
    const body = JSON.stringify(host([endpoint()]));
    for (let cut = 0; cut < body.length; cut++) expect(zero([INFO, [200, body.slice(0, cut)]])).toBe(false);
  });

  test("from anything random", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (body) => !zero([INFO, [200, body]])));
  });

  test("from an assessment whose fields were changed to anything but themselves", () => {
    const keys = ["host", "port", "status", "endpoints"];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        fc.pre(JSON.stringify(value) !== JSON.stringify(host([endpoint()])[key]) && value !== "443");
        return !zero([INFO, [200, host([endpoint()], { [key]: value })]]);
      }),
    );
  });
});

test("what the requests carry", () => {
  const held = hold([INFO, BUSY, READY], EMAIL);
  const [info, begin, poll] = held.requests;
  expect(info?.headers).not.toHaveProperty("email");
  expect(begin?.headers).toMatchObject(EMAIL);
  expect(begin?.path).toBe("/api/v4/analyze?host=www.example.org&publish=off&startNew=on&all=done&ignoreMismatch=on");
  expect(poll?.headers).toMatchObject(EMAIL);
  expect(poll?.path).toBe("/api/v4/analyze?host=www.example.org&all=done");
  expect(held.requests.map(({ startsWork }) => startsWork)).toEqual([false, true, false]);
  // The address goes to version 4 only, and the names of a person only into the registration.
  for (const { headers } of hold([INFO, READY], { ...EMAIL, api: "v3" }).requests)
    expect(headers).not.toHaveProperty("email");
  const registering = hold([INFO, UNREGISTERED, [200, { status: "success" }], READY], PERSON).requests;
  expect(registering.map(({ body }) => body !== undefined)).toEqual([false, false, true, false]);
  expect(JSON.parse(registering[2]?.body ?? "")).toEqual({
    firstName: "Ada",
    lastName: "Example",
    email: "security@example.org",
    organization: "Example Ltd",
  });
});

test("a name is only ever one parameter", () => {
  const held = hold([INFO, READY], {}, { ...QUESTION, name: "www.example.org&startNew=on#x" });
  expect(held.requests[1]?.path).toContain("host=www.example.org%26startNew%3Don%23x&");
});

test("limits are passed on, and nobody else begins while the service wants to be left alone", () => {
  const headers = { "x-max-assessments": "25", "x-current-assessments": "3" };
  const held = hold([INFO, [429, "", headers], [200, host([endpoint()]), headers]]);
  expect(held.requests[1]?.limits).toEqual({ most: 25, current: 0, coolOffMs: 1000 });
  expect(held.waits).toMatchObject([{ everybody: true, limits: { most: 25, current: 3 } }]);
  expect(held.requests[2]?.limits).toBeUndefined();
  expect(held.end.limits).toEqual({ most: 25, current: 3 });
  expect(hold([INFO, BUSY, READY]).waits).toMatchObject([{ everybody: false }]);
  const odd = { "x-max-assessments": "-1", "x-current-assessments": "many" };
  expect(hold([INFO, [200, host([endpoint()]), odd]]).end.limits).toEqual({});
});

test("a cool-off longer than our own waits is kept", () => {
  const slow: Act = [200, { newAssessmentCoolOff: 90_000 }];
  expect(hold([slow, [429, ""], READY]).waits[0]?.ms).toBe(90_000);
});

test("the end of a conversation", () => {
  const { end } = hold([INFO, READY]);
  expect(end).toMatchObject({
    raw: JSON.stringify(host([endpoint()])),
    assessedAt: START + 90_000,
    version: "2.3.0",
    notes: ["Be nice."],
    reading: { words: "Ready; heartbleed: false; heartbeat: true" },
  });
  const fallen = hold([INFO, UNREGISTERED, INFO, READY], EMAIL).end;
  expect(fallen.notes).toEqual(["Be nice.", expect.stringContaining("version v4 of the API did not serve us")]);
});

describe("what cannot be asked", () => {
  test.each<[string, Partial<ServiceQuestion>, ScannerOptions]>([
    ["no name", { name: null }, {}],
    ["an address for a name", { name: "192.0.2.10" }, {}],
    ["an IPv6 address for a name", { name: "2001:db8::1" }, {}],
    ["another port", { port: 8443 }, {}],
    ["a name of the inside", { name: "mail.corp" }, {}],
    ["a name without a dot", { name: "intranet" }, {}],
    ["loopback", { address: "127.0.0.1" }, {}],
    ["a private address", { address: "10.1.2.3" }, {}],
    ["a private IPv6 address", { address: "fd00::1" }, {}],
    ["version 4 without an address", {}, { api: "v4" }],
    ["registering without names", {}, { ...EMAIL, register: "yes" }],
    ["an option without sense", {}, { maxAge: "soon" }],
    ["an address that would be a second header", {}, { email: "a@b.example\r\nx: y" }],
  ])("%s", (_what, question, options) => {
    expect(converse(ssllabsService, { ...QUESTION, ...question }, options)).toMatchObject({
      outcome: "unknown",
      reason: "tool_not_applicable",
    });
  });
});

describe("telling a third party", () => {
  test("needs permission", () => {
    expect(mayTell(false, QUESTION)).toMatchObject({ outcome: "unknown", reason: "third_party_not_allowed" });
    expect(mayTell(true, QUESTION)).toBeNull();
  });
});

test("a defect of a client is no answer", () => {
  const broken = {
    ...ssllabsService,
    start: () => ({
      next: () => {
        throw new TypeError("oops");
      },
    }),
  };
  const talk = converse(broken, QUESTION, {});
  if ("reason" in talk) throw new Error("expected a conversation");
  expect(talk.next({ kind: "begin", at: NOW })).toMatchObject({
    kind: "done",
    reading: { finding: { reason: "tool_output_unreadable" } },
  });
});
