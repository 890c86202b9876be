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
import { Front } from "./front.ts";
import { holdClosedPort } from "./closed-port.ts";
import { startRelay } from "../network/relay.ts";
import type { Listener } from "../network/loopback-listener.ts";
import { listen, type PeerFactory, type Taker } from "./listen.ts";
import { listenUdp } from "./listen-udp.ts";
import { type NodeBackEnd, startNodeBackEnd } from "./node-back-end.ts";
import { Hangup, Honeypot, PlainText, Resetting, Silence } from "./other-services.ts";
import { StartTlsPeer } from "./starttls/peer.ts";
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

/**
 * Starts a server for each condition; rejects when a port cannot be had. `seed`: what the networks' chance follows from. `keysFor`: the
 * keys of another laboratory, which saves the making of keys and certificates; default: fresh ones.
 */
export async function startScripted(
  conditions: readonly Condition[],
  seed = 1,
  keysFor: KeyMaker = keyMaker(),
): Promise<ScriptedRange> {
  const started = await Promise.all(
    conditions.map(async (condition) => startOne(condition, await keysFor(dialsOf(condition)), seed)),
  );
  return {
    servers: started.map(({ server }) => server),
    stop: async () => {
      await Promise.all(started.map(({ listener }) => listener.stop()));
    },
  };
}

export type KeyMaker = (dials: Dials) => Promise<SiteKeys>;

/** Makes each key once, and only those that some server needs. */
export function keyMaker(): KeyMaker {
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
  seed: number,
): Promise<{ readonly server: ScriptedServer; readonly listener: Listener }> {
  const dials = dialsOf(condition);
  const counters = newCounters();
  const listener = await listenerFor(condition.id, dials, keys, counters, seed);
  const server: ScriptedServer = {
    id: `scripted/${condition.id}`,
    title: condition.title,
    group: "scripted",
    address: listener.address,
    port: listener.port,
    transport: dials.service === "dtls" ? "udp" : "tcp",
    serverName: dials.serverName === "ignored" ? null : "localhost",
    startTls: dials.service === "tls" ? (dials.startTls?.protocol ?? null) : null,
    truth: condition.truth === "undecidable" ? null : condition.truth,
    condition: condition.id,
    library: "crosscheck scripted server",
    counters: () => ({ ...counters }),
  };
  return { server, listener };
}

async function listenerFor(
  id: string,
  dials: Dials,
  keys: SiteKeys,
  counters: Counters,
  seed: number,
): Promise<Listener> {
  if (dials.service === "refused") return await holdClosedPort();
  if (dials.service !== "dtls") return await listenBehindNetwork(id, dials, keys, counters, seed);
  const service = new DtlsService(dials, makeChain(keys.rsa, dials.certificate), counters);
  return await listenUdp((source, datagram) => service.receive(source, datagram));
}

/** The server, the genuine back end where one of its pool is, and the network in front of them. */
async function listenBehindNetwork(
  id: string,
  dials: Dials,
  keys: SiteKeys,
  counters: Counters,
  seed: number,
): Promise<Listener> {
  const genuine = [dials.stack, dials.pool?.others.stack].includes("node") ? await startNodeBackEnd(keys, dials) : null;
  const server = await listen(takers(dials, keys, counters, genuine));
  const { address, port } = server;
  const { network } = dials;
  const relay = network === null ? null : await startRelay({ address, port, network, seed, purpose: id });
  return {
    ...(relay ?? server),
    stop: async () => {
      await Promise.all([relay?.stop(), server.stop(), genuine?.stop()]);
    },
  };
}

/** Who takes each connection, as the dials and what happened before say. */
function takers(dials: Dials, keys: SiteKeys, counters: Counters, genuine: NodeBackEnd | null): PeerFactory {
  const site = makeSite(keys, dials, random);
  const front = new Front(dials);
  return (source, onClose) => {
    const admission = front.admit(source, performance.now());
    if (admission.kind === "wait") return "wait";
    counters.connections++;
    if (admission.kind !== "served") return turnAway(admission.kind);
    onClose(() => front.leave());
    const onHeartbeat = () => front.heartbeat(source, performance.now());
    switch (admission.dials.service) {
      case "refused":
      case "dtls":
        return null;
      case "plain_text":
        return new PlainText();
      case "honeypot":
        return new Honeypot();
      case "tls": {
        const { path, stack, startTls } = admission.dials;
        if (path === "resets") return new Resetting();
        if (stack === "openssl_1_0_1" || genuine === null) {
          const onLockUp = () => front.lockUp();
          const connection = new ScriptedConnection(admission.dials, {
            site,
            random,
            counters,
            onHeartbeat,
            onLockUp,
          });
          return startTls === null ? connection : new StartTlsPeer(startTls.protocol, connection);
        }
        return (socket) =>
          genuine.serve(socket, path, () => {
            counters.heartbeats++;
            onHeartbeat();
          });
      }
    }
  };
}

function turnAway(kind: "reset" | "fin" | "silence"): Taker {
  switch (kind) {
    case "reset":
      return null;
    case "fin":
      return new Hangup();
    case "silence":
      return new Silence();
  }
}
