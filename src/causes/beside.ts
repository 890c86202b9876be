/** Two conversations side by side, in the same words, and where they first differ. */

import type { EndKind, Transcript } from "../core/model/transcript.ts";
import { asking, deciding, Recorder, type Seen, type SeenLine } from "./seen.ts";

const DEAD: Partial<Record<EndKind, "closed" | "reset" | "refused" | "unreachable" | "timeout">> = {
  fin: "closed",
  reset: "reset",
  refused: "refused",
  unreachable: "unreachable",
  connect_timeout: "timeout",
};

/** Our own transcript as if a tool had talked: the same words for the same things. */
export function seenIn(transcript: Transcript): Seen {
  const recorder = new Recorder();
  let began = false;
  const begin = (at: number) => {
    if (!began) recorder.note({ do: "connect", timeoutMs: 0 }, { is: "done", at });
    began = true;
  };
  for (const event of transcript.events) {
    const { at } = event;
    const how = event.kind === "end" ? DEAD[event.how] : undefined;
    if (event.kind === "end" && !began) {
      recorder.note({ do: "connect", timeoutMs: 0 }, { is: "over", at, how: how ?? "closed" });
      began = true;
      continue;
    }
    begin(at);
    if (event.kind === "sent") recorder.note({ do: "send", bytes: event.bytes }, { is: "done", at });
    if (event.kind === "received") recorder.note(RECEIVE, { is: "data", at, bytes: event.bytes });
    if (event.kind === "heartbeat") recorder.heartbeat(at, event.recordVersion, event.length);
    if (how !== undefined) recorder.note(RECEIVE, { is: "over", at, how });
    if (event.kind === "end" && how === undefined) recorder.note({ do: "close" }, { is: "done", at });
  }
  return recorder;
}

const RECEIVE = { do: "receive", most: 0, timeoutMs: 0 } as const;

/** The lines of the connection that decided, or else of the last in which it could have asked. */
export function decidingLines(seen: Seen): readonly SeenLine[] {
  const last = asking(seen).at(-1);
  const at = deciding(seen) >= 0 ? deciding(seen) : last === undefined ? 0 : seen.connections.indexOf(last);
  return seen.lines.filter(({ connection }) => connection === at + 1);
}

export interface Row {
  readonly ours: SeenLine | null;
  readonly theirs: SeenLine | null;
  /** Of the first row whose halves are not the same. */
  readonly first: boolean;
}

/** Line by line; times and lengths may differ, kinds and values may not. */
export function beside(ours: readonly SeenLine[], theirs: readonly SeenLine[]): readonly Row[] {
  const same = (line: SeenLine | undefined) =>
    line === undefined ? "" : `${line.who} ${line.what.replace(/ \(\d+ bytes\)/, "")}`;
  const length = Math.max(ours.length, theirs.length);
  const at = Array.from({ length }, (_, index) => index).find((index) => same(ours[index]) !== same(theirs[index]));
  return Array.from({ length }, (_, index) => ({
    ours: ours[index] ?? null,
    theirs: theirs[index] ?? null,
    first: index === at,
  }));
}
