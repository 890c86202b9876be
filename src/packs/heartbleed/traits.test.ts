/** What an endpoint is like, from what was asked of it. */

import { describe, expect, test } from "vitest";
import type { Transcript, TranscriptEvent } from "../../core/model/transcript.ts";
import { TLS12 } from "../../core/wire/version.ts";
import { connected, end, received, sent, sentSsl3, serverFlight, transcript } from "./testing/transcripts.ts";
import { traitsOf } from "./traits.ts";

const talk = (...events: readonly TranscriptEvent[]): Transcript =>
  transcript("flight", [connected, events, end("fin")]);
const WITHOUT = received(serverFlight({ heartbeat: null }));

describe("the extension", () => {
  test.each([
    ["is none where it was offered and not taken", [talk(...sent("client_hello"), WITHOUT)], "none"],
    ["is unknown where the hello had no room for it", [talk(sentSsl3, WITHOUT)], null],
    [
      "stays none when a later hello does not offer it",
      [talk(...sent("client_hello"), WITHOUT), talk(sentSsl3, WITHOUT)],
      "none",
    ],
    [
      "is there when it was shown once",
      [talk(sentSsl3, WITHOUT), talk(...sent("client_hello"), received(serverFlight()))],
      "mode_1",
    ],
  ] as const)("%s", (_what, transcripts, extension) => {
    expect(traitsOf(transcripts)).toMatchObject({ version: TLS12, extension });
  });
});

describe("the time until the server's hello", () => {
  const hello = (at: number): TranscriptEvent[] => sent("client_hello").map((event) => ({ ...event, at }));
  const flight = (at: number): TranscriptEvent => ({ ...received(serverFlight()), at });

  test("is counted from our hello", () => {
    expect(traitsOf([talk(...hello(10), flight(35))]).helloAfterMs).toBe(25);
  });

  test("behind a dialogue that took its time too", () => {
    const said: TranscriptEvent = { at: 3000, kind: "plain_text", bytes: new Uint8Array(3) };
    const asked = sent("starttls").map((event) => ({ ...event, at: 2 }));
    expect(traitsOf([talk(...asked, said, ...hello(3010), flight(3040))]).helloAfterMs).toBe(30);
  });

  test("is unknown where no hello was sent", () => {
    expect(traitsOf([talk(flight(35))]).helloAfterMs).toBeNull();
  });
});
