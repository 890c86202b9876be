/**
 * A port on which nothing listens and nothing will: an outgoing connection of our own holds it, so that no other server
 * is given it while the range is up.
 */

import { connect, createServer, type Socket } from "node:net";
import { once } from "node:events";
import type { Listener } from "../network/loopback-listener.ts";

const ADDRESS = "127.0.0.1";

/** Rejects when no connection on loopback can be made. */
export async function holdClosedPort(): Promise<Listener> {
  const anchor = createServer();
  let held: Socket | undefined;
  anchor.on("connection", (socket) => (held = socket));
  anchor.listen(0, ADDRESS);
  await once(anchor, "listening");
  const bound = anchor.address();
  const outgoing = connect(bound === null || typeof bound === "string" ? 0 : bound.port, ADDRESS);
  await once(outgoing, "connect");
  return {
    address: ADDRESS,
    port: outgoing.localPort ?? 0,
    stop: async () => {
      outgoing.destroy();
      held?.destroy();
      anchor.close();
      await once(anchor, "close");
    },
  };
}
