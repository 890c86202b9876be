import { describe, expect, test } from "vitest";
import { SSL30, TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import type { HeartbeatCode } from "../conditions/dials.ts";
import { type HeartbeatReaction, reactToHeartbeat } from "./heartbeat.ts";
import { ReadBuffer } from "./read-buffer.ts";

const EARLIER = new Uint8Array(300).fill(0xcc);

/** How a library that has read a record of 300 bytes before reacts to a heartbeat record. */
function react(code: HeartbeatCode, message: readonly number[], version = TLS12): HeartbeatReaction {
  const buffer = new ReadBuffer();
  buffer.hold(EARLIER);
  buffer.hold(Uint8Array.from(message));
  const record = { length: message.length, read: (offset: number, length: number) => buffer.read(offset, length) };
  return reactToHeartbeat(code, record, version, (length) => new Uint8Array(length).fill(0xee));
}

/** The reaction in a few words: what kind, how long the answer, how much of it foreign. */
function inShort(reaction: HeartbeatReaction): string {
  if (reaction.kind === "answer") return `answers ${reaction.message.length}, foreign ${reaction.foreign}`;
  return reaction.kind === "fatal_alert" ? `alert ${reaction.description}` : reaction.kind;
}

const padding = Array.from({ length: 16 }, () => 0);
const EMPTY = [1, 0, 0];
const EXACT = [1, 0, 2, 7, 7];
const HONEST = [1, 0, 2, 7, 7, ...padding];
const OVERCLAIM = [1, 0, 9, 7, 7];
const OVERCLAIM_PADDED = [1, 0, 3, 7, 7, ...padding];
const CLAIM_300 = [1, 1, 44];
const CLAIM_64K = [1, 0xff, 0xff];
const RESPONSE = [2, 0, 2, 7, 7, ...padding];

describe("what a library does with a heartbeat record", () => {
  test.each<[HeartbeatCode, readonly number[], string]>([
    ["over_reads", EMPTY, "answers 19, foreign 0"],
    ["over_reads", EXACT, "answers 21, foreign 0"],
    ["over_reads", HONEST, "answers 21, foreign 0"],
    ["over_reads", OVERCLAIM, "answers 28, foreign 0"],
    ["over_reads", CLAIM_300, "answers 319, foreign 3"],
    ["over_reads", CLAIM_64K, "answers 65554, foreign 65238"],
    ["over_reads", RESPONSE, "discard"],
    ["bounds_checked", EMPTY, "discard"],
    ["bounds_checked", EXACT, "discard"],
    ["bounds_checked", HONEST, "answers 21, foreign 0"],
    ["bounds_checked", OVERCLAIM, "discard"],
    ["bounds_checked", OVERCLAIM_PADDED, "discard"],
    ["bounds_checked", CLAIM_64K, "discard"],
    ["lenient_padding", EMPTY, "alert 22"],
    ["lenient_padding", EXACT, "answers 21, foreign 0"],
    ["lenient_padding", OVERCLAIM, "alert 22"],
    ["lenient_padding", OVERCLAIM_PADDED, "answers 22, foreign 0"],
    ["echo", OVERCLAIM, "answers 5, foreign 0"],
    ["fatal_alert", HONEST, "alert 10"],
    ["fin", HONEST, "fin"],
    ["reset", HONEST, "reset"],
    ["clear_text", HONEST, "clear_text"],
    ["locks_up", HONEST, "locks_up"],
  ])("%s, given %j: %s", (code, message, expected) => {
    expect(inShort(react(code, message))).toBe(expected);
  });

  test("an over-read brings back what the client sent before, and fresh padding", () => {
    expect(react("over_reads", OVERCLAIM)).toEqual({
      kind: "answer",
      message: Uint8Array.from([2, 0, 9, 7, 7, ...EARLIER.subarray(0, 7), ...new Uint8Array(16).fill(0xee)]),
      foreign: 0,
    });
  });

  test("a claim is read even from behind the end of a record too short to hold one", () => {
    expect(inShort(react("over_reads", [1]))).toBe(`answers ${3 + 0xcccc + 16}, foreign ${3 + 0xcccc - 300}`);
  });

  test.each([
    [SSL30, "alert 10"],
    [TLS10, "discard"],
    [TLS11, "discard"],
    [TLS12, "alert 10"],
  ])("built without heartbeats, version %i: %s", (version, expected) => {
    expect(inShort(react("not_built", HONEST, version))).toBe(expected);
  });
});
