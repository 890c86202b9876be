/**
 * The real program, with a template of our own that says what it shall find: the official one is somebody else's, and is not here.
 * `CROSSCHECK_TEST_NUCLEI` names the program where it is not on the PATH.
 */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findProgram } from "../../app/tools/find-program.ts";
import { toolWitness } from "../../app/tools/witness.ts";
import { realProgram } from "../testing/real.ts";
import { nuclei } from "./index.ts";

const TEMPLATE = `id: CVE-2014-0160

info:
  name: A server that says it itself
  author: crosscheck
  severity: info

tcp:
  - inputs:
      - data: "hello"
    host:
      - "{{Hostname}}"
    read-size: 64
    matchers:
      - type: word
        words:
          - "it is vulnerable"
`;
/** Has no signature, so that nuclei does not run it. */
const UNSIGNED = `id: CVE-2014-0160

info:
  name: Code without a signature
  author: crosscheck
  severity: info

code:
  - engine:
      - sh
    source: |
      echo it is vulnerable
    matchers:
      - type: word
        words:
          - "it is vulnerable"
`;

let folder = "";
const servers: Server[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosscheck-nuclei-"));
  await writeFile(join(folder, "own.yaml"), TEMPLATE);
  await writeFile(join(folder, "unsigned.yaml"), UNSIGNED);
});
afterAll(async () => {
  for (const server of servers) server.close();
  await rm(folder, { recursive: true, force: true });
});

async function listening(says: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => socket.end(says));
  });
  servers.push(server);
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

for (const [what, says, template, reason] of [
  ["a match", "it is vulnerable\n", "own.yaml", "finding_reported"],
  ["no match", "all is well\n", "own.yaml", "negative_without_ground"],
  ["a closed port", null, "own.yaml", "port_closed"],
  ["code that is not signed", "all is well\n", "unsigned.yaml", "check_not_enabled"],
  ["a template that is not there", "all is well\n", "missing.yaml", "check_not_enabled"],
] as const) {
  test(what, { timeout: 90_000 }, async (context) => {
    const path = await realProgram(context, nuclei);
    const options = { template: join(folder, template) };
    const entry = { name: "nuclei", tool: "nuclei", path, options, timeoutMs: null, concurrency: null };
    const found = await findProgram(nuclei, entry);
    expect(found).toMatchObject({ ok: true, program: { version: expect.stringMatching(/^3\./) } });
    const port = says === null ? 9 : await listening(says);
    const question = { address: "127.0.0.1", port, serverName: null, name: null };
    const answer = await toolWitness(nuclei, entry, found).ask(question, new AbortController().signal);
    expect(answer.finding.reason, answer.provenance.words).toBe(reason);
  });
}
