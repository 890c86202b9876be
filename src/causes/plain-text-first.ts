/** A talk that speaks TLS at once, made to have the dialogue first that its server wants (annex C: C-13). */

import { dialogueOf, protocolOfGreeting, type StartTlsProtocol } from "../core/starttls/protocols.ts";
import { Talk as DialogueTalk } from "../core/starttls/talk.ts";
import type { StepResult, Talk } from "../profiles/talk.ts";
import { throughSteps } from "./steps.ts";
import type { Variation } from "./variation.ts";

const MOST = 8192;
/** For each part of the dialogue, ms. */
const PATIENCE_MS = 5000;
/** Pieces of a dialogue: servers that never end it end the experiment. */
const MOST_PARTS = 100;

/** @param protocol null: the one that the server's greeting shows. @param host for protocols that name the server. */
export function afterDialogue(protocol: StartTlsProtocol | null, host: string): Variation {
  return {
    value: protocol === null ? "after a dialogue" : `after the dialogue of ${protocol}`,
    times: 2,
    holdsRecords: false,
    apply: (talk) =>
      throughSteps(talk, function* (step) {
        const result: StepResult = yield step;
        if (step.do === "connect" && result.is === "done") yield* speak(protocol, host);
        return result;
      }),
  };
}

/** However it ends, the tool goes on: it sees for itself. */
function* speak(protocol: StartTlsProtocol | null, host: string): Talk<void> {
  let heard: Uint8Array | null = null;
  let spoken = protocol;
  if (spoken === null) {
    const first: StepResult = yield { do: "receive", most: MOST, timeoutMs: PATIENCE_MS };
    if (first.is !== "data") return;
    heard = first.bytes;
    spoken = protocolOfGreeting(heard);
    if (spoken === null) return;
  }
  const dialogue = new DialogueTalk(dialogueOf(spoken, host));
  let step = dialogue.start();
  for (let parts = 0; parts < MOST_PARTS; parts++) {
    for (const bytes of step.send) yield { do: "send", bytes };
    if (step.ending !== null) return;
    if (heard === null) {
      const part: StepResult = yield { do: "receive", most: MOST, timeoutMs: PATIENCE_MS };
      if (part.is !== "data") return;
      heard = part.bytes;
    }
    step = dialogue.receive(heard);
    heard = null;
  }
}
