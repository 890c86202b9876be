import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CommandError, EXIT } from "./exit.ts";
import { remote } from "./remote.ts";

const TOKEN = { CROSSCHECK_TOKEN: "xck_test" };
const seen: string[] = [];
let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization}`);
    if (request.url === "/api/v1/away") return response.writeHead(302, { Location: `${base}/stolen` }).end();
    if (request.url === "/api/v1/denied")
      return response.writeHead(403).end(JSON.stringify({ detail: "no \u001b[31m" }));
    if (request.url === "/api/v1/html") return response.end("<html>");
    return response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

it("sends the token over TLS or to loopback, and nowhere else", () => {
  for (const bad of ["http://example.org", "http://127.0.0.1.example.org", "ftp://x", "x", "https://u:p@example.org"]) {
    expect(() => remote(bad, false, TOKEN), bad).toThrow(CommandError);
  }
  for (const good of ["https://example.org", "http://localhost:1", "http://[::1]:1", "http://127.0.0.1:1"]) {
    expect(() => remote(good, false, TOKEN), good).not.toThrow();
  }
  expect(() => remote("http://example.org", true, TOKEN)).not.toThrow();
  expect(() => remote("https://example.org", false, {})).toThrow(/CROSSCHECK_TOKEN/);
});

it("asks with the token, follows no redirect, and says what is wrong", async () => {
  const { get } = remote(base, false, TOKEN);
  expect(await get("/x")).toEqual({});
  expect(seen).toEqual(["/api/v1/x Bearer xck_test"]);
  await expect(get("/away")).rejects.toMatchObject({ exitCode: EXIT.missing });
  expect(seen.some((each) => each.startsWith("/stolen"))).toBe(false);
  await expect(get("/denied")).rejects.toMatchObject({ exitCode: EXIT.usage });
  await expect(get("/denied")).rejects.not.toThrow("\u001b");
  await expect(get("/html")).rejects.toThrow(/no crosscheck server/);
  await expect(remote("http://127.0.0.1:1", false, TOKEN).get("/x")).rejects.toMatchObject({ exitCode: EXIT.missing });
});
