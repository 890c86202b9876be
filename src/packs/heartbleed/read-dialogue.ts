/** Reads the part of a transcript before TLS: pure and total. What did not lead to TLS says nothing about TLS: every answer is a ?. */

import { type Finding, finding, type Reason } from "../../core/model/outcome.ts";
import type { EndKind, Transcript } from "../../core/model/transcript.ts";
import { oneLine } from "../../core/one-line.ts";
import { concat } from "../../core/wire/bytes.ts";

export interface DialogueSeen {
  readonly ready: boolean;
  readonly ended: "starttls_not_offered" | "starttls_refused" | "starttls_failed" | null;
  /** What the server said, as far as it was kept. */
  readonly said: Uint8Array;
  /** As the rung's name has it: `smtp`. */
  readonly protocol: string;
}

/** null: the rung began with TLS. */
export function dialogueSeen(transcript: Transcript): DialogueSeen | null {
  const [, protocol = "?"] = /^([a-z0-9-]+):/.exec(transcript.rung) ?? [];
  const said: Uint8Array[] = [];
  let begun = protocol !== "?";
  let ready = false;
  let ended: DialogueSeen["ended"] = null;
  for (const event of transcript.events) {
    if (event.kind === "plain_text") said.push(event.bytes);
    if (event.kind === "plain_text" || (event.kind === "sent" && event.label === "starttls")) begun = true;
    if (event.kind !== "note") continue;
    if (event.code === "starttls_ready") ready = true;
    if (
      event.code === "starttls_not_offered" ||
      event.code === "starttls_refused" ||
      event.code === "starttls_failed"
    ) {
      begun = true;
      ended = event.code;
    }
  }
  return begun ? { ready: ready && ended === null, ended, said: concat(said), protocol } : null;
}

/** Endings that are about the connection or about us, not about the dialogue. */
const ENDINGS: Readonly<Partial<Record<EndKind, Reason>>> = {
  byte_limit: "too_much_data",
  stopped: "interrupted",
  local_resources: "local_resources",
};
const HOW: Readonly<Partial<Record<EndKind, string>>> = {
  timeout: "silence",
  time_limit: "silence",
  fin: "closed by the server",
  reset: "reset",
};

/** The finding of a dialogue that did not lead to TLS. */
export function readDialogue({ ended, said, protocol }: DialogueSeen, end: EndKind | null): Finding {
  const other = end === null ? undefined : ENDINGS[end];
  if (other !== undefined) return finding(other);
  const how = (end === null ? undefined : HOW[end]) ?? "given up";
  return finding(ended ?? "starttls_failed", `${protocol}: ${how}${lastWords(said)}`);
}

/** The last line of what the server said: its refusal, as a rule. Hostile text, so quoted, one line, ASCII only. */
function lastWords(said: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(said.subarray(-512));
  const last =
    text
      .trimEnd()
      .split(/[\r\n]+/)
      .at(-1) ?? "";
  const words = oneLine(last.replaceAll(/[^ -~]/g, "."), 120);
  return words === "" ? "" : `, after ${JSON.stringify(words)}`;
}
