/** A listener that passes everything on to a port of 127.0.0.1, and remembers how its clients took their leave. */

import { type AddressInfo, connect, createServer } from "node:net";

export interface Forwarder {
  readonly port: number;
  /** One entry for each connection that is over: did the client close in order, or reset it? */
  readonly farewells: readonly ("fin" | "reset")[];
  stop(): Promise<void>;
}

export async function startForwarder(host: string, to: number): Promise<Forwarder> {
  const farewells: ("fin" | "reset")[] = [];
  const server = createServer((socket) => {
    const onward = connect(to, "127.0.0.1");
    let reset = false;
    socket.on("error", () => {
      reset = true;
      onward.destroy();
    });
    socket.on("close", () => farewells.push(reset ? "reset" : "fin"));
    onward.on("error", () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    farewells,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
