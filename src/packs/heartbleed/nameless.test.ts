import { describe, expect, test } from "vitest";
import { interpret } from "./interpret.ts";
import { FLIGHT } from "./ladder.ts";
import {
  bigAnswer,
  connected,
  end,
  heartbeat,
  QUESTIONS,
  received,
  sent,
  serverFlight,
  transcript,
} from "./testing/transcripts.ts";

const flight = (rung: string, ...then: Parameters<typeof transcript>[1]) =>
  transcript(rung, [
    connected,
    ...sent("client_hello"),
    received(serverFlight({ heartbeat: 1 })),
    ...sent(...QUESTIONS),
    ...then,
  ]);
const refuted = [heartbeat("control_answer", 24), bigAnswer(), end("fin")];
const answered = [heartbeat("control_answer", 24), heartbeat("overclaim_answer", 25), end("fin")];

describe("what answers where the name was left out", () => {
  test("may be another machine: its zero is none of the name's", () => {
    expect(interpret(FLIGHT, [flight("flight/broad", ...refuted)]).outcome).toBe("not_vulnerable");
    for (const rung of ["flight/nameless", "flight/nameless/patient"]) {
      expect(interpret(FLIGHT, [flight(rung, ...refuted)]).reason).toBe("server_name_required");
    }
  });

  test("is at this address all the same: its one stands", () => {
    expect(interpret(FLIGHT, [flight("flight/nameless", ...answered)]).outcome).toBe("vulnerable");
  });
});
