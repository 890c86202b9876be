/** A talk with the range's scripted server, without a network and in no time: for tools that complete the handshake. */

import { randomBytes } from "node:crypto";
import { DEFAULT_DIALS, type Dials } from "../../range/conditions/dials.ts";
import { ScriptedConnection } from "../../range/scripted/connection.ts";
import { newCounters } from "../../range/scripted/counters.ts";
import type { WireAction } from "../../range/scripted/delivery.ts";
import type { Peer, Reaction } from "../../range/scripted/peer.ts";
import { makeSite } from "../../range/scripted/site.ts";
import { generatePrivateKey } from "../../tls/certificates/keys.ts";
import type { Reading } from "../profile.ts";
import type { Step, StepResult, Talk } from "../talk.ts";

const random = { bytes: (length: number): Uint8Array => randomBytes(length), unit: () => 0 };
const keys = { rsa: await generatePrivateKey("rsa2048"), ec: await generatePrivateKey("p256") };

export function talkWith(talk: Talk<Reading>, dials: Partial<Dials>): Reading {
  const all: Dials = { ...DEFAULT_DIALS, ...dials };
  let now = 0;
  let peer: Peer | null = null;
  let due: WireAction[] = [];
  let wakeAt: number | null = null;
  let next = talk.next();
  while (next.done !== true) next = talk.next(answer(next.value));
  return next.value;

  function answer(step: Step): StepResult {
    switch (step.do) {
      case "connect":
        due = [];
        peer = newPeer();
        take(peer.open(now));
        break;
      case "send":
        if (peer !== null) take(peer.receive(step.bytes, now));
        break;
      case "pause":
        now += step.ms;
        break;
      case "close":
        peer = null;
        break;
      case "receive":
        return receive(step.most, now + step.timeoutMs);
    }
    return { is: "done", at: now };
  }

  function newPeer(): Peer {
    const context = { random, counters: newCounters(), onHeartbeat: () => undefined, onLockUp: () => undefined };
    return new ScriptedConnection(all, { ...context, site: makeSite(keys, all, random) });
  }

  function take(reaction: Reaction): void {
    due.push(...reaction.actions);
    wakeAt = reaction.wakeAt;
  }

  function receive(most: number, until: number): StepResult {
    for (;;) {
      const [first] = due;
      if (wakeAt !== null && wakeAt <= until && (first === undefined || wakeAt < first.at)) {
        now = Math.max(now, wakeAt);
        wakeAt = null;
        if (peer !== null) take(peer.wake(now));
        continue;
      }
      if (first === undefined || first.at > until) {
        now = until;
        return { is: "over", at: now, how: "timeout" };
      }
      now = Math.max(now, first.at);
      if (first.kind !== "send") return { is: "over", at: now, how: first.kind === "fin" ? "closed" : "reset" };
      if (first.bytes.length > most) due[0] = { ...first, bytes: first.bytes.subarray(most) };
      else due.shift();
      return { is: "data", at: now, bytes: first.bytes.subarray(0, most) };
    }
  }
}
