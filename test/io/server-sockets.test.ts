/** Slow, huge and broken requests over real sockets: each is bounded, and others are answered meanwhile. */

import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadConfiguration } from "../../src/app/cli/context.ts";
import { type Serving, startServing } from "../../src/app/server/serve.ts";
import { Folder } from "../support/folder.ts";

const folder = new Folder();
let serving: Serving;
let port: number;
beforeAll(async () => {
  const configuration = await loadConfiguration({ db: folder.at("test.db") });
  const rest = { names: [], runs: [], policy: "balanced", say: () => {} };
  serving = await startServing({ configuration, address: "127.0.0.1", port: 0, ...rest });
  port = Number(new URL(serving.url).port);
});
afterAll(async () => {
  await serving.close();
  folder.remove();
});

/** Sends it, keeps the connection open, and gives what came until the other side closed. */
async function exchange(...parts: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let heard = "";
    const socket = connect(port, "127.0.0.1", () => {
      for (const part of parts) socket.write(part);
    });
    socket.setEncoding("latin1").on("data", (text: string) => (heard += text));
    socket.on("error", () => {});
    socket.on("close", () => resolve(heard));
  });
}
const status = (answer: string) => /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? "none";
const host = () => `Host: 127.0.0.1:${port}\r\n`;

it("answers broken and huge requests with an error, and goes on", async () => {
  const get = (path: string, more = "") =>
    exchange(`GET ${path} HTTP/1.1\r\n${host()}Connection: close\r\n${more}\r\n`);
  expect(status(await get(`/${"x".repeat(20_000)}`))).toBe("431");
  expect(status(await get("/", Array.from({ length: 10_000 }, (_, i) => `X-${i}: 1\r\n`).join("")))).toBe("431");
  expect(status(await get("/api/v1/session", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"))).toBe("400");
  expect(status(await exchange("GET /api/v1/session HTTP/1.1\r\nConnection: close\r\n\r\n"))).toBe("400");
  expect(status(await exchange(`GET / HTTP/1.1\r\n${host()}${host()}Connection: close\r\n\r\n`))).toMatch(/40[03]/);
  expect(status(await exchange(`GET / HTTP/1.1\r\nHost: attacker.example\r\nConnection: close\r\n\r\n`))).toBe("403");
  expect(
    status(
      await exchange(
        `GET http://attacker.example/api/v1/session HTTP/1.1\r\nHost: attacker.example\r\nConnection: close\r\n\r\n`,
      ),
    ),
  ).toBe("403");
  expect(status(await exchange("\u0000\u0001\u0002\r\n\r\n"))).toBe("400");
  expect(status(await get("/../../../../etc/passwd"))).toBe("404");
  expect(await get("/..%2f..%2fetc%2fpasswd")).not.toContain("root:");
  expect(status(await get("/api/v1/session"))).toBe("200");
});

it("ends who sends headers slowly, and answers others meanwhile", async () => {
  const slow = Promise.all(Array.from({ length: 60 }, () => exchange("GET / HTTP/1.1\r\nX-Slow: ")));
  const meanwhile = await fetch(`${serving.url}/api/v1/session`);
  expect(meanwhile.status).toBe(200);
  for (const answer of await slow) expect(status(answer)).toMatch(/408|none/);
});

it("takes no more of a body than its limit, also in chunks, without waiting for its end", async () => {
  const head = `POST /api/v1/session HTTP/1.1\r\n${host()}Content-Type: application/json\r\nConnection: close\r\n`;
  expect(status(await exchange(`${head}Content-Length: 99999999\r\n\r\n{`))).toBe("413");
  const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
  expect(status(await exchange(`${head}Transfer-Encoding: chunked\r\n\r\n`, ...Array<string>(20).fill(chunk)))).toBe(
    "413",
  );
});
