/** The pack's reading of transcripts: one front door for fresh and for stored ones. */

import { type Finding, finding } from "../../core/model/outcome.ts";
import type { Transcript } from "../../core/model/transcript.ts";
import { DTLS } from "./dtls-ladder.ts";
import { FLIGHT, HANDSHAKE, OVERREAD } from "./ladder.ts";
import { readDtls } from "./read-dtls.ts";
import { readFlight } from "./read-flight.ts";
import { readHandshake } from "./read-handshake.ts";

export function interpret(detector: string, transcripts: readonly Transcript[]): Finding {
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
