/**
 * Runs conversations with a remote service over HTTP. All conversations with one service go through one runner, because they
 * share what the service allows.
 */

import type { Clock, Random } from "../../core/ports/clock.ts";
import type {
  RunService,
  ServiceConversation,
  ServiceDone,
  ServiceEvent,
  ServiceRequest,
  ServiceResult,
} from "../../core/ports/service.ts";
import { type HttpOutcome, httpRequest } from "./http-request.ts";
import { createServiceLimiter } from "./service-limiter.ts";

export interface HttpServiceSettings {
  /** Scheme and host of the service, or of what stands in for it. Plain HTTP is for loopback only. */
  readonly origin: string;
  /** For one request, ms. */
  readonly requestMs: number;
  /** For a conversation from the moment the service may be asked, ms. */
  readonly totalMs: number;
  /** Of one answer, bytes. */
  readonly maxBytes: number;
  /** Assessments at once, whatever the service would allow. */
  readonly concurrency: number;
  readonly clock: Clock;
  readonly random: Pick<Random, "unit">;
}

/** A conversation that goes on longer than this is not one. */
const MOST_STEPS = 10_000;

/** Throws a RangeError for an origin that cannot be used. */
export function createHttpService(settings: HttpServiceSettings): RunService {
  const origin = checkedOrigin(settings.origin);
  const { clock, random, requestMs, totalMs, maxBytes } = settings;
  const limiter = createServiceLimiter(clock, settings.concurrency);

  return async (conversation, signal): Promise<ServiceResult> => {
    let startedAt = clock.now();
    let begin = clock.monotonic();
    let inside = false;
    const requests: string[] = [];

    const request = async (asked: ServiceRequest): Promise<HttpOutcome> => {
      if (asked.startsWork) {
        const entered = inside ? await limiter.again(signal) : await limiter.enter(signal);
        if (!entered) return { kind: "failed", why: "stopped", what: "" };
        if (!inside) {
          startedAt = clock.now();
          begin = clock.monotonic();
        }
        inside = true;
      }
      const left = totalMs - (clock.monotonic() - begin);
      if (left <= 0) return { kind: "failed", why: "out_of_time", what: "" };
      const line = `${asked.method} ${origin}${asked.path}`;
      if (requests.at(-1) !== line) requests.push(line);
      return await httpRequest(origin, asked, { timeoutMs: Math.min(requestMs, left), maxBytes }, signal);
    };

    try {
      const end = await converse(conversation, request);
      return {
        reading: end.reading,
        raw: end.raw === null ? null : Buffer.from(end.raw, "utf8"),
        assessedAt: end.assessedAt,
        version: end.version,
        notes: end.notes,
        requests,
        startedAt: new Date(startedAt).toISOString(),
        durationMs: clock.monotonic() - begin,
      };
    } finally {
      if (inside) limiter.leave();
    }

    async function converse(
      talk: ServiceConversation,
      ask: (asked: ServiceRequest) => Promise<HttpOutcome>,
    ): Promise<ServiceDone> {
      let event: ServiceEvent = { kind: "begin", at: clock.now() };
      for (let steps = 0; steps < MOST_STEPS; steps++) {
        const step = talk.next(event);
        if (step.limits !== undefined) limiter.learn(step.limits);
        switch (step.kind) {
          case "done":
            return step;
          case "request":
            event = { ...(await ask(step)), at: clock.now() };
            break;
          case "wait": {
            const ms = step.ms + random.unit() * step.spreadMs;
            if (step.everybody) limiter.pause(ms);
            await clock.sleep(ms, signal);
            event = signal.aborted ? stopped(clock) : { kind: "waited", at: clock.now() };
            break;
          }
        }
      }
      throw new Error("the conversation did not end");
    }
  };
}

const stopped = (clock: Clock): ServiceEvent => ({ kind: "failed", at: clock.now(), why: "stopped", what: "" });

/** Names of hosts and an e-mail address go there: not in the clear, unless it is this very machine. */
function checkedOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const loopback = url !== null && /^(?:127(?:\.[0-9]{1,3}){3}|\[::1\])$/.test(url.hostname);
  const plain = url !== null && url.username === "" && url.pathname === "/" && url.search === "" && url.hash === "";
  if (!plain || !(url.protocol === "https:" || (url.protocol === "http:" && loopback))) {
    throw new RangeError(`expected an https address without a path, found ${JSON.stringify(text)}`);
  }
  return url.origin;
}
