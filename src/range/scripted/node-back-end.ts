/**
 * The back end with a TLS stack of today: a genuine https server of the Node that runs us, on a port of its own, to which connections
 * are passed on. Its OpenSSL has no heartbeats in any version.
 */

import { createServer } from "node:https";
import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { CONTENT } from "../../core/wire/record.ts";
import { splice } from "../network/splice.ts";
import type { Way } from "../network/network-way.ts";
import type { Dials } from "../conditions/dials.ts";
import { makeChain } from "./chain.ts";
import { Inbound } from "./inbound.ts";
import { PathDevice } from "./path-device.ts";
import type { SiteKeys } from "./site.ts";

const ADDRESS = "127.0.0.1";

export interface NodeBackEnd {
  /** Passes a connection on. `onHeartbeat` hears of every heartbeat record in it, those included that the device takes out. */
  serve(client: Socket, path: Dials["path"], onHeartbeat: () => void): void;
  stop(): Promise<void>;
}

/** Rejects when no port is free. */
export async function startNodeBackEnd({ rsa }: SiteKeys, { certificate }: Dials): Promise<NodeBackEnd> {
  const chain = makeChain(rsa, { ...certificate, recordLength: null });
  const server = createServer({ key: rsa.export({ type: "pkcs8", format: "pem" }), cert: chain.map(pem).join("") });
  server.on("request", (_request, response) => response.end("crosscheck range"));
  server.listen(0, ADDRESS);
  await once(server, "listening");
  const bound = server.address();
  const port = bound === null || typeof bound === "string" ? 0 : bound.port;
  return {
    serve(client, path, onHeartbeat) {
      const onward = connect({ host: ADDRESS, port, allowHalfOpen: true });
      splice(client, onward, throughDevice(path, onHeartbeat), AT_ONCE);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const AT_ONCE: Way = { carry: (bytes, at) => [{ at, bytes }], end: (now) => now };

function throughDevice(path: Dials["path"], onHeartbeat: () => void): Way {
  const device = new PathDevice(path, onHeartbeat);
  const behind = new Inbound();
  return {
    carry(bytes, at) {
      const passed = device.pass(bytes);
      behind.push(passed);
      for (let record = behind.take(); record !== null; record = behind.take())
        if (record[0] === CONTENT.heartbeat) onHeartbeat();
      return passed.length === 0 ? [] : [{ at, bytes: passed }];
    },
    end: (now) => now,
  };
}

function pem(der: Uint8Array): string {
  const text = Buffer.from(der).toString("base64").replaceAll(/.{64}/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${text.trimEnd()}\n-----END CERTIFICATE-----\n`;
}
