/** Each genuine server and its twin, both behind a relay of their own. */

import { DEFAULT_DIALS, type Dials } from "../../../src/range/conditions/dials.ts";
import { matchingDials } from "../../../src/range/genuine/matching-dials.ts";
import type { RangeServer } from "../../../src/range/server.ts";
import { type Relay, startRelay } from "./recording-relay.ts";

/** A server as detectors are shown it: with its relay's address. */
export interface Recorded {
  readonly server: RangeServer;
  readonly relay: Relay;
}

export interface Pair {
  readonly id: string;
  /** The twin's. */
  readonly dials: Dials;
  readonly genuine: Recorded;
  readonly twin: Recorded;
}

/**
 * Pairs servers whose ids are equal but for the twins' first part. All relays listen on one port, each on its own address: 127.`net`
 * for the genuine servers, the next one for the twins. Apart from those of the range itself (src/range/genuine/addresses.ts).
 */
export async function pairUp(
  genuine: readonly RangeServer[],
  twins: readonly RangeServer[],
  net: number,
): Promise<readonly Pair[]> {
  const byId = new Map(twins.map((twin) => [twin.id.replace(/^scripted\//, ""), twin]));
  let port = 0;
  const behindRelay = async (server: RangeServer, id: string, second: number, index: number): Promise<Recorded> => {
    const relay = await startRelay(`127.${second}.${Math.floor(index / 250)}.${1 + (index % 250)}`, port, server);
    port = relay.port;
    return { server: { ...server, id, address: relay.address, port: relay.port, serverName: null }, relay };
  };
  const pairs: Pair[] = [];
  for (const [index, server] of genuine.entries()) {
    const { id } = server;
    const twin = byId.get(id);
    if (twin === undefined) continue;
    pairs.push({
      id,
      dials: { ...DEFAULT_DIALS, ...matchingDials(id) },
      genuine: await behindRelay(server, id, net, index),
      twin: await behindRelay(twin, id, net + 1, index),
    });
  }
  return pairs;
}
