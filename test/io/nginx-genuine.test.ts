/** The nginx that is installed here: it serves, the native detector is right about it, and it ends with the range. */

import { connect } from "node:net";
import { expect, test } from "vitest";
import { scanServers } from "../support/range-scan.ts";
import { startGenuine } from "../../src/range/genuine/range.ts";

const refused = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host, () => resolve(false));
    socket.on("error", () => resolve(true));
    socket.on("connect", () => socket.destroy());
  });

test("serves, is judged rightly, and ends with the range", { timeout: 60_000 }, async (context) => {
  const range = await startGenuine({ families: ["nginx"], cacheFolder: "", onNotice: () => {} });
  try {
    const absent = range.notices.find((notice) => notice.endsWith("nginx is not installed"));
    if (absent !== undefined) return context.skip(absent);
    expect(range.notices).toEqual([]);
    expect((await range.alive()).filter(({ problem }) => problem !== null)).toEqual([]);
    const verdicts = await scanServers(range.servers);
    const judged = range.servers.map(({ id }) => [id, verdicts.get(id)?.outcome]);
    expect(judged).toEqual(range.servers.map(({ id, truth }) => [id, truth]));
    expect(range.servers.length).toBeGreaterThan(0);
  } finally {
    await range.stop();
  }
  const gone = await Promise.all(range.servers.map(({ address, port }) => refused(port, address)));
  expect(gone).not.toContain(false);
});

test("where it is not installed it is left out with a sentence", async () => {
  const path = process.env["PATH"];
  process.env["PATH"] = "/nowhere";
  const range = await startGenuine({ families: ["nginx"], cacheFolder: "", onNotice: () => {} }).finally(() => {
    process.env["PATH"] = path;
  });
  expect(range.servers).toEqual([]);
  expect(range.notices).toEqual(["nginx is left out: nginx is not installed"]);
  await range.stop();
});
