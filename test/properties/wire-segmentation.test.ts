/** However a stream is cut, the same is read from it; a stream cut short is incomplete, not wrong. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat } from "../../src/core/wire/bytes.ts";
import { encodeHandshake, HANDSHAKE, HandshakeAssembler } from "../../src/core/wire/handshake.ts";
import { encodeRecord, CONTENT, RecordDecoder } from "../../src/core/wire/record.ts";
import { ServerFlight } from "../../src/core/wire/server-flight.ts";
import { encodeServerHello } from "../../src/core/wire/server-hello.ts";
import { encodeCertificate } from "../../src/core/wire/certificate.ts";
import { encodeServerKeyExchange } from "../../src/core/wire/server-key-exchange.ts";
import { bytes, chain, cuts, handshakeMessage, hostile, keyExchange, record, singleBytes } from "./wire-arbitraries.ts";

const streams = fc.oneof(
  hostile,
  fc.array(record, { maxLength: 5 }).map((records) => concat(records)),
);
/** A stream and one way to cut it. */
const cutStream = streams.chain((stream) => fc.record({ stream: fc.constant(stream), pieces: cuts(stream) }));

function decode(pieces: readonly Uint8Array[]) {
  const decoder = new RecordDecoder();
  const records = pieces.flatMap((piece) => decoder.push(piece));
  // What is held at a defect depends on how it came; nothing is read from it.
  return { records, defect: decoder.defect, pending: decoder.defect === null ? decoder.pending : 0 };
}

function assemble(pieces: readonly Uint8Array[]) {
  const assembler = new HandshakeAssembler(200);
  const messages = pieces.flatMap((piece) => assembler.push(piece));
  return { messages, defect: assembler.defect, pending: assembler.defect === null ? assembler.pending : 0 };
}

function readFlight(pieces: readonly Uint8Array[]) {
  const flight = new ServerFlight();
  for (const piece of pieces) flight.push(piece);
  const { alerts, hello, version, certificates, certificateRequest, done, records, defect, helloRetry } = flight;
  const seen = { alerts, hello, version, certificates, certificateRequest, done, records, defect, helloRetry };
  return { ...seen, keyExchange: flight.keyExchange };
}

/** A server's flight that makes sense, as handshake messages. */
const flightMessages = fc
  .tuple(bytes(32, 32), chain, keyExchange)
  .map(([random, certificates, { suite, version, message }]) => {
    const hello = { version, random, sessionId: new Uint8Array(0), suite, compression: 0, extensions: null };
    return concat([
      encodeHandshake(HANDSHAKE.serverHello, encodeServerHello(hello)),
      encodeHandshake(HANDSHAKE.certificate, encodeCertificate(certificates)),
      encodeHandshake(HANDSHAKE.serverKeyExchange, encodeServerKeyExchange(message)),
      encodeHandshake(HANDSHAKE.serverHelloDone, new Uint8Array(0)),
    ]);
  });

describe("records", () => {
  test("any cut reads the same, byte by byte too", () => {
    fc.assert(
      fc.property(cutStream, ({ stream, pieces }) => {
        const whole = decode([stream]);
        expect(decode(pieces)).toEqual(whole);
        expect(decode(singleBytes(stream))).toEqual(whole);
      }),
    );
  });

  test("a stream cut short is incomplete: the records before the cut, and the rest held", () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), (records) => {
        const last = records.at(-1) ?? new Uint8Array(0);
        const before = concat(records.slice(0, -1));
        for (let length = 0; length < last.length; length++) {
          const { records: read, defect, pending } = decode([before, last.subarray(0, length)]);
          expect([read.length, defect, pending]).toEqual([records.length - 1, null, length]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("bytes that came before a record ends are never lost or reordered", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), (records) => {
        const read = decode(records).records.map(({ type, version, body }) => encodeRecord(type, version, body));
        expect(read).toEqual(records);
      }),
    );
  });
});

describe("handshake messages", () => {
  const cutMessages = fc
    .oneof(
      bytes(500),
      fc.array(handshakeMessage, { maxLength: 5 }).map((messages) => concat(messages)),
    )
    .chain((stream) => fc.record({ stream: fc.constant(stream), pieces: cuts(stream) }));

  test("split over records at any point", () => {
    fc.assert(
      fc.property(cutMessages, ({ stream, pieces }) => {
        const whole = assemble([stream]);
        expect(assemble(pieces)).toEqual(whole);
        expect(assemble(singleBytes(stream))).toEqual(whole);
      }),
    );
  });

  test("raw is what was sent", () => {
    fc.assert(
      fc.property(fc.array(handshakeMessage, { maxLength: 5 }), (messages) => {
        const assembler = new HandshakeAssembler();
        expect(assembler.push(concat(messages)).map(({ raw }) => raw)).toEqual(messages);
      }),
    );
  });
});

describe("a server's flight", () => {
  test("split over records and over segments at any points", () => {
    fc.assert(
      fc.property(
        flightMessages.chain((messages) => fc.record({ messages: fc.constant(messages), bodies: cuts(messages) })),
        fc.infiniteStream(fc.nat()),
        ({ messages, bodies }, sizes) => {
          const whole = readFlight([encodeRecord(CONTENT.handshake, 0x0303, messages)]);
          expect(whole).toMatchObject({ defect: null, done: true, records: 1 });
          const stream = concat(bodies.map((body) => encodeRecord(CONTENT.handshake, 0x0303, body)));
          const expected = { ...whole, records: bodies.length };
          expect(readFlight([stream])).toEqual(expected);
          expect(readFlight(segments(stream, sizes))).toEqual(expected);
          expect(readFlight(singleBytes(stream))).toEqual(expected);
        },
      ),
    );
  });

  test("hostile streams too read the same however they are cut", () => {
    fc.assert(
      fc.property(cutStream, ({ stream, pieces }) => {
        const whole = readFlight([stream]);
        expect(readFlight(pieces)).toEqual(whole);
        expect(readFlight(singleBytes(stream))).toEqual(whole);
      }),
    );
  });

  test("cut short, it is neither done nor wrong", () => {
    fc.assert(
      fc.property(flightMessages, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (messages, at) => {
        const stream = encodeRecord(CONTENT.handshake, 0x0303, messages);
        const flight = readFlight([stream.subarray(0, Math.floor(at * stream.length))]);
        expect([flight.done, flight.defect, flight.hello]).toEqual([false, null, null]);
      }),
    );
  });
});

/** `stream` in segments of 1 to 50 bytes. */
function segments(stream: Uint8Array, sizes: Iterator<number>): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < stream.length; ) {
    const size = 1 + (Number(sizes.next().value) % 50);
    pieces.push(stream.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
