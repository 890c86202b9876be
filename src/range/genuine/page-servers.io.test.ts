import { connect } from "node:tls";
import { once } from "node:events";
import { expect, test } from "vitest";
import { makeCertificate } from "../../tls/certificates/certificate.ts";
import { generatePrivateKey } from "../../tls/certificates/keys.ts";
import type { PageServerOrder } from "./page-server-script.ts";
import { startPageServers } from "./page-servers.ts";

const { certificatePem: cert, privateKeyPem: key } = makeCertificate({ key: await generatePrivateKey("p256") });

const order = (id: string, options: PageServerOrder["options"], visitor = {}): PageServerOrder => ({
  id,
  address: "127.0.0.1",
  options: { key, cert, ...options },
  visitor,
});

test("what cannot be opened is said, what cannot be visited too, and the rest serves", async () => {
  const servers = await startPageServers(
    process.execPath,
    [
      order("good", {}),
      order("bad key", { key: "nonsense" }),
      { ...order("bad address", {}), address: "192.0.2.1" },
      order("bad visitor", { minVersion: "TLSv1.3" }, { maxVersion: "TLSv1.2" }),
    ],
    () => {},
  );
  expect([...servers.refused.keys()].toSorted()).toEqual(["bad address", "bad key"]);
  expect([...servers.ports.keys()].toSorted()).toEqual(["bad visitor", "good"]);
  const problems = await servers.visit();
  expect(problems.size).toBe(2);
  expect(problems.get("good")).toBeNull();
  expect(problems.get("bad visitor")).toMatch(/alert|protocol|version/i);
  await servers.stop();
});

test("a page is served to anybody", async () => {
  const servers = await startPageServers(process.execPath, [order("good", {})], () => {});
  const socket = connect({
    host: "127.0.0.1",
    port: servers.ports.get("good") ?? 0,
    ca: cert,
    servername: "localhost",
  });
  socket.end("GET / HTTP/1.0\r\n\r\n");
  const [answer] = (await once(socket.setEncoding("utf8"), "data")) as [string];
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\ncrosscheck range\n$/);
  // Or the end of the server's process would reset it.
  socket.destroy();
  await servers.stop();
});

test("a program that cannot run, or is no Node, is an error", async () => {
  await expect(startPageServers("/nowhere/node", [order("good", {})], () => {})).rejects.toThrow(/ENOENT/);
  await expect(startPageServers("/bin/false", [order("good", {})], () => {})).rejects.toThrow(/ended: exit status 1/);
});
