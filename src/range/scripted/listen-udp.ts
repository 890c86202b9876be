/** The only part of the scripted DTLS servers that touches sockets: one UDP socket on loopback. */

import { createSocket } from "node:dgram";
import type { Listener } from "../network/loopback-listener.ts";

const ADDRESS = "127.0.0.1";

/** Answers datagrams on a free port of 127.0.0.1, in order. Rejects when there is none. */
export async function listenUdp(
  receive: (source: string, datagram: Uint8Array) => readonly Uint8Array[],
): Promise<Listener> {
  const socket = createSocket("udp4");
  socket.on("message", (datagram, { address, port }) => {
    for (const answer of receive(`${address} ${port}`, datagram)) socket.send(answer, port, address, () => {});
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(0, ADDRESS, resolve);
  });
  // An answer to somebody who has gone is no reason to stop.
  socket.removeAllListeners("error").on("error", () => {});
  return {
    address: ADDRESS,
    port: socket.address().port,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
