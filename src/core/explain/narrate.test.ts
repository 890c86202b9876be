import { describe, expect, test } from "vitest";
import type { Transcript } from "../model/transcript.ts";
import { concat } from "../wire/bytes.ts";
import { heartbeatExtension } from "../wire/extensions.ts";
import { encodeHandshake, HANDSHAKE } from "../wire/handshake.ts";
import { CONTENT, encodeRecord } from "../wire/record.ts";
import { encodeServerHello } from "../wire/server-hello.ts";
import { TLS12 } from "../wire/version.ts";
import { narrate } from "./narrate.ts";

const none = new Uint8Array(0);
const hello = encodeHandshake(
  HANDSHAKE.serverHello,
  encodeServerHello({
    version: TLS12,
    random: new Uint8Array(32),
    sessionId: none,
    suite: 0x2f,
    compression: 0,
    extensions: [heartbeatExtension(1)],
  }),
);
const done = encodeHandshake(HANDSHAKE.serverHelloDone, none);

describe("a transcript in words", () => {
  test("tells who sent what, in order, and in our own words only", () => {
    const transcript: Transcript = {
      format: 1,
      rung: "flight/broad",
      address: "127.0.0.1",
      port: 443,
      serverName: null,
      events: [
        { at: 1, kind: "connected" },
        { at: 2, kind: "sent", label: "client_hello", bytes: new Uint8Array(9) },
        { at: 3, kind: "received", bytes: encodeRecord(CONTENT.handshake, TLS12, concat([hello, done])) },
        { at: 4, kind: "sent", label: "control", bytes: none },
        {
          at: 5,
          kind: "heartbeat",
          recordVersion: TLS12,
          length: 43,
          received: 43,
          messageType: 2,
          claimed: 24,
          class: "control_answer",
          protected: false,
        },
        { at: 6, kind: "protected_record", contentType: 21, length: 2, authentic: false, alert: null, http: false },
        { at: 7, kind: "received", bytes: new TextEncoder().encode("\u001b[31mowned") },
        { at: 8, kind: "end", how: "fin" },
      ],
    };
    expect(narrate(transcript).map((l) => `${l.atMs} ${l.who}: ${l.text}`)).toEqual([
      "1 network: connected",
      "2 us: ClientHello (9 bytes)",
      "3 server: ServerHello: TLS 1.2, TLS_RSA_WITH_AES_128_CBC_SHA, heartbeat extension, mode 1",
      "3 server: ServerHelloDone",
      "4 us: heartbeat, well-formed (control) (0 bytes)",
      "5 server: answers the well-formed heartbeat (record of 43 bytes)",
      "6 server: alert record under encryption, NOT made with the session's keys",
      "7 server: 10 bytes that are not well-formed TLS",
      "8 server: closes the connection (FIN)",
    ]);
  });
});
