/** Starts scripted servers, one per condition, on free ports of 127.0.0.1. */

import { randomBytes } from "node:crypto";
import type { Random } from "../../core/ports/clock.ts";
import { generatePrivateKey } from "../../tls/certificates/keys.ts";
import { type Condition, dialsOf } from "../conditions/condition.ts";
import type { RangeServer } from "../server.ts";
import { ScriptedConnection } from "./connection.ts";
import { type Counters, newCounters } from "./counters.ts";
import type { Dials } from "../conditions/dials.ts";
import { type Admission, Front } from "./front.ts";
import { holdClosedPort } from "./closed-port.ts";
import { type Listener, listen, type PeerFactory } from "./listen.ts";
import { Hangup, Honeypot, PlainText, Silence } from "./other-services.ts";
import type { Peer } from "./peer.ts";
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

/** Starts a server for each condition; rejects when a port cannot be had. */
export async function startScripted(conditions: readonly Condition[]): Promise<ScriptedRange> {
  const [rsa, ec] = await Promise.all([generatePrivateKey("rsa2048"), generatePrivateKey("p256")]);
  const keys: SiteKeys = { rsa, ec };
  const started = await Promise.all(conditions.map((condition) => startOne(condition, keys)));
  return {
    servers: started.map(({ server }) => server),
    stop: async () => {
      await Promise.all(started.map(({ listener }) => listener.stop()));
    },
  };
}

async function startOne(
  condition: Condition,
  keys: SiteKeys,
): Promise<{ readonly server: ScriptedServer; readonly listener: Listener }> {
  const dials = dialsOf(condition);
  const counters = newCounters();
  const listener = await (dials.service === "refused" ? holdClosedPort() : listen(peers(dials, keys, counters)));
  const server: ScriptedServer = {
    id: `scripted/${condition.id}`,
    title: condition.title,
    group: "scripted",
    address: listener.address,
    port: listener.port,
    serverName: dials.serverName === "ignored" ? null : "localhost",
    startTls: dials.service === "tls" ? (dials.startTls?.protocol ?? null) : null,
    truth: condition.truth === "undecidable" ? null : condition.truth,
    condition: condition.id,
    library: "crosscheck scripted server",
    counters: () => ({ ...counters }),
  };
  return { server, listener };
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
        return null;
      case "plain_text":
        return new PlainText();
      case "honeypot":
        return new Honeypot();
      case "tls": {
        const connection = new ScriptedConnection(admission.dials, {
          site,
          random,
          counters,
          onHeartbeat: () => front.heartbeat(source, performance.now()),
          onLockUp: () => front.lockUp(),
        });
        const { startTls } = admission.dials;
        return startTls === null ? connection : new StartTlsPeer(startTls.protocol, connection);
      }
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
