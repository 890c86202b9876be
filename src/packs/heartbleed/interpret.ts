/** The pack's reading of transcripts: one front door for fresh and for stored ones. */

import { type Finding, finding } from "../../core/model/outcome.ts";
import type { Transcript } from "../../core/model/transcript.ts";
import { DTLS } from "./dtls-ladder.ts";
import { FLIGHT, HANDSHAKE, OVERREAD } from "./ladder.ts";
import { readDtls } from "./read-dtls.ts";
import { ofThisMachine } from "./machines.ts";
import { readFlight } from "./read-flight.ts";
import { readHandshake } from "./read-handshake.ts";

/** `transcripts`: what the rung rests on, and last its own. */
export function interpret(detector: string, transcripts: readonly Transcript[]): Finding {
  const own = transcripts.at(-1);
  const found = read(detector, transcripts);
  return own === undefined ? found : ofThisSite(ofThisMachine(found, own, transcripts.slice(0, -1)), own);
}

/** A name that was refused may belong to another machine than the one that answers without it: its zero is not the name's. */
function ofThisSite(found: Finding, { rung }: Transcript): Finding {
  const withoutName = rung.split(/[/ ]/).includes("nameless");
  return withoutName && found.outcome === "not_vulnerable"
    ? finding("server_name_required", "not vulnerable where no name is sent, which may be another machine")
    : found;
}

function read(detector: string, transcripts: readonly Transcript[]): Finding {
  switch (detector) {
    case FLIGHT:
    case OVERREAD:
      return readFlight(transcripts);
    case HANDSHAKE:
      return readHandshake(transcripts);
    case DTLS:
      return readDtls(transcripts);
    default:
      return finding("no_evidence", "not a detector of this pack");
  }
}
