/**
 * The whole conversation with SSL Labs about one name: what it allows (`info`), the one call that begins an assessment,
 * then asking how it is getting on, every 5 s until it is under way and every 10 s from then on, until READY or ERROR.
 */

import { finding } from "../../core/model/outcome.ts";
import type { ServiceConversation, ServiceDone, ServiceEvent, ServiceStep } from "../../core/ports/service.ts";
import { own, ownText } from "../../documents/json.ts";
import { assessedAt, quoted } from "../../importers/ssllabs/endpoint.ts";
import { done, type ServiceQuestion } from "../service.ts";
import {
  type Answer,
  beginCall,
  errorsOf,
  infoCall,
  limitsOf,
  limitsOfInfo,
  messagesOf,
  parseJson,
  pollCall,
  registerCall,
  registrationOf,
} from "./api.ts";
import { call, refused, type Session, type Talk, wait } from "./call.ts";
import type { ApiVersion, Settings } from "./options.ts";
import { readAssessment } from "./reading.ts";

const BEFORE_MS = 5_000;
const UNDER_WAY_MS = 10_000;
/** One server takes a minute or two, and several behind a name are assessed one after the other. */
const PATIENCE_MS = 60 * 60_000;
/** A second guard against an assessment without end, for a clock that stands still. */
const MOST_POLLS = 1_000;
const NOT_REGISTERED = 441;

export function assess(question: ServiceQuestion, settings: Settings): ServiceConversation {
  let talk: Talk<ServiceDone> | null = null;
  return {
    next(event: ServiceEvent): ServiceStep {
      if (event.kind === "begin") {
        talk = conversation({ now: event.at, coolOffMs: 0 }, question, settings);
        return talk.next().value;
      }
      const step = talk?.next(event).value;
      // After the end there is nothing more to say.
      return step ?? done(finding("service_failed", "the conversation was over"));
    },
  };
}

/** Tries the versions of the API in turn, as long as one does not serve us. */
function* conversation(session: Session, question: ServiceQuestion, settings: Settings): Talk<ServiceDone> {
  const notes: string[] = [];
  let end = done(finding("service_failed"));
  for (const api of settings.versions) {
    const result = yield* withVersion(session, api, question, settings, notes);
    end = result.end;
    if (result.served) break;
    notes.push(`version ${api} of the API did not serve us: ${end.reading.finding.detail}`);
  }
  return { ...end, notes: [...new Set(notes)] };
}

/** `served`: the answer is about the host, or another version would not do better. */
interface Served {
  readonly served: boolean;
  readonly end: ServiceDone;
}
const served = (end: ServiceDone): Served => ({ served: true, end });
const notServed = (answer: Answer): Served => ({
  served: false,
  end: done(finding("service_failed", refused(answer)), { raw: answer.body, words: errorsOf(answer.body).words }),
});

function* withVersion(
  session: Session,
  api: ApiVersion,
  question: ServiceQuestion,
  settings: Settings,
  notes: string[],
): Talk<Served> {
  const info = yield* call(session, infoCall(api));
  if (info.kind === "done") return served(info);
  if (info.status !== 200) return notServed(info);
  const told = parseJson(info.body);
  notes.push(...messagesOf(told));
  const limits = limitsOfInfo(info, told);
  session.coolOffMs = limits.coolOffMs ?? 0;
  if (limits.most === 0) {
    return served(done(finding("service_busy", "SSL Labs allows us no assessments"), { raw: info.body }));
  }

  const begin = beginCall(api, question.name ?? "", settings);
  let answer = yield* call(session, begin, limits);
  if (answer.kind === "answer" && isUnregistered(answer) && api === "v4" && settings.person !== null) {
    const registration = yield* call(session, registerCall(settings.person));
    if (registration.kind === "done") return served(registration);
    const { ok, words } = registrationOf(registration.body);
    if (registration.status !== 200 || !ok) {
      const detail = `SSL Labs did not register the address: ${quoted(words)}`;
      return { served: false, end: done(finding("service_failed", detail), { raw: registration.body, words }) };
    }
    answer = yield* call(session, begin);
  }
  return yield* untilReady(session, answer, api, question, settings);
}

function* untilReady(
  session: Session,
  first: Answer | ServiceDone,
  api: ApiVersion,
  question: ServiceQuestion,
  settings: Settings,
): Talk<Served> {
  const begun = session.now;
  let answer = first;
  for (let polls = 0; ; polls++) {
    if (answer.kind === "done") return served(answer);
    if (answer.status !== 200) return isServing(answer) ? served(notServed(answer).end) : notServed(answer);
    const host = parseJson(answer.body);
    const status = own(host, "status");
    switch (status) {
      case "READY":
      case "ERROR":
        return served(conclude(session, answer, host, question, settings));
      case "DNS":
      case "IN_PROGRESS":
        break;
      default:
        return served(
          done(finding("tool_output_unreadable", "the answer is no assessment of SSL Labs"), { raw: answer.body }),
        );
    }
    if (session.now - begun > PATIENCE_MS || polls >= MOST_POLLS) {
      const detail = `the assessment was still at ${status} when our patience ended`;
      return served(done(finding("tool_timed_out", detail), { raw: answer.body, words: status }));
    }
    const ms = status === "DNS" ? BEFORE_MS : UNDER_WAY_MS;
    yield* wait(session, { kind: "wait", ms, spreadMs: 0, everybody: false }, limitsOf(answer));
    answer = yield* call(session, pollCall(api, question.name ?? "", settings));
  }
}

function conclude(
  session: Session,
  answer: Answer,
  host: unknown,
  question: ServiceQuestion,
  settings: Settings,
): ServiceDone {
  const { finding: found, words } = readAssessment(host, question, session.now, settings.maxAge);
  const version = ownText(host, "engineVersion");
  return done(found, { raw: answer.body, assessedAt: assessedAt(host), version, words, limits: limitsOf(answer) });
}

const isUnregistered = (answer: Answer): boolean =>
  answer.status === NOT_REGISTERED || (answer.status === 400 && errorsOf(answer.body).fields.includes("email"));

/** A refusal of this very question, rather than of us or of the version: 400 about anything but the address. */
const isServing = (answer: Answer): boolean => answer.status === 400 && !isUnregistered(answer);
