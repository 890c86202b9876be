/**
 * The ladder: which question comes next, given all that has been asked. Pure. One glance:
 *
 * 1. flight, with the form of ClientHello that the server accepts (see hellos.ts)
 * 2. handshake: after anything but a proven 1. It settles what the flight cannot, and it is the second witness of a zero, by
 *    another way: what filters plain heartbeats cannot tell a probe under encryption from a control
 * 3. further draws of whatever gave the zero, the first of them with an older hello: a load balancer shows one back end per
 *    connection, and which stack answers may depend on the version
 * 4. patient flight, where the quick rungs met silence
 * 5. over-read, only if allowed, where everything else stayed open
 */

import type { Endpoint } from "../../core/model/endpoint.ts";
import { type Reason, reasonFacts } from "../../core/model/outcome.ts";
import type { Transcript } from "../../core/model/transcript.ts";
import { ALERT } from "../../core/wire/alert.ts";
import type { ProbeOptions, RungResult } from "../pack.ts";
import type { StartTlsProtocol } from "../../core/starttls/protocols.ts";
import { chooseDialogue } from "./choose-dialogue.ts";
import { readFacts } from "./facts.ts";
import { HELLO_FORMS, type HelloForm } from "./hellos.ts";

export const FLIGHT = "heartbleed/flight";
export const HANDSHAKE = "heartbleed/handshake";
export const OVERREAD = "heartbleed/overread";

export type LifeSign = "refusal" | "request";

/** The next question, as data, behind the dialogue that comes before TLS; null: none. */
export type Step = Question & { readonly startTls: StartTlsProtocol | null };

type Question =
  | {
      readonly detector: typeof FLIGHT | typeof OVERREAD;
      readonly form: HelloForm;
      readonly patient: boolean;
      readonly basis: readonly Transcript[];
    }
  | {
      readonly detector: typeof HANDSHAKE;
      readonly form: HelloForm;
      readonly lifeSign: LifeSign;
      /** Show a certificate of our own where the server asks for one. */
      readonly identified: boolean;
    };

/** Reasons after which no other form of hello can help. */
const HOPELESS: ReadonlySet<Reason> = new Set<Reason>([
  "connect_refused",
  "connect_timeout",
  "connect_unreachable",
  "connect_reset",
  "local_resources",
  "out_of_scope",
  "interrupted",
  "host_stopped_answering",
  "not_tls",
  "starttls_not_offered",
  "starttls_refused",
  "too_much_data",
  "fragile_device_left_alone",
  "tool_failed",
]);
/** Reasons of a flight that never got a ServerHello. */
const HELLO_FAILED: ReadonlySet<Reason> = new Set<Reason>([
  "starttls_not_offered",
  "starttls_refused",
  "starttls_failed",
  "silent_at_hello",
  "closed_at_hello",
  "reset_at_hello",
  "tls_alert",
  "server_name_required",
  "protocol_error",
  "too_slow",
  "no_evidence",
]);
/** Of these, what no other form of hello but only more patience can help. */
const AWAITS_PATIENCE: ReadonlySet<Reason> = new Set<Reason>(["silent_at_hello", "too_slow", "starttls_failed"]);
/** Ways of breaking a handshake off. */
const BROKEN_OFF: ReadonlySet<Reason> = new Set<Reason>(["handshake_failed", "closed_at_hello", "reset_at_hello"]);
/** Endings of the handshake rung that another life sign may turn into an answer. */
const HUNG_UP: ReadonlySet<Reason> = new Set<Reason>([
  "closed_after_probe",
  "reset_after_probe",
  "closed_after_encrypted_probe",
  "reset_after_encrypted_probe",
]);

/** How a transcript tells what was asked: `flight/broad/patient`, `handshake/broad/refusal/identified`. The dialogue is added by what holds it. */
export function rungName(step: Question): string {
  if (step.detector === HANDSHAKE) {
    return `handshake/${step.form}/${step.lifeSign}${step.identified ? "/identified" : ""}`;
  }
  const rung = step.detector === OVERREAD ? "overread" : "flight";
  return step.patient ? `${rung}/${step.form}/patient` : `${rung}/${step.form}`;
}

/** Draws that may come to nothing (an older hello refused, a connection lost) before the ladder gives up. */
const VAIN_DRAWS = 4;
/** Zeros wanted where the connections show that several machines answer. */
const POOL_DRAWS = 8;
/** Zeros of servers that answer well-formed heartbeats; all others are of servers that do not. One machine cannot be both. */
const HAS_HEARTBEATS: ReadonlySet<Reason> = new Set<Reason>([
  "malformed_discarded_control_answered",
  "malformed_discarded_encrypted",
]);

