/**
 * A bad network in front of any server on loopback, the genuine ones included: a TCP relay that delays, cuts and (as far as TCP lets
 * anybody see) loses. User space cannot touch the handshake of TCP: a connection is made at once, whatever the latency.
 */

import { connect, type Socket } from "node:net";
import { randomStream } from "../../core/stats/random-stream.ts";
import type { Network } from "../conditions/dials.ts";
import { type Listener, listenOnLoopback } from "./loopback-listener.ts";
import { NetworkWay } from "./network-way.ts";
import { splice } from "./splice.ts";

export interface RelayOptions {
  /** The server behind it. @throws RangeError when that is not inside 127.0.0.0/8. */
  readonly address: string;
  readonly port: number;
  readonly network: Network;
  /** Jitter and loss follow from these two and the number of the connection. */
  readonly seed: number;
  readonly purpose: string;
}

/** Listens on a free port of 127.0.0.1. The server sees the client's address, not its port. Rejects when no port is free. */
export async function startRelay({ address, port, network, seed, purpose }: RelayOptions): Promise<Listener> {
  if (!address.startsWith("127.")) throw new RangeError("a relay leads to loopback only");
  let connections = 0;
  return listenOnLoopback((client) => {
    const source = client.remoteAddress ?? "";
    const stream = `${purpose}/${connections++}`;
    const way = (direction: string) => {
      const chance = randomStream(seed, `network/${stream}/${direction}`);
      return new NetworkWay(network, () => chance.uniform());
    };
    const from = source.startsWith("127.") ? { localAddress: source } : {};
    const onward: Socket = connect({ host: address, port, allowHalfOpen: true, ...from });
    splice(client, onward, way("out"), way("back"));
    client.on("close", () => {
      if (onward.connecting) onward.destroy();
    });
  });
}
