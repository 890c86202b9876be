/**
 * Which dialogue comes before TLS on an endpoint, given what has been seen of it. Named by the target (`smtp://…`) it is that one.
 * Otherwise the port's customary one is tried first; and where something else speaks plain text, what its words say.
 */

import type { Endpoint } from "../../core/model/endpoint.ts";
import { protocolOfGreeting, protocolOfPort, type StartTlsProtocol } from "../../core/starttls/protocols.ts";
import { concat } from "../../core/wire/bytes.ts";
import type { RungResult } from "../pack.ts";
import { dialogueSeen } from "./read-dialogue.ts";

export interface DialogueChoice {
  /** null: TLS from the first byte. */
  readonly startTls: StartTlsProtocol | null;
  /** What has been asked in this way; what came before was asked in another and says nothing about it. */
  readonly past: readonly RungResult[];
}

/** `patient`: whether there will be a patient repetition, which silence has to wait for. */
export function chooseDialogue(endpoint: Endpoint, past: readonly RungResult[], patient: boolean): DialogueChoice {
  const named = endpoint.startTls ?? null;
  if (named !== null) return { startTls: named, past };
  const customary = protocolOfPort(endpoint.port ?? 0);
  for (const [index, result] of past.entries()) {
    const since = past.slice(index + 1);
    if (customary !== null && speaksNoPlainText(result, patient)) return { startTls: null, past: since };
    const heard = customary === null ? greetingOf(result) : null;
    if (heard !== null) return { startTls: heard, past: since };
  }
  return { startTls: customary, past };
}

/** Not a word in the dialogue, or what looks like a TLS record: there may be TLS from the first byte. */
function speaksNoPlainText({ finding, transcript }: RungResult, patient: boolean): boolean {
  const dialogue = dialogueSeen(transcript);
  if (finding.reason !== "starttls_failed" || dialogue === null) return false;
  if (dialogue.said.length > 0) return dialogue.said[0] === 0x15 || dialogue.said[0] === 0x16;
  const silent = transcript.events.some((event) => event.kind === "end" && event.how === "timeout");
  return !silent || !patient || transcript.rung.endsWith("/patient");
}

function greetingOf({ finding, transcript }: RungResult): StartTlsProtocol | null {
  if (finding.reason !== "not_tls" || dialogueSeen(transcript) !== null) return null;
  return protocolOfGreeting(
    concat(transcript.events.flatMap((event) => (event.kind === "received" ? [event.bytes] : []))),
  );
}
