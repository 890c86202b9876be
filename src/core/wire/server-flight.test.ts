/** What is understood of a server's flight, and what is refused; real servers are in server-flight.io.test.ts. */

import { describe, expect, test } from "vitest";
import { ALERT, encodeAlert } from "./alert.ts";
import { concat, fromHex } from "./bytes.ts";
import { encodeCertificate } from "./certificate.ts";
import { encodeCertificateRequest } from "./certificate-request.ts";
import { type Extension, heartbeatExtension, heartbeatMode, selectedVersionExtension } from "./extensions.ts";
import { encodeHandshake, HANDSHAKE } from "./handshake.ts";
import { CONTENT, encodeRecord } from "./record.ts";
import { ServerFlight } from "./server-flight.ts";
import { encodeServerHello } from "./server-hello.ts";
import { encodeDheParams, encodeServerKeyExchange } from "./server-key-exchange.ts";
import { TLS11, TLS12, TLS13 } from "./version.ts";

const RETRY = fromHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
const DHE_RSA_AES = 0x0033;

function hello(extensions: readonly Extension[] = [], random: Uint8Array = new Uint8Array(32)): Uint8Array {
  const body = { version: TLS12, random, sessionId: new Uint8Array(0), suite: DHE_RSA_AES, compression: 0, extensions };
  return encodeHandshake(HANDSHAKE.serverHello, encodeServerHello(body));
}

const chain = [fromHex("3000"), fromHex("3001aa")];
const certificate = encodeHandshake(HANDSHAKE.certificate, encodeCertificate(chain));
const dhe = { p: fromHex("f1"), g: fromHex("02"), publicKey: fromHex("a1") };
const signed = { algorithm: 0x0401, signature: fromHex("51") };
const keyExchange = encodeHandshake(
  HANDSHAKE.serverKeyExchange,
  encodeServerKeyExchange({ kind: "dhe", ...dhe, signed, params: encodeDheParams(dhe) }),
);
const request = encodeHandshake(
  HANDSHAKE.certificateRequest,
  encodeCertificateRequest({ types: [1], signatureAlgorithms: [0x0401], authorities: [] }),
);
const helloDone = encodeHandshake(HANDSHAKE.serverHelloDone, new Uint8Array(0));
const helloRequest = encodeHandshake(HANDSHAKE.helloRequest, new Uint8Array(0));

function handshake(...messages: readonly Uint8Array[]): Uint8Array {
  return encodeRecord(CONTENT.handshake, TLS12, concat(messages));
}

function alert(level: number, description: number): Uint8Array {
  return encodeRecord(CONTENT.alert, TLS12, encodeAlert(level, description));
}

const changeCipherSpec = encodeRecord(CONTENT.changeCipherSpec, TLS12, Uint8Array.of(1));
/** A record whose body is nothing without keys. */
const ciphertext = encodeRecord(CONTENT.handshake, TLS12, new Uint8Array(40).fill(0xee));

function read(...records: readonly Uint8Array[]): ServerFlight {
  const flight = new ServerFlight();
  flight.push(concat(records));
  return flight;
}

test("a whole flight in one record", () => {
  const flight = read(handshake(hello([heartbeatExtension(1)]), certificate, keyExchange, request, helloDone));
  expect(flight.defect).toBeNull();
  expect(flight.version).toBe(TLS12);
  expect(heartbeatMode(flight.hello?.extensions ?? null)).toBe(1);
  expect(flight.certificates).toEqual(chain);
  expect(flight.keyExchange).toMatchObject({ kind: "dhe", ...dhe, signed });
  expect(flight.certificateRequest).toEqual({ types: [1], signatureAlgorithms: [0x0401], authorities: [] });
  expect([flight.done, flight.records, flight.helloRetry]).toEqual([true, 1, false]);
});

test("the same flight in a record for each message, with a warning first and heartbeats between", () => {
  const flight = read(
    alert(1, ALERT.unrecognizedName),
    ...[hello(), certificate, keyExchange].map((message) => handshake(message)),
    encodeRecord(CONTENT.heartbeat, TLS12, fromHex("020000")),
    handshake(helloDone),
    alert(2, ALERT.unexpectedMessage),
  );
  expect(flight.defect).toBeNull();
  expect(flight.alerts).toEqual([
    { level: 1, description: ALERT.unrecognizedName },
    { level: 2, description: ALERT.unexpectedMessage },
  ]);
  expect([flight.done, flight.records]).toEqual([true, 7]);
});

