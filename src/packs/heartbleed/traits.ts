/** What the transcripts show of the endpoint itself, whatever it is: which of the range's conditions it is like. Pure. */

import type { Transcript } from "../../core/model/transcript.ts";
import { TLS13 } from "../../core/wire/version.ts";
import { heartbeatOffered, readFacts } from "./facts.ts";

/** Of an endpoint. Everything is null or false where the transcripts do not show it. */
export interface Traits {
  /** The highest version that it accepted from a client that offered up to TLS 1.2, e.g. 0x0301. */
  readonly version: number | null;
  /** Whether the ServerHello carried the heartbeat extension, and its mode; "none" where it was offered and not taken. */
  readonly extension: "none" | "mode_1" | "mode_2" | null;
  /** The suite it chose. */
  readonly suite: number | null;
  readonly asksForCertificate: boolean;
  /** unrecognized_name: as a warning, or as an end. */
  readonly serverName: "warned_about" | "required" | null;
  /** From our ClientHello, whatever dialogue came before it, to the first byte received behind it, ms. */
  readonly helloAfterMs: number | null;
}

const UNRECOGNIZED_NAME = 112;
const FATAL = 2;
const MODES: Readonly<Record<number, Traits["extension"]>> = { 1: "mode_1", 2: "mode_2" };

export function traitsOf(transcripts: readonly Transcript[]): Traits {
  let traits: Traits = {
    version: null,
    extension: null,
    suite: null,
    asksForCertificate: false,
    serverName: null,
    helloAfterMs: null,
  };
  for (const transcript of transcripts) {
    const { server, heartbeatMode } = readFacts(transcript);
    const name = server.alerts.find(({ description }) => description === UNRECOGNIZED_NAME);
    if (name !== undefined) traits = { ...traits, serverName: name.level === FATAL ? "required" : "warned_about" };
    const { hello, version } = server;
    if (hello === null || version === null || version >= TLS13) continue;
    const higher = traits.version === null || version > traits.version;
    traits = {
      ...traits,
      version: higher ? version : traits.version,
      suite: higher ? hello.suite : traits.suite,
      // An extension shown once is there; not shown, it is not there only where it was offered.
      extension: MODES[heartbeatMode ?? 0] ?? traits.extension ?? (heartbeatOffered(transcript) ? "none" : null),
      asksForCertificate: traits.asksForCertificate || server.certificateRequest !== null,
      helloAfterMs: traits.helloAfterMs ?? helloAfter(transcript),
    };
  }
  return traits;
}

function helloAfter({ events }: Transcript): number | null {
  const asked = events.findIndex((event) => event.kind === "sent" && event.label === "client_hello");
  const sent = events[asked];
  const received = events.find(({ kind }, index) => index > asked && kind === "received");
  return sent === undefined || received === undefined ? null : received.at - sent.at;
}
