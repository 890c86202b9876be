/** The genuine article behind a dialogue: a front speaks the protocol and passes TLS on to real OpenSSL 1.0.1e, vulnerable and without heartbeats. */

import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Verdict } from "../../src/core/model/observation.ts";
import { START_TLS_PROTOCOLS, type StartTlsProtocol } from "../../src/core/starttls/protocols.ts";
import { Talk } from "../../src/core/starttls/talk.ts";
import { OLD_NODES } from "../../src/range/genuine/binaries.ts";
import { defaultCacheFolder, fetchOldNode, whyNotHere } from "../../src/range/genuine/fetch.ts";
import { type GenuineRange, startGenuine } from "../../src/range/genuine/range.ts";
import { serverDialogue } from "../../src/range/scripted/starttls/server-dialogues.ts";
import type { RangeServer } from "../../src/range/server.ts";
import { scanServers } from "../support/range-scan.ts";

const cacheFolder = defaultCacheFolder();
const FAMILIES = ["node-0.10.1", "node-0.10.2", "node-current"];
const missing =
  whyNotHere() ??
  (await Promise.all(OLD_NODES.map((node) => fetchOldNode(node, cacheFolder))).then(
    () => null,
    (error: Error) => error.message,
  ));

function front(protocol: StartTlsProtocol, behind: RangeServer): Server {
  return createServer((socket) => {
    const talk = new Talk(serverDialogue(protocol), "server");
    socket.on("error", () => {});
    const go = (bytes: Uint8Array | null) => {
      const { send, ending } = bytes === null ? talk.start() : talk.receive(bytes);
      for (const piece of send) socket.write(piece);
      if (ending === null) return;
      socket.off("data", go);
      if (ending.kind === "failed") return void socket.end();
      const onward = connect(behind.port, behind.address);
      onward.on("error", () => socket.destroy());
      socket.on("close", () => onward.destroy());
      onward.write(talk.rest());
      socket.pipe(onward).pipe(socket);
    };
    socket.on("data", go);
    go(null);
  });
}

describe.skipIf(missing !== null)(`genuine servers behind dialogues${missing === null ? "" : ` (${missing})`}`, () => {
  let range: GenuineRange;
  const fronts: Server[] = [];
  let verdicts: ReadonlyMap<string, Verdict> = new Map();
  const truths = new Map<string, RangeServer["truth"]>();

  beforeAll(async () => {
    range = await startGenuine({ cacheFolder, families: FAMILIES, onNotice: () => {} });
    const servers: RangeServer[] = [];
    for (const genuine of range.servers.filter(({ condition }) => condition === "default")) {
      for (const protocol of START_TLS_PROTOCOLS) {
        const server = front(protocol, genuine);
        fronts.push(server);
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const id = `${protocol} ${genuine.id}`;
        servers.push({
          ...genuine,
          id,
          address: "127.0.0.1",
          port: (server.address() as AddressInfo).port,
          startTls: protocol,
        });
        truths.set(id, genuine.truth);
      }
    }
    verdicts = await scanServers(servers);
  });
  afterAll(async () => {
    for (const server of fronts) server.close();
    await range.stop();
  });

  test("every verdict is the truth, and both truths are among them", () => {
    const outcomes = Object.fromEntries([...verdicts].map(([id, { outcome }]) => [id, outcome]));
    expect(outcomes).toEqual(Object.fromEntries(truths));
    expect(new Set(truths.values())).toEqual(new Set(["vulnerable", "not_vulnerable"]));
    expect(truths.size).toBe(FAMILIES.length * START_TLS_PROTOCOLS.length);
  });
});
