/** The DTLS rung and its ladder against the scripted service, without sockets. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "../../core/judge.ts";
import { decodeDatagram } from "../../core/wire/dtls-record.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { TLS12 } from "../../core/wire/version.ts";
import type { Dials } from "../../range/conditions/dials.ts";
import { MOST_CLAIMED } from "../../range/scripted/dtls-association.ts";
import { reasonFacts } from "../../core/model/outcome.ts";
import type { RungResult } from "../pack.ts";
import { claimedLength } from "./messages.ts";
import { climb, climbAgainst, ENDPOINT, type Network, OPTIONS } from "./testing/dtls-network.ts";

const reasons = (past: readonly RungResult[]) => past.map(({ finding }) => finding.reason);
const verdict = (past: readonly RungResult[]) =>
  judge(
    ENDPOINT,
    "heartbleed",
    past.map(({ detector, finding: { outcome, reason } }) => {
      return { detector, outcome, reason, evidence: reasonFacts(reason).evidence };
    }),
    OPTIONS.draws,
  );

const DISCARDED = "malformed_discarded_control_answered";
const ABSENT = "heartbeat_not_supported";
const dtls12 = { versions: { min: TLS12, max: TLS12, otherwise: "alert" } } as const;

describe("on a network that loses nothing", () => {
  test.each<[string, Partial<Dials>, readonly string[]]>([
    ["vulnerable", {}, ["overread_answered"]],
    ["vulnerable, answers not held back", { handshakeBuffer: 0 }, ["overread_answered"]],
    ["vulnerable, DTLS 1.2", dtls12, ["overread_answered"]],
    ["vulnerable, extension not negotiated", { extension: "none" }, ["overread_answered"]],
    ["vulnerable, a warning before each answer", { warningBeforeAnswer: 90 }, ["overread_answered"]],
    ["repaired", { heartbeat: "bounds_checked" }, [DISCARDED, DISCARDED, DISCARDED]],
    [
      "repaired, answers not held back",
      { heartbeat: "bounds_checked", handshakeBuffer: 0 },
      [DISCARDED, DISCARDED, DISCARDED],
    ],
    ["without heartbeats", { heartbeat: "not_built", extension: "none", ...dtls12 }, [ABSENT, ABSENT, ABSENT]],
    ["the extension but no heartbeats", { heartbeat: "not_built", ...dtls12 }, ["alert_unauthenticated"]],
    ["heartbeats ignored, as in DTLS 1.0", { heartbeat: "not_built", extension: "none" }, ["heartbeat_lost_on_path"]],
    ["heartbeats only after the handshake", { heartbeatFrom: "finished" }, ["heartbeat_lost_on_path"]],
    ["a device that eats heartbeats", { path: "eats_heartbeats" }, ["silent_after_probe", "silent_after_probe"]],
    [
      "a device that eats malformed ones",
      { path: "eats_malformed_heartbeats" },
      ["silent_after_probe", "silent_after_probe"],
    ],
    ["an echo", { heartbeat: "echo", handshakeBuffer: 0 }, ["answer_echoed"]],
    ["gone after a heartbeat", { heartbeat: "fin" }, ["silent_after_probe", "silent_after_probe"]],
    ["text after a heartbeat", { heartbeat: "clear_text" }, ["silent_after_probe", "silent_after_probe"]],
    ["no suite in common", { suites: [0xc0ff] }, ["tls_alert", "tls_alert"]],
  ])("%s", (_what, dials, expected) => {
    const { past, counters } = climb(dials);
    expect(reasons(past)).toEqual(expected);
    expect(counters.foreignBytesServed).toBe(0);
  });

  test("a locked-up server is asked once more, with patience, and then left", () => {
    expect(reasons(climb({ heartbeat: "locks_up" }).past)).toEqual(["silent_after_probe", "silent_at_hello"]);
  });

  test("without patience and with one draw", () => {
    const options = { ...OPTIONS, patientMs: 0, draws: 1 };
    expect(reasons(climb({ path: "eats_heartbeats" }, undefined, options).past)).toEqual(["silent_after_probe"]);
    expect(reasons(climb({ heartbeat: "bounds_checked" }, undefined, options).past)).toEqual([DISCARDED]);
  });
});

describe("on a network that loses and doubles datagrams", () => {
  const network: fc.Arbitrary<Network> = fc.record({
    seed: fc.nat(),
    lost: fc.double({ min: 0, max: 0.25, noNaN: true }),
    doubled: fc.double({ min: 0, max: 0.3, noNaN: true }),
  });
  const buffer = fc.constantFrom(0, 4096);

  test("a vulnerable server is never called anything but vulnerable, or unknown", () => {
    fc.assert(
      fc.property(network, buffer, (net, handshakeBuffer) => {
        const { past, counters } = climb({ handshakeBuffer }, net);
        expect(verdict(past).outcome).not.toBe("not_vulnerable");
        expect(counters.foreignBytesServed).toBe(0);
      }),
    );
  });

  test("a sound one never vulnerable", () => {
    const sound = fc.constantFrom<Dials["heartbeat"]>("bounds_checked", "not_built", "echo", "fin", "fatal_alert");
    fc.assert(
      fc.property(network, buffer, sound, (net, handshakeBuffer, heartbeat) => {
        expect(verdict(climb({ handshakeBuffer, heartbeat }, net).past).outcome).not.toBe("vulnerable");
      }),
    );
  });

  test("every tenth datagram lost: still an answer", () => {
    const outcomes = (dials: Partial<Dials>) =>
      Array.from({ length: 20 }, (_, seed) => verdict(climb(dials, { seed, lost: 0.1, doubled: 0 }).past).outcome);
    expect(outcomes({ handshakeBuffer: 0 })).not.toContain("unknown");
    expect(outcomes({ handshakeBuffer: 0, heartbeat: "bounds_checked" })).not.toContain("unknown");
  });
});

describe("least harm", () => {
  test("no request claims what a vulnerable server would die of, nor more than a byte beyond what it carries", () => {
    const claims: number[] = [];
    climbAgainst(() => (sent) => {
      const records = decodeDatagram(sent ?? new Uint8Array(0)).records;
      for (const { type, body } of records) if (type === CONTENT.heartbeat) claims.push(claimedLength(body));
      return [];
    });
    // Nobody answered the hello, so nobody was asked.
    expect(claims).toEqual([]);
    const sent = climb({ heartbeat: "fin" }).past.flatMap(({ transcript: { events } }) => events);
    for (const event of sent) {
      if (event.kind !== "sent" || !["control", "probe_overclaim"].includes(event.label)) continue;
      const [record] = decodeDatagram(event.bytes).records;
      const body = record?.body ?? new Uint8Array(0);
      claims.push(claimedLength(body));
      expect(claimedLength(body) - (body.length - 3)).toBeLessThanOrEqual(1);
    }
    expect(claims.length).toBeGreaterThan(20);
    expect(Math.max(...claims)).toBeLessThan(MOST_CLAIMED / 100);
  });

  test("no heartbeat payload is in a transcript", () => {
    const [result] = climb({ handshakeBuffer: 0 }).past;
    const events = result?.transcript.events ?? [];
    const kept = events.flatMap((event) => (event.kind === "received" ? decodeDatagram(event.bytes).records : []));
    expect(kept.filter(({ type }) => type === CONTENT.heartbeat)).toEqual([]);
    expect(events.filter(({ kind }) => kind === "heartbeat").length).toBeGreaterThan(0);
  });
});

describe("silence and noise", () => {
  test("nobody: hellos a second apart, then two, …; a small one, a patient one; nothing is concluded", () => {
    const past = climbAgainst(() => () => []);
    expect(reasons(past)).toEqual(["silent_at_hello", "silent_at_hello", "silent_at_hello"]);
    expect(past.map(({ transcript }) => transcript.rung)).toEqual(["dtls/broad", "dtls/small", "dtls/broad/patient"]);
    const hellos = past[0]?.transcript.events.filter(({ kind }) => kind === "sent").map(({ at }) => at);
    expect(hellos).toEqual([1, 1001, 3001]);
  });

  test.each(["refused", "unreachable"] as const)("%s at once", (how) => {
    expect(reasons(climbAgainst(() => (sent) => (sent === null ? [] : [{ afterMs: 1, end: how }])))).toEqual([
      `connect_${how}`,
    ]);
  });

  test("something that is not DTLS", () => {
    const text = new TextEncoder().encode("unknown command");
    expect(reasons(climbAgainst(() => (sent) => (sent === null ? [] : [{ afterMs: 1, bytes: text }])))).toEqual([
      "not_tls",
    ]);
  });

  test("any datagrams: it comes to an end, and never to an answer", () => {
    const datagrams = fc.array(fc.uint8Array({ maxLength: 80 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(datagrams, (noise) => {
        let turn = 0;
        const past = climbAgainst(() => () => [
          { afterMs: 100, bytes: noise[turn++ % noise.length] ?? new Uint8Array(0) },
        ]);
        expect(verdict(past).outcome).toBe("unknown");
      }),
    );
  });

  test("a reflector is no server", () => {
    const past = climbAgainst(() => (sent) => (sent === null ? [] : [{ afterMs: 1, bytes: sent }]));
    expect(verdict(past).outcome).toBe("unknown");
  });
});