/** Connections that show which dialogue comes before TLS: one in vain, and its patient repetition. */
const DIALOGUES = 2;

/** Most connections the ladder can ask for: the dialogue, every form of hello, three handshakes, the draws, patience, the over-read. */
export function mostSteps(options: ProbeOptions): number {
  const once = HELLO_FORMS.length + 3 + (options.patientMs > 0 ? 1 : 0) + (options.allowOverread ? 1 : 0);
  return DIALOGUES + once + Math.max(options.draws, POOL_DRAWS) + VAIN_DRAWS;
}

export function nextStep(endpoint: Endpoint, past: readonly RungResult[], options: ProbeOptions): Step | null {
  if (endpoint.address === null) return null;
  const { startTls, past: asked } = chooseDialogue(endpoint, past, options.patientMs > 0);
  const question = nextQuestion(endpoint, asked, options);
  return question === null ? null : { ...question, startTls };
}

function nextQuestion(endpoint: Endpoint, past: readonly RungResult[], options: ProbeOptions): Question | null {
  if (past.some((result) => result.finding.outcome === "vulnerable")) return null;
  const flights = past.filter((result) => result.detector === FLIGHT);
  const last = past.at(-1);
  if (last !== undefined && HOPELESS.has(last.finding.reason) && !past.some(isZero)) return null;

  const tls13 = flights.find((result) => result.finding.reason === "tls13_only");
  if (tls13 !== undefined) return drawAfterTls13(past, tls13, options);

  const accepted = flights.find((result) => !HELLO_FAILED.has(result.finding.reason));
  if (accepted === undefined) return nextForm(endpoint, flights, options);
  return afterHello(past, formOf(accepted.transcript), options);
}

function afterHello(past: readonly RungResult[], form: HelloForm, options: ProbeOptions): Question | null {
  const handshakes = past.filter((result) => result.detector === HANDSHAKE);
  const lastHandshake = handshakes.at(-1);
  if (lastHandshake === undefined) return { detector: HANDSHAKE, form, lifeSign: "refusal", identified: false };
  if (handshakes.length === 1 && wantsIdentity(lastHandshake)) {
    return { detector: HANDSHAKE, form, lifeSign: "refusal", identified: true };
  }
  if (handshakes.length < 3 && HUNG_UP.has(lastHandshake.finding.reason) && lifeSignOf(lastHandshake) === "refusal") {
    return { detector: HANDSHAKE, form, lifeSign: "request", identified: isIdentified(lastHandshake) };
  }
  const zero = past.find(isZero);
  if (zero !== undefined) {
    const spent = past.length - past.indexOf(zero);
    const wanted = severalMachines(past) ? Math.max(options.draws, POOL_DRAWS) : options.draws;
    const enough = past.filter(isZero).length >= wanted || spent >= wanted + VAIN_DRAWS;
    return enough ? null : draw(past, zero, form);
  }
  if (lockedUp(past)) return null;
  // Before TLS 1.2 stacks without heartbeats ignore them (OpenSSL, ssl/s3_pkt.c), where they would hang up in TLS 1.2.
  const triedOld = past.some((result) => result.detector === FLIGHT && formOf(result.transcript) === "old");
  if (isIdentified(lastHandshake) && HUNG_UP.has(past[0]?.finding.reason ?? "no_evidence") && !triedOld) {
    return { detector: FLIGHT, form: "old", patient: false, basis: [] };
  }
  const patience = patientStep(past, form, options);
  if (patience !== null) return patience;
  const overreadDone = past.some((result) => result.detector === OVERREAD);
  return options.allowOverread && !overreadDone
    ? { detector: OVERREAD, form, patient: options.patientMs > 0, basis: [] }
    : null;
}

/** One more connection for a zero: the first with an older hello, the others as the one that gave it. */
function draw(past: readonly RungResult[], zero: RungResult, form: HelloForm): Question {
  const byFlight = past.find((result) => isZero(result) && result.detector === FLIGHT);
  const given = byFlight ?? zero;
  const sameKind = past.filter((result) => result.detector === given.detector);
  const older = form === "broad" && !sameKind.some((result) => formOf(result.transcript) === "old");
  const asked = older ? "old" : formOf(given.transcript);
  return byFlight === undefined
    ? { detector: HANDSHAKE, form: asked, lifeSign: lifeSignOf(given), identified: isIdentified(given) }
    : { detector: FLIGHT, form: asked, patient: isPatient(byFlight), basis: [] };
}

