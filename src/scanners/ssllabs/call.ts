/**
 * One call of the API, repeated as its documentation asks: 429 means less and later, 503 about a quarter of an hour, 529
 * about half an hour, by chance some more, so that clients do not return all at once; 500 ends this assessment.
 */

import { finding } from "../../core/model/outcome.ts";
import type {
  ServiceDone,
  ServiceEvent,
  ServiceFailure,
  ServiceLimits,
  ServiceRequest,
  ServiceStep,
  ServiceWait,
} from "../../core/ports/service.ts";
import { quoted } from "../../importers/ssllabs/endpoint.ts";
import { done } from "../service.ts";
import { type Answer, errorsOf, limitsOf } from "./api.ts";

/** What is known while it lasts. */
export interface Session {
  /** Time of the latest event, ms since 1970. */
  now: number;
  coolOffMs: number;
}

/** A part of the conversation: steps out, events in, a value at its end. */
export type Talk<T> = Generator<ServiceStep, T, ServiceEvent>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How to go on after an answer that is none: how long to wait, and how often at most. */
interface Patience {
  readonly times: number;
  readonly ms: number;
  readonly spreadMs: number;
  /** Whether each wait is twice as long as the one before. */
  readonly doubles: boolean;
  readonly everybody: boolean;
}
const GATEWAY: Patience = { times: 3, ms: 30 * SECOND, spreadMs: 10 * SECOND, doubles: false, everybody: false };
const PATIENCE: Readonly<Record<number, Patience>> = {
  429: { times: 5, ms: 30 * SECOND, spreadMs: 30 * SECOND, doubles: true, everybody: true },
  502: GATEWAY,
  504: GATEWAY,
  503: { times: 2, ms: 15 * MINUTE, spreadMs: 5 * MINUTE, doubles: false, everybody: true },
  529: { times: 2, ms: 30 * MINUTE, spreadMs: 10 * MINUTE, doubles: false, everybody: true },
};
const NETWORK: Patience = { times: 3, ms: 10 * SECOND, spreadMs: 5 * SECOND, doubles: true, everybody: false };

/**
 * Gives the answer once it is 200 or a refusal that the caller has to judge; or the end, when patience is over.
 * @param limits what the answer before told.
 */
export function* call(
  session: Session,
  request: ServiceRequest,
  limits: ServiceLimits = {},
): Talk<Answer | ServiceDone> {
  const tries = new Map<number | "network", number>();
  let step: ServiceStep = { ...request, limits };
  for (;;) {
    const event: ServiceEvent = yield step;
    session.now = event.at;
    if (event.kind === "failed") {
      const used = tries.get("network") ?? 0;
      const again = event.why === "timed_out" || event.why === "unreachable";
      if (!again || used >= NETWORK.times) return done(failure(event.why, event.what));
      tries.set("network", used + 1);
      yield* wait(session, waitFor(NETWORK, used, session), {});
      step = request;
      continue;
    }
    if (event.kind !== "answer") throw new Error(`expected an answer, got ${event.kind}`);
    const { status } = event;
    const patience = PATIENCE[status];
    if (patience === undefined) {
      return status === 500 ? done(finding("service_failed", refused(event)), { raw: event.body }) : event;
    }
    const used = tries.get(status) ?? 0;
    if (used >= patience.times) {
      const busy = status === 502 || status === 504 ? "service_failed" : "service_busy";
      return done(finding(busy, refused(event)), { raw: event.body });
    }
    tries.set(status, used + 1);
    yield* wait(session, waitFor(patience, used, session), limitsOf(event));
    step = request;
  }
}

/** Waits; the end of the wait is the only event that can come. */
export function* wait(session: Session, step: ServiceWait, limits: ServiceLimits): Talk<void> {
  const event: ServiceEvent = yield { ...step, limits };
  session.now = event.at;
}

function waitFor({ ms, spreadMs, doubles, everybody }: Patience, used: number, session: Session): ServiceWait {
  const longer = doubles ? 2 ** used : 1;
  return { kind: "wait", ms: Math.max(ms * longer, session.coolOffMs), spreadMs: spreadMs * longer, everybody };
}

/** A sentence about an answer that is no result. */
export function refused(answer: Answer): string {
  const { words } = errorsOf(answer.body);
  return words === ""
    ? `SSL Labs answered with status ${answer.status}`
    : `SSL Labs answered with status ${answer.status}: ${quoted(words)}`;
}

function failure(why: ServiceFailure, what: string) {
  const more = what === "" ? "" : `: ${quoted(what)}`;
  switch (why) {
    case "timed_out":
      return finding("tool_timed_out", "SSL Labs did not answer in time");
    case "out_of_time":
      return finding("tool_timed_out", "the assessment was not finished within the limit");
    case "stopped":
      return finding("interrupted");
    case "too_large":
      return finding("service_failed", "the answer was larger than the limit");
    case "redirected":
      return finding("service_failed", `SSL Labs sent us elsewhere, where we do not go${more}`);
    case "unreachable":
      return finding("service_failed", `SSL Labs could not be reached${more}`);
  }
}
