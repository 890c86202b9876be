import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytes, clientHello, hostile, serverHello, u16, u8 } from "../../../test/properties/wire-arbitraries.ts";
import { concat, fromHex, toHex } from "./bytes.ts";
import { encodeCertificate } from "./certificate.ts";
import { DtlsServerFlight } from "./dtls-flight.ts";
import {
  decodeFragments,
  encodeFragment,
  FragmentAssembler,
  fragmentsOf,
  type HandshakeFragment,
} from "./dtls-handshake.ts";
import {
  decodeDtlsClientHello,
  decodeHelloVerifyRequest,
  encodeDtlsClientHello,
  encodeHelloVerifyRequest,
  HELLO_VERIFY_REQUEST,
} from "./dtls-hello.ts";
import { decodeDatagram, encodeDtlsRecord } from "./dtls-record.ts";
import { DTLS10, DTLS12, dtlsVersionName, dtlsVersionOf, tlsVersionOf } from "./dtls-version.ts";
import { HANDSHAKE } from "./handshake.ts";
import { CONTENT } from "./record.ts";
import { encodeServerHello } from "./server-hello.ts";
import { TLS11, TLS12 } from "./version.ts";

const NONE = new Uint8Array(0);
const record = fc.record({
  type: fc.integer({ min: 20, max: 24 }),
  version: fc.constantFrom(DTLS10, DTLS12),
  epoch: u16,
  sequence: fc.oneof(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.constantFrom(2 ** 32 - 1, 2 ** 32)),
  body: bytes(200),
});

test.each([
  [DTLS10, TLS11, "DTLS 1.0"],
  [DTLS12, TLS12, "DTLS 1.2"],
])("version %i is made from %i", (dtls, tls, name) => {
  expect([tlsVersionOf(dtls), dtlsVersionOf(tls), dtlsVersionName(dtls)]).toEqual([tls, dtls, name]);
  expect([tlsVersionOf(tls), dtlsVersionOf(dtls)]).toEqual([null, null]);
});

describe("records", () => {
  test("the layout of RFC 6347 section 4.1", () => {
    const encoded = encodeDtlsRecord({
      type: 24,
      version: DTLS12,
      epoch: 1,
      sequence: 2 ** 32 + 5,
      body: fromHex("abcd"),
    });
    expect(toHex(encoded)).toBe("18fefd00010001000000050002abcd");
  });

  test("a datagram gives back its records", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), (records) => {
        const read = decodeDatagram(concat(records.map(encodeDtlsRecord)));
        expect(read).toEqual({ records, cut: null, defect: false });
      }),
    );
  });

  test("a datagram that ends inside a record keeps the ones before it, and says how long the last would be", () => {
    const whole = { type: 24, version: DTLS10, epoch: 0, sequence: 1, body: fromHex("02") };
    const long = encodeDtlsRecord({ ...whole, sequence: 2, body: new Uint8Array(100) }).subarray(0, 50);
    const read = decodeDatagram(concat([encodeDtlsRecord(whole), long]));
    expect(read).toEqual({ records: [whole], cut: { type: 24, length: 100, received: 37 }, defect: false });
  });

  test.each([
    ["TLS", "160301000100"],
    ["a type nobody has", "19fefd00000000000000000000"],
    ["longer than any record", "16fefd0000000000000000ffff"],
    ["a piece of a header", "16fefd"],
  ])("%s is a defect", (_what, hex) => {
    expect(decodeDatagram(fromHex(hex))).toMatchObject({ records: [], defect: true });
  });

  test.each([-1, 0.5, 2 ** 48, Number.NaN])("no sequence number %s", (sequence) => {
    expect(() => encodeDtlsRecord({ type: 22, version: DTLS12, epoch: 0, sequence, body: NONE })).toThrow(RangeError);
  });
});

