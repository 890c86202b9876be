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
  ServiceLimits,
  ServiceRequest,
  ServiceWait,
} from "../../core/ports/service.ts";
import { type HttpOutcome, httpRequest } from "./http-request.ts";
import { createServiceLimiter, type ServiceLimiter } from "./service-limiter.ts";

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
  const checked = { ...settings, origin: checkedOrigin(settings.origin) };
  const limiter = createServiceLimiter(settings.clock, settings.concurrency);
  return async (conversation, signal) => {
    const session = newSession(checked, limiter, signal);
    try {
      const { reading, raw, assessedAt, version, notes } = await hold(conversation, session, settings.clock);
      const bytes = raw === null ? null : Buffer.from(raw, "utf8");
      return { reading, raw: bytes, assessedAt, version, notes, ...session.record() };
    } finally {
      session.close();
    }
  };
}

async function hold(conversation: ServiceConversation, session: Session, clock: Clock): Promise<ServiceDone> {
  let event: ServiceEvent = { kind: "begin", at: clock.now() };
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const step = conversation.next(event);
    // What it says at the end no longer counts our assessment.
    if (step.kind === "done") session.close();
    if (step.limits !== undefined) session.learn(step.limits);
    if (step.kind === "done") return step;
    const happened = step.kind === "request" ? await session.request(step) : await session.wait(step);
    event = { ...happened, at: clock.now() };
  }
  throw new Error("the conversation did not end");
}

type Session = ReturnType<typeof newSession>;

/** One conversation's requests and waits, and what has to be recorded of them. */
function newSession(settings: HttpServiceSettings, limiter: ServiceLimiter, signal: AbortSignal) {
  const { origin, clock, random, requestMs, totalMs, maxBytes } = settings;
  const place = limiter.place();
  const requests: string[] = [];
  let startedAt = clock.now();
  let start = clock.monotonic();
  let started = false;

  return {
    learn: (limits: ServiceLimits) => {
      limiter.learn(limits);
    },
    async request(asked: ServiceRequest): Promise<HttpOutcome> {
      if (asked.startsWork && !(await place.begin(signal))) return STOPPED;
      if (asked.startsWork && !started) {
        // Waiting for our turn is no part of the assessment.
        started = true;
        startedAt = clock.now();
        start = clock.monotonic();
      }
      const line = `${asked.method} ${origin}${asked.path}`;
      if (requests.at(-1) !== line) requests.push(line);
      const left = totalMs - (clock.monotonic() - start);
      const outcome =
        left > 0
          ? await httpRequest(origin, asked, { timeoutMs: Math.min(requestMs, left), maxBytes }, signal)
          : OUT_OF_TIME;
      if (asked.startsWork) place.begun(outcome.kind === "answer" && outcome.status === 200);
      return outcome;
    },
    async wait(asked: ServiceWait): Promise<HttpOutcome | { readonly kind: "waited" }> {
      const ms = asked.ms + random.unit() * asked.spreadMs;
      if (asked.everybody) limiter.pause(ms);
      await clock.sleep(ms, signal);
      return signal.aborted ? STOPPED : { kind: "waited" };
    },
    record: () => ({
      requests,
      startedAt: new Date(startedAt).toISOString(),
      durationMs: clock.monotonic() - start,
    }),
    close: () => {
      place.leave();
    },
  };
}

const STOPPED: HttpOutcome = { kind: "failed", why: "stopped", what: "" };
const OUT_OF_TIME: HttpOutcome = { kind: "failed", why: "out_of_time", what: "" };

/** Names of hosts and an e-mail address go there: not in the clear, unless it is this very machine. */
function checkedOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const loopback = url !== null && /^(?:127(?:\.[0-9]{1,3}){3}|\[::1\])$/.test(url.hostname);
  const bare = url !== null && [url.username, url.password, url.search, url.hash].every((part) => part === "");
  if (!bare || url.pathname !== "/" || !(url.protocol === "https:" || (url.protocol === "http:" && loopback))) {
    throw new RangeError(`expected an https address without a path, found ${JSON.stringify(text)}`);
  }
  return url.origin;
}
