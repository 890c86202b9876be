/**
 * Records the first flights of genuine servers as corpus for the fuzz tests: `npx tsx test/fuzz/record.ts`. Only a
 * ClientHello is sent and never a heartbeat, so that no memory of any server can be in what is kept.
 */

import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { HELLO_RANDOM_BYTES, helloRecord } from "../../src/packs/heartbleed/hellos.ts";
import { defaultCacheFolder } from "../../src/range/genuine/fetch.ts";
import { startGenuine } from "../../src/range/genuine/range.ts";
import type { RangeServer } from "../../src/range/server.ts";

/** One of each kind of flight; the others differ only in numbers. */
const WANTED =
  /^node-(0\.10\.1\/(ssl3|tls1\.2|exp-rc4-md5|client-certificate)|0\.12\.18\/(ecdhe-ecdsa.*|dhe-dss-aes128-sha|adh-rc4-md5)|current\/(tls1\.2|tls1\.3))$/;
const QUIET_MS = 500;

function firstFlight({ address, id, port }: RangeServer): Promise<Buffer> {
  const form = id.endsWith("tls1.3") ? "modern" : "broad";
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, address, () => {
      socket.write(helloRecord(form, { serverName: null, random: randomBytes(HELLO_RANDOM_BYTES) }));
    });
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.setTimeout(QUIET_MS, () => socket.end());
    socket.on("close", () => resolve(Buffer.concat(chunks)));
    socket.on("end", () => socket.end());
  });
}

const range = await startGenuine({
  families: ["node-0.10.1", "node-0.12.18", "node-current"],
  cacheFolder: defaultCacheFolder(),
  onNotice: (text) => void process.stderr.write(`${text}\n`),
});
for (const server of range.servers.filter(({ id }) => WANTED.test(id))) {
  const bytes = await firstFlight(server);
  const lines = bytes.toString("hex").match(/.{1,96}/g) ?? [];
  const name = `genuine-${server.id.replaceAll("/", "-")}.hex`;
  writeFileSync(
    new URL(`heartbleed/${name}`, import.meta.url),
    `# ${server.library}, ${server.condition}: the answer to our ClientHello.\n${lines.join("\n")}\n`,
  );
}
await range.stop();
