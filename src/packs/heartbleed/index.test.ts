import { expect, test } from "vitest";
import { finding } from "../../core/model/outcome.ts";
import type { ProbeOptions, RungResult } from "../pack.ts";
import { heartbleed } from "./index.ts";
import { FLIGHT, HANDSHAKE } from "./ladder.ts";
import { transcript } from "./testing/transcripts.ts";

const endpoint = { address: "192.0.2.1", port: 443, transport: "tcp", serverName: null, origin: "asked" } as const;
const options: ProbeOptions = {
  draws: 3,
  allowOverread: false,
  includeFragile: false,
  connectTimeoutMs: 1,
  quickMs: 1,
  patientMs: 0,
  psk: null,
};

test("the connections of a zero leave from even and from odd ports", () => {
  const zero = (detector: string, rung: string): RungResult => ({
    detector,
    attempt: 1,
    finding: finding("malformed_discarded_control_answered"),
    transcript: transcript(rung, []),
  });
  const past = [zero(FLIGHT, "flight/broad"), zero(HANDSHAKE, "handshake/broad/refusal")];
  const odd = [0, 1, 2].map((n) => heartbleed.next(endpoint, past.slice(0, n), options)?.dial.oddSourcePort);
  expect(odd).toEqual([false, true, false]);
});