describe("fragments", () => {
  test("the layout of RFC 6347 section 4.2.2", () => {
    const [first, second] = fragmentsOf(11, 3, fromHex("aabbcc"), 2).map(encodeFragment);
    expect(toHex(first ?? NONE)).toBe("0b0000030003000000000002aabb");
    expect(toHex(second ?? NONE)).toBe("0b0000030003000002000001cc");
  });

  const messages = fc.array(fc.record({ type: u8, body: bytes(60) }), { minLength: 1, maxLength: 6 });

  test("messages come out whole, in order and once, however their fragments come", () => {
    fc.assert(
      fc.property(
        messages,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 3 }),
        fc.gen(),
        (all, most, first, gen) => {
          const fragments = all.flatMap(({ type, body }, i) => [
            ...fragmentsOf(type, first + i, body, most),
            ...fragmentsOf(type, first + i, body, most + 3),
          ]);
          const shuffled = gen(fc.shuffledSubarray, fragments, { minLength: fragments.length });
          const assembler = new FragmentAssembler(first);
          const out = shuffled
            .flatMap((fragment) => decodeFragments(encodeFragment(fragment)) ?? [])
            .flatMap((f) => assembler.push(f));
          expect(out.map(({ type, body }) => ({ type, body }))).toEqual(all);
        },
      ),
    );
  });

  test("without one of its fragments no message comes out, nor any behind it", () => {
    const assembler = new FragmentAssembler(0);
    const [, second] = fragmentsOf(2, 0, new Uint8Array(10), 5);
    const next = fragmentsOf(11, 1, new Uint8Array(3), 5);
    expect([second, ...next].flatMap((f) => (f === undefined ? [] : assembler.push(f)))).toEqual([]);
  });

  test.each<[string, Partial<HandshakeFragment>]>([
    ["another length", { length: 11 }],
    ["another type", { type: 3 }],
    ["a message already given out", { sequence: 0 }],
    ["a message far ahead", { sequence: 40 }],
    ["longer than any message", { sequence: 2, length: 2 ** 23 }],
  ])("%s is dropped", (_what, changed) => {
    const assembler = new FragmentAssembler(0);
    assembler.push({ type: 2, length: 0, sequence: 0, offset: 0, bytes: NONE });
    const half = { type: 2, length: 10, sequence: 1, offset: 0, bytes: new Uint8Array(5) };
    assembler.push(half);
    expect(assembler.push({ ...half, offset: 5, ...changed })).toEqual([]);
    expect(assembler.push({ ...half, offset: 5 })).toHaveLength(1);
  });

  test("a fragment beyond its message is none", () => {
    const beyond = encodeFragment({ type: 2, length: 3, sequence: 0, offset: 2, bytes: new Uint8Array(2) });
    expect(decodeFragments(beyond)).toBeNull();
  });
});

describe("hellos", () => {
  test("a cookie goes behind the session id and comes back", () => {
    fc.assert(
      fc.property(clientHello, bytes(255), (hello, cookie) => {
        expect(decodeDtlsClientHello(encodeDtlsClientHello(hello, cookie))).toEqual({ hello, cookie });
      }),
    );
    fc.assert(
      fc.property(u16, bytes(255), (version, cookie) => {
        expect(decodeHelloVerifyRequest(encodeHelloVerifyRequest({ version, cookie }))).toEqual({ version, cookie });
      }),
    );
  });
});

test("no bytes make a decoder throw, nor a flight", () => {
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 4 }), bytes(60), (datagrams, body) => {
      const flight = new DtlsServerFlight();
      for (const some of datagrams) {
        expect(decodeDatagram(some).records).toBeInstanceOf(Array);
        expect(decodeFragments(some)).not.toBeUndefined();
        expect(decodeDtlsClientHello(some)).not.toBeUndefined();
        expect(decodeHelloVerifyRequest(some)).not.toBeUndefined();
        flight.push(some);
        flight.push(
          encodeDtlsRecord({
            type: CONTENT.handshake,
            version: DTLS12,
            epoch: 0,
            sequence: 0,
            body: some.subarray(0, 1000),
          }),
        );
        flight.push(encodeDtlsRecord({ type: CONTENT.alert, version: DTLS12, epoch: 0, sequence: 0, body }));
      }
    }),
  );
});

describe("a server's flight", () => {
  const send = (fragment: HandshakeFragment, epoch = 0): Uint8Array =>
    encodeDtlsRecord({ type: CONTENT.handshake, version: DTLS10, epoch, sequence: 0, body: encodeFragment(fragment) });
  const messages = (hello: Parameters<typeof encodeServerHello>[0], first: number) =>
    [
      { type: HANDSHAKE.serverHello, body: encodeServerHello(hello) },
      { type: HANDSHAKE.certificate, body: encodeCertificate([new Uint8Array(300).fill(7)]) },
      { type: HANDSHAKE.serverHelloDone, body: NONE },
    ].flatMap(({ type, body }, i) => fragmentsOf(type, first + i, body, 100));

  test("a cookie, then the flight in whatever order its datagrams come, from message 0 or 1", () => {
    fc.assert(
      fc.property(serverHello, fc.constantFrom(DTLS10, DTLS12), fc.boolean(), (any, version, cookies) => {
        const flight = new DtlsServerFlight();
        const cookie = fromHex("0102");
        const verify = encodeHelloVerifyRequest({ version: DTLS10, cookie });
        if (cookies)
          flight.push(
            send({ type: HELLO_VERIFY_REQUEST, length: verify.length, sequence: 0, offset: 0, bytes: verify }),
          );
        expect(flight.cookie).toEqual(cookies ? cookie : null);
        const hello = { ...any, version, extensions: null };
        const [first, ...rest] = messages(hello, cookies ? 1 : 0);
        for (const fragment of first === undefined ? [] : [first, ...rest.toReversed()]) flight.push(send(fragment));
        expect(flight.version).toBe(version);
        expect(flight.flight).toMatchObject({ done: true, defect: null, version: tlsVersionOf(version) });
        expect(flight.flight.certificates?.[0]).toHaveLength(300);
      }),
    );
  });

  test("strays and other epochs change nothing", () => {
    const flight = new DtlsServerFlight();
    flight.push(fromHex("485454502f312e31"));
    for (const fragment of fragmentsOf(HANDSHAKE.serverHelloDone, 0, NONE, 10)) flight.push(send(fragment, 1));
    expect(flight).toMatchObject({ strays: 1, records: 0, version: null });
    expect(flight.flight.defect).toBeNull();
  });
});