function severalMachines(past: readonly RungResult[]): boolean {
  const zeros = past.filter(isZero);
  const having = zeros.filter((result) => HAS_HEARTBEATS.has(result.finding.reason)).length;
  return having > 0 && having < zeros.length;
}

/** Silence after the probe, and then not even an answer to a hello: it may have fallen over, so it is left alone. */
function lockedUp(past: readonly RungResult[]): boolean {
  return past[0]?.finding.reason === "silent_after_probe" && past.at(-1)?.finding.reason === "silent_at_hello";
}

/** One patient repetition, where a quick rung met something that waiting can settle. */
function patientStep(past: readonly RungResult[], form: HelloForm, options: ProbeOptions): Question | null {
  const worthWaiting = past.some((result) => reasonFacts(result.finding.reason).retry);
  const done = past.some(isPatient);
  return options.patientMs > 0 && worthWaiting && !done ? { detector: FLIGHT, form, patient: true, basis: [] } : null;
}

/** No hello was accepted yet: the form that the refusals so far suggest. */
function nextForm(endpoint: Endpoint, flights: readonly RungResult[], options: ProbeOptions): Question | null {
  const last = flights.at(-1);
  if (last === undefined) return { detector: FLIGHT, form: "broad", patient: false, basis: [] };
  if (AWAITS_PATIENCE.has(last.finding.reason)) {
    return patientStep(flights, formOf(last.transcript), options);
  }
  const tried = new Set(flights.map((result) => formOf(result.transcript)));
  const refused = refusals(flights);
  const order: readonly HelloForm[] = versionRefused(refused)
    ? ["modern", "nameless", "small", "old", "ssl3"]
    : ["nameless", "small", "old", "ssl3", "modern"];
  const form = order.find((f) => !tried.has(f) && !(f === "nameless" && endpoint.serverName === null));
  if (form === undefined) return null;
  return { detector: FLIGHT, form, patient: false, basis: form === "modern" ? refused : [] };
}

/** A pool may hide an old node behind one that speaks only TLS 1.3, or route older versions to it: older hellos are drawn. */
function drawAfterTls13(past: readonly RungResult[], tls13: RungResult, options: ProbeOptions): Question | null {
  const since = past.slice(past.indexOf(tls13) + 1);
  const accepted = since.find(
    (r) => r.detector === FLIGHT && !HELLO_FAILED.has(r.finding.reason) && r.finding.reason !== "tls13_only",
  );
  if (accepted !== undefined) return afterHello(past, formOf(accepted.transcript), options);
  const zeros = 1 + since.filter(isZero).length;
  if (zeros >= options.draws || since.length >= options.draws + VAIN_DRAWS) return null;
  const untried = (["old", "ssl3"] as const).find(
    (older) => !past.some((result) => formOf(result.transcript) === older),
  );
  // GnuTLS names the version as its reason only to some hellos: another hello would be refused and prove nothing.
  const byVersion = past.find((result) => versionRefused([result.transcript]));
  const form = untried ?? (byVersion === undefined ? "broad" : formOf(byVersion.transcript));
  return { detector: FLIGHT, form, patient: false, basis: [tls13.transcript] };
}

function isZero(result: RungResult): boolean {
  return result.finding.outcome === "not_vulnerable";
}

function refusals(flights: readonly RungResult[]): readonly Transcript[] {
  return flights.map((result) => result.transcript);
}

function versionRefused(transcripts: readonly Transcript[]): boolean {
  return transcripts.some((t) => readFacts(t).alerts.some((a) => a.description === ALERT.protocolVersion));
}

function formOf(transcript: Transcript): HelloForm {
  const form = transcript.rung.split("/")[1];
  return HELLO_FORMS.find((known) => known === form) ?? "broad";
}

/** The server asked for a certificate and did not go on without one. */
function wantsIdentity({ finding, transcript }: RungResult): boolean {
  return BROKEN_OFF.has(finding.reason) && readFacts(transcript).server.certificateRequest !== null;
}

function lifeSignOf(result: RungResult): LifeSign {
  return result.transcript.rung.split("/").includes("request") ? "request" : "refusal";
}

function isPatient(result: RungResult): boolean {
  return result.transcript.rung.endsWith("/patient");
}

function isIdentified(result: RungResult): boolean {
  return result.transcript.rung.endsWith("/identified");
}
