/** The connection without its socket, up to the first heartbeat: what a client gets to see, in order. */

import { describe, expect, test } from "vitest";
import { encodeAlert } from "../../core/wire/alert.ts";
import { HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT, encodeRecord } from "../../core/wire/record.ts";
import { SSL30, TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import { DEFAULT_DIALS } from "../conditions/dials.ts";
import type { Site } from "./handshake.ts";
import { control, flush, hello, inShort, messageTypes, RawClient } from "./testing/raw-client.ts";

const FLIGHT = [HANDSHAKE.serverHello, HANDSHAKE.certificate, HANDSHAKE.serverKeyExchange, HANDSHAKE.serverHelloDone];

describe("the first flight", () => {
  test.each([
    { framing: "message_per_record", records: 4 },
    { framing: "one_record", records: 1 },
    { framing: { recordBytes: 60 }, records: null },
  ] as const)("framing $framing", ({ framing, records }) => {
    const flight = new RawClient({ framing }).send(hello(TLS12));
    expect(messageTypes(flight)).toEqual(FLIGHT);
    if (records !== null) expect(flight).toHaveLength(records);
    else expect(Math.max(...flight.map(({ body }) => body.length))).toBe(60);
  });

  test("a certificate request and ServerHelloDone share a record", () => {
    const flight = new RawClient({ clientCertificate: "requested" }).send(hello(TLS12));
    expect(messageTypes(flight)).toEqual([
      ...FLIGHT.slice(0, 3),
      HANDSHAKE.certificateRequest,
      HANDSHAKE.serverHelloDone,
    ]);
    expect(flight).toHaveLength(4);
  });

  test("authorities make it longer than a record", () => {
    const flight = new RawClient({ clientCertificate: "requested", authoritiesBytes: 18_000 }).send(hello(TLS12));
    expect(flight.map(({ body }) => body.length)).toContain(16_384);
    expect(messageTypes(flight).at(-1)).toBe(HANDSHAKE.serverHelloDone);
  });

  test("the Certificate record's length ends as its dial says", () => {
    const [, long] = new RawClient({ certificate: { ...DEFAULT_DIALS.certificate, lowByte: 0x94 } }).send(hello(TLS12));
    expect((long?.body.length ?? 0) & 0xff).toBe(0x94);
  });

  test.each([SSL30, TLS10, TLS11, TLS12])(
    "no record's length has a low byte of 0x80 or more (version %i)",
    (version) => {
      const lengths = new RawClient().send(hello(version)).map(({ body }) => body.length);
      expect(lengths.filter((length) => (length & 0xff) >= 0x80)).toEqual([]);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(1400);
    },
  );

  test("a warning can go before it", () => {
    expect(inShort(new RawClient({ serverName: "warned_about" }).send(hello(TLS12))).slice(0, 2)).toEqual([
      "alert 1 112",
      "handshake",
    ]);
  });

  test("without the server name there may be none", () => {
    const strict = { serverName: "required" } as const;
    expect(inShort(new RawClient(strict).send(hello(TLS12)))).toEqual(["alert 2 112"]);
    expect(messageTypes(new RawClient(strict).send(hello(TLS12, { serverName: "localhost" })))).toEqual(FLIGHT);
  });
});

describe("versions", () => {
  test.each([SSL30, TLS10, TLS11, TLS12])("%i is answered in kind", (version) => {
    const flight = new RawClient().send(hello(version));
    expect(new Set(flight.map((record) => record.version))).toEqual(new Set([version]));
    expect(messageTypes(flight)[0]).toBe(HANDSHAKE.serverHello);
  });

  test("too low a hello gets protocol_version in a record of its own version, or FIN", () => {
    const tls12 = { min: TLS12, max: TLS12 };
    const alerting = new RawClient({ versions: { ...tls12, otherwise: "alert" } });
    const [alert] = alerting.send(hello(TLS11));
    expect(alert).toEqual({ type: CONTENT.alert, version: TLS11, body: encodeAlert(2, 70) });
    const closing = new RawClient({ versions: { ...tls12, otherwise: "close" } });
    expect(closing.send(hello(TLS11))).toEqual([]);
    expect([alerting.ending, closing.ending]).toEqual(["fin", "fin"]);
  });

  test("a later record of another version gets protocol_version that carries that version", () => {
    const client = new RawClient();
    client.send(hello(TLS12));
    expect(client.send(control(TLS11))).toEqual([{ type: CONTENT.alert, version: TLS11, body: encodeAlert(2, 70) }]);
    expect(client.counters.heartbeats).toBe(0);
  });

  test.each([
    {
      what: "a record too long",
      bytes: encodeRecord(CONTENT.heartbeat, TLS12, new Uint8Array(17_000)),
      alert: "alert 2 22",
    },
    { what: "an unknown type", bytes: encodeRecord(25, TLS12, Uint8Array.of(0)), alert: "alert 2 10" },
    {
      what: "application data",
      bytes: encodeRecord(CONTENT.applicationData, TLS12, Uint8Array.of(0)),
      alert: "alert 2 10",
    },
    {
      what: "an early ChangeCipherSpec",
      bytes: encodeRecord(CONTENT.changeCipherSpec, TLS12, Uint8Array.of(1)),
      alert: "alert 2 10",
    },
    {
      what: "a ClientKeyExchange that promises too much",
      bytes: encodeRecord(CONTENT.handshake, TLS12, Uint8Array.of(16, 1, 0, 0)),
      alert: "alert 2 47",
    },
    { what: "a second ClientHello", bytes: hello(TLS12).fill(3, 2, 3), alert: "alert 2 10" },
  ])("mid-handshake, $what: $alert", ({ bytes, alert }) => {
    const client = new RawClient();
    client.send(hello(TLS12));
    expect(inShort(client.send(bytes))).toEqual([alert]);
  });

  test.each([
    ["a heartbeat first", control()],
    ["text", new TextEncoder().encode("GET / HTTP/1.0\r\n\r\n")],
  ])("%s is closed without a word", (_what, bytes) => {
    const client = new RawClient();
    client.send(bytes);
    expect([client.raw.length, client.ending]).toEqual([0, "fin"]);
  });
});

describe("between ChangeCipherSpec and Finished", () => {
  /** Keys that do nothing, agreed on without a word. */
  const site: Site = {
    suites: [0x002f],
    usable: () => true,
    begin: () => ({
      flight: [],
      expected: () => [HANDSHAKE.finished],
      receive: () => ({ kind: "accepted" }),
      changeCipherSpec: () => ({ protection: { open: (_type, _version, body) => body }, explicit: 0 }),
    }),
  };
  const changeCipherSpec = encodeRecord(CONTENT.changeCipherSpec, TLS12, Uint8Array.of(1));

  test.each([
    ["a heartbeat", control()],
    ["a second ChangeCipherSpec", changeCipherSpec],
    ["an alert", encodeRecord(CONTENT.alert, TLS12, encodeAlert(1, 90))],
  ])("%s has no place", (_what, record) => {
    const client = new RawClient({}, site);
    client.send(hello(TLS12), changeCipherSpec);
    expect(inShort(client.send(record))).toEqual(["alert 2 10"]);
    expect(client.counters.heartbeats).toBe(0);
  });
});

describe("the extension", () => {
  test.each([
    { extension: "none", offered: 1, mode: null },
    { extension: "mode_1", offered: 1, mode: 1 },
    { extension: "mode_2", offered: 1, mode: 2 },
    { extension: "mode_1", offered: null, mode: null },
  ] as const)("$extension, offered $offered", ({ extension, offered, mode }) => {
    const [first] = new RawClient({ extension }).send(hello(TLS12, { heartbeat: offered }));
    // type 15, length 1, mode
    const found = Buffer.from(first?.body ?? new Uint8Array(0)).indexOf(Buffer.of(0, 15, 0, 1));
    expect(found < 0 ? null : first?.body[found + 4]).toBe(mode);
  });
});
describe("the client's FIN", () => {
  test("is answered with ours", () => {
    const client = new RawClient();
    client.send(hello(TLS12));
    client.end();
    expect(client.ending).toBe("fin");
  });

  test("is read after the records before it, however slowly these are read", () => {
    const client = new RawClient({ pace: "per_second" });
    client.send(hello(TLS12), control(), flush());
    expect(client.end()).toEqual([]);
    expect(client.ending).toBeNull();
    expect(inShort(client.wake(1000))).toEqual(["hb 21", "alert 2 10"]);
  });
});
