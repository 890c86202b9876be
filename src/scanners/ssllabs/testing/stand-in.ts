/**
 * A stand-in for SSL Labs on 127.0.0.1 that keeps to the published API, versions 3 and 4: registration, one assessment at
 * a time per name going from DNS over IN_PROGRESS to READY, limits in headers, cool-off, cached assessments, and every
 * kind of trouble on demand. It looks at no server: what it says about a name was given to it.
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Clock } from "../../../core/ports/clock.ts";
import { own, ownList } from "../../../documents/json.ts";
import { type Fields, host } from "../../../importers/ssllabs/testing/fixtures.ts";
import { beset, type Trouble } from "./trouble.ts";

/** What it says about a name. */
export interface Assessed {
  /** The endpoints of the finished assessment; their details get its start time. */
  readonly endpoints: readonly Fields[];
  /** Fields of the host, for an assessment that ends in ERROR. */
  readonly end?: Fields;
  /** How many requests are answered with DNS, and then with IN_PROGRESS. */
  readonly dns?: number;
  readonly progress?: number;
  /** An earlier assessment was finished then, ms since 1970, and is in the cache. */
  readonly cachedAt?: number;
}

export interface StandInSettings {
  readonly clock: Pick<Clock, "now">;
  readonly names?: Readonly<Record<string, Assessed>>;
  readonly registered?: readonly string[];
  readonly maxAssessments?: number;
  /** Assessments of others behind the same address. */
  readonly others?: number;
  readonly coolOffMs?: number;
  /** Versions that are served; default both. */
  readonly versions?: readonly string[];
  readonly infoTrouble?: readonly Trouble[];
  readonly analyzeTrouble?: readonly Trouble[];
}

export interface StandIn {
  readonly origin: string;
  /** Every request: method, version, call and parameters, and the address in its header. */
  readonly requests: readonly { readonly line: string; readonly email: string | null; readonly at: number }[];
  /** The most assessments that were ever under way at once. */
  readonly most: () => number;
  readonly registrations: readonly unknown[];
  close(): Promise<void>;
}

interface Running {
  readonly startTime: number;
  asked: number;
  testTime: number | null;
}

