import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Transcript, TranscriptEvent } from "../core/model/transcript.ts";
import type { ConnectionEvent, Wire } from "../core/ports/net.ts";
import { BehindStartTls } from "./behind-starttls.ts";
import type { RecordedConversation } from "./pack.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** Remembers what it is told, on its own clock, and says hello. */
class Inner implements RecordedConversation {
  readonly heard: ConnectionEvent[] = [];
  event(event: ConnectionEvent, wire: Wire): void {
    this.heard.push(event);
    if (event.kind !== "connected") return;
    wire.send(bytes(`hello at ${wire.now()}`));
    wire.wakeIn(70);
  }
  transcript(): Transcript {
    const events: TranscriptEvent[] = this.heard.map(({ at }) => ({ at, kind: "received", bytes: bytes("inner") }));
    return { format: 1, rung: "flight/broad", address: "192.0.2.1", port: 25, serverName: null, events };
  }
}

function connection() {
  const inner = new Inner();
  const talk = new BehindStartTls({ protocol: "smtp", host: "x", patienceMs: 400 }, inner);
  const seen = { sent: [] as string[], wakes: [] as (number | null)[], closed: 0 };
  let now = 0;
  const wire: Wire = {
    now: () => now,
    send: (piece) => seen.sent.push(new TextDecoder().decode(piece)),
    wakeIn: (ms) => seen.wakes.push(ms),
    close: () => seen.closed++,
  };
  const at = (
    time: number,
    event: { kind: "connected" | "timer" } | { kind: "data"; bytes: Uint8Array } | { kind: "end"; how: "fin" },
  ) => {
    now = time;
    talk.event({ ...event, at: time }, wire);
  };
  return { inner, talk, seen, at };
}

test("the inner conversation begins with the dialogue's end, on a clock that starts there", () => {
  const { inner, talk, seen, at } = connection();
  at(10, { kind: "connected" });
  at(100, { kind: "data", bytes: bytes("220 x\r\n") });
  at(200, { kind: "data", bytes: bytes("250-x\r\n250 STARTTLS\r\n") });
  expect(inner.heard).toEqual([]);
  at(510, { kind: "data", bytes: bytes("220 go\r\n") });
  expect(inner.heard).toEqual([{ kind: "connected", at: 10 }]);
  expect(seen.sent).toEqual(["EHLO crosscheck.invalid\r\n", "STARTTLS\r\n", "hello at 10"]);
  expect(seen.wakes).toEqual([400, 400, 400, null, 70]);
  at(530, { kind: "data", bytes: bytes("TLS") });
  at(540, { kind: "end", how: "fin" });
  expect(inner.heard.slice(1)).toEqual([
    { kind: "data", at: 30, bytes: bytes("TLS") },
    { kind: "end", at: 40, how: "fin" },
  ]);
  const { rung, events } = talk.transcript();
  expect(rung).toBe("smtp:flight/broad");
  expect(events.map(({ kind, at: time }) => `${kind} ${time}`)).toEqual([
    "connected 10",
    "plain_text 100",
    "sent 100",
    "plain_text 200",
    "sent 200",
    "plain_text 510",
    "note 510",
    "received 510",
    "received 530",
    "received 540",
  ]);
});

describe("what leads nowhere never reaches the inner conversation", () => {
  test.each<[string, string, string]>([
    ["refused", "554 no\r\n", "starttls_refused"],
    ["not understood", "SSH-2.0-x\r\n", "starttls_failed"],
    ["everything said at once", "220 x\r\n250 STARTTLS\r\n220 go\r\n\u0016\u0003\u0001", "starttls_failed"],
  ])("%s", (_, said, code) => {
    const { inner, talk, seen, at } = connection();
    at(1, { kind: "connected" });
    at(2, { kind: "data", bytes: bytes(said) });
    at(3, { kind: "data", bytes: bytes("220 x\r\n") });
    at(4, { kind: "end", how: "fin" });
    expect(inner.heard).toEqual([]);
    expect(seen.closed).toBe(1);
    expect(talk.transcript().events.slice(-2)).toEqual([
      { at: 2, kind: "note", code },
      { at: 2, kind: "end", how: "closed_by_us" },
    ]);
  });

  test("silence", () => {
    const { inner, talk, seen, at } = connection();
    at(1, { kind: "connected" });
    at(401, { kind: "timer" });
    expect(inner.heard).toEqual([]);
    expect(seen.closed).toBe(1);
    expect(talk.transcript().events.at(-1)).toEqual({ at: 401, kind: "end", how: "timeout" });
  });
});

test("however much a server says, little of it is kept", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("220-x\r\n", "220-", "y".repeat(5000)), { maxLength: 200 }), (parts) => {
      const { talk, at } = connection();
      at(1, { kind: "connected" });
      for (const part of parts) at(2, { kind: "data", bytes: bytes(part) });
      const kept = talk
        .transcript()
        .events.flatMap((event) => (event.kind === "plain_text" ? [event.bytes.length] : []));
      expect(kept.length).toBeLessThanOrEqual(64);
      expect(kept.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(4096);
    }),
    { numRuns: 50 },
  );
});
