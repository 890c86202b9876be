import { once } from "node:events";
import { connect, createServer } from "node:net";
import { expect, test } from "vitest";
import { holdClosedPort } from "./closed-port.ts";

test("a held port refuses connections, and nobody else can listen on it", async () => {
  const closed = await holdClosedPort();
  const [refusal] = (await once(connect(closed.port, closed.address), "error")) as [NodeJS.ErrnoException];
  expect(refusal.code).toBe("ECONNREFUSED");
  const rival = createServer();
  rival.listen(closed.port, closed.address);
  const [taken] = (await once(rival, "error")) as [NodeJS.ErrnoException];
  expect(taken.code).toBe("EADDRINUSE");
  await closed.stop();
});
