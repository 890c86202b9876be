/** Starts scripted servers, one per condition, on free ports of 127.0.0.1. */

import { type KeyObject, randomBytes } from "node:crypto";
import type { Random } from "../../core/ports/clock.ts";
import { suite } from "../../core/wire/suites.ts";
import { generatePrivateKey, type KeyKind } from "../../tls/certificates/keys.ts";
import { type Condition, dialsOf } from "../conditions/condition.ts";
import type { RangeServer } from "../server.ts";
import { ScriptedConnection } from "./connection.ts";
import { type Counters, newCounters } from "./counters.ts";
import type { Dials } from "../conditions/dials.ts";
import { makeChain } from "./chain.ts";
import { DtlsService } from "./dtls-service.ts";
import { type Admission, Front } from "./front.ts";
import { holdClosedPort } from "./closed-port.ts";
import { type Listener, listen, type PeerFactory } from "./listen.ts";
import { listenUdp } from "./listen-udp.ts";
import { Hangup, Honeypot, PlainText, Silence } from "./other-services.ts";
import type { Peer } from "./peer.ts";
import { makeSite, type SiteKeys } from "./site.ts";

/** A running scripted server. */
export interface ScriptedServer extends RangeServer {
  /** What it has counted so far. */
  counters(): Readonly<Counters>;
}

export interface ScriptedRange {
  readonly servers: readonly ScriptedServer[];
  stop(): Promise<void>;
}

const random: Random = { bytes: (length) => randomBytes(length), unit: () => Math.random() };

/** Starts a server for each condition; rejects when a port cannot be had. */
export async function startScripted(conditions: readonly Condition[]): Promise<ScriptedRange> {
  const keysFor = keyMaker();
  const started = await Promise.all(
    conditions.map(async (condition) => startOne(condition, await keysFor(dialsOf(condition)))),
  );
  return {
    servers: started.map(({ server }) => server),
    stop: async () => {
      await Promise.all(started.map(({ listener }) => listener.stop()));
    },
  };
}

/** Makes each key once, and only those that some server needs. */
function keyMaker(): (dials: Dials) => Promise<SiteKeys> {
  const made = new Map<KeyKind, Promise<KeyObject>>();
  const key = (kind: KeyKind): Promise<KeyObject> => {
    const known = made.get(kind) ?? generatePrivateKey(kind);
    made.set(kind, known);
    return known;
  };
  return async ({ rsaBits, suites }) => {
    const [rsa, ec] = await Promise.all([key(`rsa${rsaBits}`), key("p256")]);
    const dss = suites?.some((id) => suite(id)?.keyExchange.includes("_DSS")) ?? false;
    return dss ? { rsa, ec, dsa: await key("dsa1024") } : { rsa, ec };
  };
}

async function startOne(
  condition: Condition,
  keys: SiteKeys,
): Promise<{ readonly server: ScriptedServer; readonly listener: Listener }> {
  const dials = dialsOf(condition);
  const counters = newCounters();
  const listener = await listenerFor(dials, keys, counters);
  const server: ScriptedServer = {
    id: `scripted/${condition.id}`,
    title: condition.title,
    group: "scripted",
    address: listener.address,
    port: listener.port,
    transport: dials.service === "dtls" ? "udp" : "tcp",
    serverName: dials.serverName === "ignored" ? null : "localhost",
    truth: condition.truth === "undecidable" ? null : condition.truth,
    condition: condition.id,
    library: "crosscheck scripted server",
    counters: () => ({ ...counters }),
  };
  return { server, listener };
}

async function listenerFor(dials: Dials, keys: SiteKeys, counters: Counters): Promise<Listener> {
  if (dials.service === "refused") return await holdClosedPort();
  if (dials.service !== "dtls") return await listen(peers(dials, keys, counters));
  const service = new DtlsService(dials, makeChain(keys.rsa, dials.certificate), counters);
  return await listenUdp((source, datagram) => service.receive(source, datagram));
}

/** Makes the server's half of every connection, as the dials and what happened before say. */
function peers(dials: Dials, keys: SiteKeys, counters: Counters): PeerFactory {
  const site = makeSite(keys, dials, random);
  const front = new Front(dials);
  return (source) => {
    counters.connections++;
    const admission = front.admit(source, performance.now());
    if (admission.kind !== "served") return turnAway(admission);
    switch (admission.dials.service) {
      case "refused":
      case "dtls":
        return null;
      case "plain_text":
        return new PlainText();
      case "honeypot":
        return new Honeypot();
      case "tls":
        return new ScriptedConnection(admission.dials, {
          site,
          random,
          counters,
          onHeartbeat: () => front.heartbeat(source, performance.now()),
          onLockUp: () => front.lockUp(),
        });
    }
  };
}

function turnAway({ kind }: Exclude<Admission, { readonly kind: "served" }>): Peer | null {
  switch (kind) {
    case "reset":
      return null;
    case "fin":
      return new Hangup();
    case "silence":
      return new Silence();
  }
}