export async function startStandIn(settings: StandInSettings): Promise<StandIn> {
  const { clock, names = {}, maxAssessments = 25, coolOffMs = 1000, versions = ["v3", "v4"], others = 0 } = settings;
  const infoTrouble = [...(settings.infoTrouble ?? [])];
  const analyzeTrouble = [...(settings.analyzeTrouble ?? [])];
  const registered = new Set(settings.registered);
  const requests: { readonly line: string; readonly email: string | null; readonly at: number }[] = [];
  const registrations: unknown[] = [];
  const assessments = new Map<string, Running>();
  let lastStart = Number.NEGATIVE_INFINITY;
  let most = 0;
  const current = (): number => others + [...assessments.values()].filter(({ testTime }) => testTime === null).length;

  const server = createServer((request, response) => {
    void serve(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    registrations,
    most: () => most,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://stand-in.invalid");
    const [, version = "", action = ""] = /^\/api\/(v\d)\/(\w+)$/.exec(url.pathname) ?? [];
    const email = typeof request.headers["email"] === "string" ? request.headers["email"] : null;
    const line = `${request.method ?? ""} ${version}/${action}${url.search}`;
    requests.push({ line, email, at: clock.now() });
    const body = await text(request);
    if (!versions.includes(version)) return answer(response, 404, "<html>not found</html>");
    if (version === "v4" && action === "register" && request.method === "POST") return register(response, body);
    if (request.method !== "GET") return answer(response, 405, "");
    if (action === "info") {
      return beset(infoTrouble.shift(), response, answer, () => {
        answer(response, 200, {
          engineVersion: "2.3.0",
          criteriaVersion: "2009q",
          maxAssessments,
          currentAssessments: current(),
          newAssessmentCoolOff: coolOffMs,
          messages: ["This is a stand-in."],
        });
      });
    }
    if (action !== "analyze") return answer(response, 404, "");
    return beset(analyzeTrouble.shift(), response, answer, () => {
      if (version === "v4" && email === null) return invalid(response, "email", "header.mandatory");
      if (version === "v4" && email !== null && !registered.has(email)) {
        return answer(response, 441, { errors: [{ message: "User is not registered" }] });
      }
      return analyze(url.searchParams, response);
    });
  }

  function register(response: ServerResponse, body: string): void {
    const person: unknown = JSON.parse(body);
    registrations.push(person);
    const email = own(person, "email");
    for (const field of ["firstName", "lastName", "email", "organization"]) {
      if (typeof own(person, field) !== "string") return invalid(response, field, "mandatory");
    }
    if (/@(?:gmail|yahoo|hotmail)\./.test(String(email))) {
      return answer(response, 200, { message: "Free mail is not allowed", status: "failure" });
    }
    registered.add(String(email));
    answer(response, 200, { message: "User successfully registered", status: "success" });
  }

  function analyze(asked: URLSearchParams, response: ServerResponse): void {
    const name = asked.get("host");
    if (name === null || name === "") return invalid(response, "host", "qp.mandatory");
    const [startNew, fromCache] = [asked.get("startNew") === "on", asked.get("fromCache") === "on"];
    if (startNew && fromCache) return invalid(response, "startNew", "qp.conflict");
    const told = names[name] ?? {
      endpoints: [],
      end: { status: "ERROR", statusMessage: "Unable to resolve domain name" },
    };
    const known = assessments.get(name) ?? cached(told);
    const old = known?.testTime ?? null;
    const tooOld = old !== null && fromCache && clock.now() - old > Number(asked.get("maxAge") ?? 1e9) * 3_600_000;
    let running = known;
    if (known === undefined || (startNew && old !== null) || tooOld) {
      if (current() >= maxAssessments || clock.now() < lastStart + coolOffMs) return answer(response, 429, "");
      lastStart = clock.now();
      running = { startTime: lastStart, asked: 0, testTime: null };
    }
    if (running === undefined) return answer(response, 500, "");
    assessments.set(name, running);
    most = Math.max(most, current());
    answer(response, 200, progress(name, told, running, asked.get("all")));
  }

  function progress(name: string, told: Assessed, running: Running, all: string | null): Fields {
    const { dns = 1, progress: steps = 2, endpoints, end } = told;
    const now = { host: name, startTime: running.startTime };
    const step = running.asked++;
    if (running.testTime === null && step < dns) {
      return host(undefined, { ...now, status: "DNS", statusMessage: "Resolving domain names", testTime: undefined });
    }
    if (running.testTime === null && step < dns + steps) {
      const begun = endpoints.map(({ ipAddress }, index) => ({
        ipAddress,
        statusMessage: index === 0 ? "In progress" : "Pending",
        progress: index === 0 ? 10 : -1,
      }));
      return host(begun, { ...now, status: "IN_PROGRESS", testTime: undefined });
    }
    running.testTime ??= clock.now();
    const finished = endpoints.map((each) => finish(each, running.startTime, all));
    return host(finished, { ...now, testTime: running.testTime, ...end });
  }

  function answer(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, {
      "content-type": "application/json",
      // On success only, says the documentation.
      ...(status === 200 ? { "X-Max-Assessments": maxAssessments, "X-Current-Assessments": current() } : {}),
    });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }

  function invalid(response: ServerResponse, field: string, message: string): void {
    answer(response, 400, { errors: [{ field, message }] });
  }
}

function cached({ cachedAt }: Assessed): Running | undefined {
  return cachedAt === undefined ? undefined : { startTime: cachedAt - 90_000, asked: 0, testTime: cachedAt };
}

/** Details come with `all` only, and carry the start of the assessment they belong to. */
function finish(endpoint: Fields, startTime: number, all: string | null): Fields {
  const { details, ...summary } = endpoint;
  if (all === null || details === undefined || ownList(endpoint, "details").length > 0) return summary;
  return { ...summary, details: { ...(details as Fields), hostStartTime: startTime } };
}
