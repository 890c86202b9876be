/**
 * The ladder over UDP: one rung, in two forms of hello, repeated until a zero stands on as many associations as asked for, and once
 * with more patience where it met silence. Pure.
 */

import type { Endpoint } from "../../core/model/endpoint.ts";
import type { Reason } from "../../core/model/outcome.ts";
import type { ProbeOptions, RungResult } from "../pack.ts";
import { DTLS_FORMS, type DtlsForm } from "./dtls-hello.ts";

export const DTLS = "heartbleed/dtls";

export interface DtlsStep {
  readonly detector: typeof DTLS;
  readonly form: DtlsForm;
  readonly patient: boolean;
}

/** Nothing else is worth asking after these. */
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
  "too_much_data",
  "fragile_device_left_alone",
  "tool_failed",
]);
/** The hello came to nothing; the small one may not. */
const HELLO_FAILED: ReadonlySet<Reason> = new Set<Reason>([
  "silent_at_hello",
  "tls_alert",
  "protocol_error",
  "too_slow",
  "no_evidence",
]);
/** What more patience may turn into an answer. */
const QUIET: ReadonlySet<Reason> = new Set<Reason>(["silent_at_hello", "silent_after_probe", "too_slow"]);
/** Draws that may come to nothing before the ladder gives up. */
const VAIN_DRAWS = 4;

/** Most associations the ladder can ask for. */
export function mostDtlsSteps({ draws, patientMs }: ProbeOptions): number {
  return DTLS_FORMS.length + (patientMs > 0 ? 1 : 0) + draws + VAIN_DRAWS;
}

export function nextDtlsStep(endpoint: Endpoint, past: readonly RungResult[], options: ProbeOptions): DtlsStep | null {
  if (endpoint.address === null) return null;
  if (past.some(({ finding }) => finding.outcome === "vulnerable")) return null;
  const last = past.at(-1);
  if (last === undefined) return { detector: DTLS, form: "broad", patient: false };
  const zero = past.find(({ finding }) => finding.outcome === "not_vulnerable");
  if (zero !== undefined) return draw(past, zero, options);
  if (HOPELESS.has(last.finding.reason)) return null;
  const triedSmall = past.some((result) => formOf(result) === "small");
  if (HELLO_FAILED.has(last.finding.reason)) {
    // It was heard before: whatever happened to it, it is not the hello's length.
    if (past.some(({ finding }) => !HELLO_FAILED.has(finding.reason))) return null;
    if (!triedSmall) return { detector: DTLS, form: "small", patient: false };
  }
  const quiet = past.find(({ finding }) => QUIET.has(finding.reason));
  const patience = options.patientMs > 0 && !past.some(isPatient);
  return quiet !== undefined && patience ? { detector: DTLS, form: formOf(quiet), patient: true } : null;
}

function draw(past: readonly RungResult[], zero: RungResult, { draws }: ProbeOptions): DtlsStep | null {
  const zeros = past.filter(({ finding }) => finding.outcome === "not_vulnerable").length;
  const spent = past.length - past.indexOf(zero);
  if (zeros >= draws || spent >= draws + VAIN_DRAWS) return null;
  return { detector: DTLS, form: formOf(zero), patient: isPatient(zero) };
}

/** How a transcript tells what was asked: `dtls/broad`, `dtls/small/patient`. */
export function dtlsRungName({ form, patient }: DtlsStep): string {
  return patient ? `dtls/${form}/patient` : `dtls/${form}`;
}

function formOf({ transcript }: RungResult): DtlsForm {
  return transcript.rung.split("/")[1] === "small" ? "small" : "broad";
}

function isPatient({ transcript }: RungResult): boolean {
  return transcript.rung.endsWith("/patient");
}
