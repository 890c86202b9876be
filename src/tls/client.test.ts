/** What the client makes of servers that lie, stumble or attack: always an event, never an exception. */

import { assert, constantFrom, nat, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { concat } from "../core/wire/bytes.ts";
import { encodeHandshake, HANDSHAKE } from "../core/wire/handshake.ts";
import { CONTENT, encodeRecord } from "../core/wire/record.ts";
import { encodeServerHello } from "../core/wire/server-hello.ts";
import { SSL30, TLS10, TLS11, TLS12, TLS13 } from "../core/wire/version.ts";
import { type ClientEvent, TlsClient } from "./client.ts";
import { completableHello } from "./completable.ts";

/** Bytes that look random enough and are the same every time. */
const random = { bytes: (length: number) => new Uint8Array(length).fill(7), unit: () => 0.5 };

function startedClient(suites: readonly number[] = [0x002f]): TlsClient {
  const client = new TlsClient({ hello: completableHello({ suites }, random), random });
  client.start();
  return client;
}

const record = (type: number, ...body: readonly Uint8Array[]): Uint8Array => encodeRecord(type, TLS12, concat(body));
const message = (type: number, body: Uint8Array = new Uint8Array(0)): Uint8Array => encodeHandshake(type, body);

function serverHello(change: { version?: number; suite?: number; compression?: number; extension?: number } = {}) {
  const { version = TLS12, suite = 0x002f, compression = 0, extension } = change;
  const extensions = extension === undefined ? null : [{ type: extension, data: new Uint8Array(0) }];
  const hello = { version, random: new Uint8Array(32), sessionId: new Uint8Array(0), suite, compression, extensions };
  return message(HANDSHAKE.serverHello, encodeServerHello(hello));
}

/** The last event, which must be the only failure. */
function failure(events: readonly ClientEvent[]): string {
  const failures = events.filter((event) => event.kind === "failed");
  expect(failures).toHaveLength(1);
  const last = events.at(-1);
  return last?.kind === "failed" ? `${last.reason}: ${last.detail}` : "";
}

const hello = record(CONTENT.handshake, serverHello());
const done = record(CONTENT.handshake, message(HANDSHAKE.serverHelloDone));

describe("a server that does not follow the rules", () => {
  it.each<{ name: string; bytes: Uint8Array; says: RegExp }>([
    { name: "plain text", bytes: Buffer.from("HTTP/1.0 400 Bad Request\r\n"), says: /^not_tls/ },
    { name: "a record that is too long", bytes: Uint8Array.of(22, 3, 3, 0xff, 0xff), says: /^malformed/ },
    { name: "a fatal alert", bytes: record(CONTENT.alert, Uint8Array.of(2, 40)), says: /^alert: handshake_failure$/ },
    { name: "half an alert", bytes: record(CONTENT.alert, Uint8Array.of(2)), says: /^malformed/ },
    { name: "ServerHelloDone first", bytes: done, says: /^unexpected_message/ },
    {
      name: "ServerHello cut short",
      bytes: record(CONTENT.handshake, message(HANDSHAKE.serverHello, new Uint8Array(30))),
      says: /^malformed/,
    },
    {
      name: "TLS 1.3",
      bytes: record(CONTENT.handshake, serverHello({ version: TLS13 })),
      says: /^unsupported: the server chose TLS 1.3/,
    },
    { name: "SSL 2.0", bytes: record(CONTENT.handshake, serverHello({ version: 2 })), says: /^unsupported/ },
    {
      name: "a suite not offered",
      bytes: record(CONTENT.handshake, serverHello({ suite: 0x0035 })),
      says: /^malformed/,
    },
    { name: "compression", bytes: record(CONTENT.handshake, serverHello({ compression: 1 })), says: /^malformed/ },
    {
      name: "encrypt-then-MAC",
      bytes: record(CONTENT.handshake, serverHello({ extension: 22 })),
      says: /^unsupported: the server agreed to an extension/,
    },
    { name: "ServerHello twice", bytes: concat([hello, hello]), says: /^unexpected_message/ },
    { name: "no certificate", bytes: concat([hello, done]), says: /^unsupported: .*neither a certificate/ },
    {
      name: "a certificate without a key",
      bytes: concat([
        hello,
        record(CONTENT.handshake, message(HANDSHAKE.certificate, Uint8Array.of(0, 0, 5, 0, 0, 2, 0x30, 0))),
        done,
      ]),
      says: /^unsupported: no public key/,
    },
    {
      name: "a certificate list that does not add up",
      bytes: concat([hello, record(CONTENT.handshake, message(HANDSHAKE.certificate, Uint8Array.of(0, 0, 9, 0)))]),
      says: /^malformed/,
    },
    {
      name: "an early ChangeCipherSpec",
      bytes: concat([hello, record(CONTENT.changeCipherSpec, Uint8Array.of(1))]),
      says: /^unexpected_message: early/,
    },
    {
      name: "a message of 16 MB",
      bytes: concat([hello, record(CONTENT.handshake, Uint8Array.of(HANDSHAKE.certificate, 0xff, 0xff, 0xff))]),
      says: /^too_much_data/,
    },
  ])("$name", ({ bytes, says }) => {
    expect(failure(startedClient().receive(bytes))).toMatch(says);
  });

  it("certificate messages without end", () => {
    const client = startedClient();
    client.receive(hello);
    const large = message(HANDSHAKE.certificateStatus, new Uint8Array(2 ** 16 - 4));
    const events: ClientEvent[] = [];
    for (let i = 0; i < 40; i++) {
      for (let at = 0; at < large.length; at += 2 ** 14) {
        events.push(...client.receive(record(CONTENT.handshake, large.subarray(at, at + 2 ** 14))));
      }
    }
    expect(failure(events)).toMatch(/^too_much_data/);
  });
});

describe("before keys are on", () => {
  it("a warning alert and HelloRequests change nothing", () => {
    const client = startedClient();
    const request = record(CONTENT.handshake, message(HANDSHAKE.helloRequest));
    const events = client.receive(concat([record(CONTENT.alert, Uint8Array.of(1, 112)), request, hello, request]));
    expect(events.map(({ kind }) => kind)).toEqual(["alert", "server_hello"]);
  });

  it("a heartbeat is shown as what it is: not protected, not authentic", () => {
    const events = startedClient().receive(concat([hello, record(CONTENT.heartbeat, Uint8Array.of(2, 0, 0))]));
    expect(events.at(-1)).toMatchObject({ kind: "record", type: 24, protected: false, authentic: false, length: 3 });
  });

  it("what we seal is plain, in the negotiated version", () => {
    const client = startedClient();
    client.receive(record(CONTENT.handshake, serverHello({ version: TLS11 })));
    expect(client.seal(CONTENT.heartbeat, Uint8Array.of(1, 0, 0))).toEqual(Uint8Array.of(24, 3, 2, 0, 3, 1, 0, 0));
  });
});

describe("the ClientHello", () => {
  it.each([
    { maxVersion: SSL30, record: SSL30, extensions: false },
    { maxVersion: TLS10, record: TLS10, extensions: true },
    { maxVersion: TLS12, record: TLS10, extensions: true },
  ])("up to $maxVersion", ({ maxVersion, record: recordVersion, extensions }) => {
    const offered = completableHello({ maxVersion }, random);
    expect(offered.extensions !== null).toBe(extensions);
    const start = new TlsClient({ hello: offered, random }).start();
    expect((start[1] ?? 0) * 256 + (start[2] ?? 0)).toBe(recordVersion);
  });
});

describe("anything at all", () => {
  it("random bytes, in any pieces, end in events and never in an exception", () => {
    assert(
      property(uint8Array({ maxLength: 300 }), nat(300), (bytes, cut) => {
        const client = startedClient();
        const events = [...client.receive(bytes.subarray(0, cut)), ...client.receive(bytes.subarray(cut))];
        expect(events.filter(({ kind }) => kind === "failed").length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("random handshake messages after a ServerHello of any suite: at most one failure, and nothing after it", () => {
    const types = constantFrom(...Object.values(HANDSHAKE));
    const suites = [0x002f, 0x0003, 0x0033, 0x0034, 0xc013, 0xc004, 0x0031];
    assert(
      property(constantFrom(...suites), types, uint8Array({ maxLength: 200 }), (suite, type, body) => {
        const client = startedClient(suites);
        client.receive(record(CONTENT.handshake, serverHello({ suite })));
        const first = client.receive(concat([record(CONTENT.handshake, message(type, body)), done]));
        const second = client.receive(done);
        const failures = [...first, ...second].filter(({ kind }) => kind === "failed");
        expect(failures).toHaveLength(1);
        expect([...first, ...second].at(-1)).toBe(failures[0]);
      }),
    );
  });
});
