/**
 * The calls of SSL Labs' API and what its answers say beside the result (documentation v3 of 30 May 2019, v4 of 17
 * October 2023). The two differ for us only in the registered address that v4 wants to see.
 */

import type { ServiceEvent, ServiceLimits, ServiceRequest } from "../../core/ports/service.ts";
import { own, ownList, ownText } from "../../documents/json.ts";
import type { ApiVersion, Person, Settings } from "./options.ts";

export type Answer = Extract<ServiceEvent, { readonly kind: "answer" }>;

export function infoCall(api: ApiVersion): ServiceRequest {
  return get(`/api/${api}/info`, {});
}

/** The one call that begins an assessment, or takes one out of the cache. */
export function beginCall(api: ApiVersion, host: string, { email, maxAge }: Settings): ServiceRequest {
  const how = maxAge === null ? "startNew=on" : `fromCache=on&maxAge=${maxAge}`;
  // A certificate for another name is no reason to leave the server untested.
  const path = `/api/${api}/analyze?host=${encodeURIComponent(host)}&publish=off&${how}&all=done&ignoreMismatch=on`;
  return { ...get(path, emailHeader(api, email)), startsWork: true };
}

/** How it is getting on. Never with `startNew`, which would begin it anew each time. */
export function pollCall(api: ApiVersion, host: string, { email }: Settings): ServiceRequest {
  return get(`/api/${api}/analyze?host=${encodeURIComponent(host)}&all=done`, emailHeader(api, email));
}

export function registerCall(person: Person): ServiceRequest {
  return {
    kind: "request",
    method: "POST",
    path: "/api/v4/register",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(person),
    startsWork: false,
  };
}

function get(path: string, headers: Readonly<Record<string, string>>): ServiceRequest {
  return {
    kind: "request",
    method: "GET",
    path,
    headers: { accept: "application/json", ...headers },
    startsWork: false,
  };
}

function emailHeader(api: ApiVersion, email: string | null): Readonly<Record<string, string>> {
  return api === "v4" && email !== null ? { email } : {};
}

/** The value of a JSON text; undefined: it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What every successful answer tells in its headers. */
export function limitsOf({ headers }: Answer): ServiceLimits {
  return limits(headers["x-max-assessments"], headers["x-current-assessments"]);
}

/** What `info` tells beside; its headers are the same service's later word. */
export function limitsOfInfo(answer: Answer, info: unknown): ServiceLimits {
  const coolOffMs = count(ownText(info, "newAssessmentCoolOff"));
  return {
    ...limits(ownText(info, "maxAssessments"), ownText(info, "currentAssessments")),
    ...limitsOf(answer),
    ...(coolOffMs === null ? {} : { coolOffMs }),
  };
}

function limits(max: string | null | undefined, now: string | null | undefined): ServiceLimits {
  const most = count(max);
  const current = count(now);
  return { ...(most === null ? {} : { most }), ...(current === null ? {} : { current }) };
}

const count = (text: string | null | undefined): number | null =>
  text !== null && text !== undefined && /^[0-9]{1,9}$/.test(text.trim()) ? Number(text) : null;

export function messagesOf(info: unknown): readonly string[] {
  return ownList(info, "messages").filter((message) => typeof message === "string");
}

/** Why a call was refused: `{"errors":[{"field":"host","message":"qp.mandatory"}]}`. */
export function errorsOf(body: string): { readonly fields: readonly string[]; readonly words: string } {
  const errors = ownList(parseJson(body), "errors");
  const fields = errors.flatMap((error) => ownText(error, "field") ?? []);
  const words = errors.map((error) =>
    [ownText(error, "field"), ownText(error, "message")].filter((part) => part !== null).join(": "),
  );
  return { fields, words: words.join("; ") };
}

/** Whether a registration succeeded, and in which words. */
export function registrationOf(body: string): { readonly ok: boolean; readonly words: string } {
  const value = parseJson(body);
  const words = ownText(value, "message") ?? errorsOf(body).words;
  return { ok: own(value, "status") === "success", words };
}
