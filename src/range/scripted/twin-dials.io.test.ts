/** The dials that only twins of genuine servers turn, met by the TLS client of the Node that runs us. */

import { connect } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Dials } from "../conditions/dials.ts";
import { type ScriptedRange, startScripted } from "./start-scripted.ts";

const X25519 = 29;
const DIALS: readonly Partial<Dials>[] = [
  { sessions: "kept" },
  { sessions: "kept", extendedMasterSecret: true, curves: [X25519], preference: "server" },
];

let range: ScriptedRange;
beforeAll(async () => {
  const like = { title: "", question: "", truth: "vulnerable", source: "" } as const;
  range = await startScripted(DIALS.map((dials, i) => ({ ...like, id: String(i), dials })));
});
afterAll(() => range.stop());

test.each(DIALS.map((dials, i) => [JSON.stringify(dials), i] as const))("%s: a page, and a ticket", async (_, i) => {
  const server = range.servers[i];
  const page = await new Promise<{ readonly text: string; readonly ticketed: boolean }>((resolve, reject) => {
    const { address = "", port = 0 } = server ?? {};
    const settings = {
      maxVersion: "TLSv1.2",
      rejectUnauthorized: false,
      ciphers: "ECDHE-RSA-AES128-GCM-SHA256",
    } as const;
    const socket = connect({ host: address, port, ...settings }, () => {
      socket.write("GET / HTTP/1.0\r\n\r\n");
    });
    socket.once("data", (data) => {
      resolve({ text: data.toString(), ticketed: socket.getTLSTicket() !== undefined });
      socket.end();
    });
    socket.once("error", reject);
  });
  expect(page).toEqual({ text: expect.stringContaining("crosscheck range"), ticketed: true });
});