test("not done before ServerHelloDone", () => {
  expect(read(handshake(hello(), certificate)).done).toBe(false);
});

test("messages of other kinds are passed over", () => {
  const other = encodeHandshake(HANDSHAKE.certificateStatus, fromHex("0102"));
  const flight = read(handshake(helloRequest, hello(), certificate, other, helloDone));
  expect([flight.defect, flight.done]).toEqual([null, true]);
});

test("a resumed session is done at ChangeCipherSpec, and nothing is read into what follows", () => {
  const flight = read(handshake(hello()), changeCipherSpec, ciphertext, alert(2, 40));
  expect([flight.defect, flight.done, flight.records]).toEqual([null, true, 4]);
  expect(flight.alerts).toEqual([]);
});

describe("TLS 1.3", () => {
  const first = handshake(hello([selectedVersionExtension(TLS13)], RETRY));
  const second = handshake(hello([selectedVersionExtension(TLS13)]));

  test("is done with the hello", () => {
    const flight = read(second, changeCipherSpec, ciphertext);
    expect([flight.version, flight.done, flight.defect, flight.helloRetry]).toEqual([TLS13, true, null, false]);
  });

  test("nothing is read into what follows the hello, not even in the same record", () => {
    const flight = read(handshake(hello([selectedVersionExtension(TLS13)]), helloDone, certificate, certificate));
    expect([flight.defect, flight.done, flight.certificates]).toEqual([null, true, null]);
  });

  test("a retry is done until the second hello comes", () => {
    const flight = read(first, changeCipherSpec);
    expect([flight.version, flight.done, flight.helloRetry]).toEqual([TLS13, true, true]);
    flight.push(alert(2, ALERT.protocolVersion));
    expect(flight.alerts).toHaveLength(1);
    flight.push(second);
    expect(flight.hello?.random).toEqual(new Uint8Array(32));
    expect([flight.defect, flight.helloRetry]).toEqual([null, true]);
  });

  test("only one retry", () => {
    expect(read(first, first).defect).toBe("malformed");
  });
});

describe("defects", () => {
  const wrongForm = encodeHandshake(
    HANDSHAKE.serverKeyExchange,
    encodeServerKeyExchange({ kind: "psk", hint: fromHex("00") }),
  );
  test.each<[string, Uint8Array, string]>([
    ["plain text", new TextEncoder().encode("220 mail ready"), "not_tls"],
    ["SSL 2.0", fromHex("8003000001"), "sslv2"],
    ["a record too long", fromHex("1603037fff"), "oversized"],
    ["a certificate message beyond 256 kB", handshake(hello(), fromHex("0b040001")), "oversized"],
    ["a malformed hello", handshake(encodeHandshake(HANDSHAKE.serverHello, fromHex("0303"))), "malformed"],
    ["two hellos", handshake(hello(), hello()), "malformed"],
    ["a certificate before the hello", handshake(certificate), "malformed"],
    ["two certificate messages", handshake(hello(), certificate, certificate), "malformed"],
    ["a malformed certificate message", handshake(hello(), encodeHandshake(11, fromHex("000001"))), "malformed"],
    ["a key exchange before the hello", handshake(keyExchange), "malformed"],
    ["two key exchanges", handshake(hello(), keyExchange, keyExchange), "malformed"],
    ["a key exchange of another suite's form", handshake(hello(), wrongForm), "malformed"],
    ["a request before the hello", handshake(request), "malformed"],
    ["two requests", handshake(hello(), request, request), "malformed"],
    ["the end before the hello", handshake(helloDone), "malformed"],
    ["an end with a body", handshake(hello(), encodeHandshake(14, fromHex("00"))), "malformed"],
    ["half an alert", encodeRecord(CONTENT.alert, TLS11, fromHex("02")), "malformed"],
  ])("%s", (_, bytes, defect) => {
    const flight = read(bytes);
    expect(flight.defect).toBe(defect);
    const before = flight.records;
    flight.push(alert(2, 40));
    expect([flight.defect, flight.records, flight.alerts]).toEqual([defect, before, []]);
  });

  test("what was understood before the defect stays", () => {
    const flight = read(handshake(hello()), new TextEncoder().encode("HTTP"));
    expect([flight.defect, flight.version, flight.records]).toEqual(["not_tls", TLS12, 1]);
  });
});

test("endless warnings are counted, not kept", () => {
  const flight = read(...Array.from({ length: 1000 }, () => alert(1, ALERT.unrecognizedName)));
  expect([flight.alerts.length, flight.records]).toEqual([16, 1000]);
});
