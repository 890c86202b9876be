/** No bytes, however made, make a decoder throw, read beyond them, or hold more than it was given. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { certificateNames } from "../../src/core/der/certificate.ts";
import { derElements } from "../../src/core/der/der.ts";
import { oidText, stringText, timeText } from "../../src/core/der/der-text.ts";
import { decodeAlert } from "../../src/core/wire/alert.ts";
import { decodeCertificate } from "../../src/core/wire/certificate.ts";
import { decodeCertificateRequest } from "../../src/core/wire/certificate-request.ts";
import { decodeClientHello } from "../../src/core/wire/client-hello.ts";
import { decodeExtensions, decodeServerName, heartbeatMode } from "../../src/core/wire/extensions.ts";
import { HandshakeAssembler } from "../../src/core/wire/handshake.ts";
import { decodeHeartbeat } from "../../src/core/wire/heartbeat.ts";
import { RecordDecoder } from "../../src/core/wire/record.ts";
import { ServerFlight } from "../../src/core/wire/server-flight.ts";
import { decodeServerHello, isHelloRetryRequest, selectedVersion } from "../../src/core/wire/server-hello.ts";
import { decodeServerKeyExchange } from "../../src/core/wire/server-key-exchange.ts";
import { readSuiteName } from "../../src/core/wire/suite-name.ts";
import { suiteName } from "../../src/core/wire/suites.ts";
import { bytes, hostile, serverHello, u8, u16, version } from "./wire-arbitraries.ts";

const DECODERS: readonly (readonly [string, (body: Uint8Array) => unknown])[] = [
  ["alert", decodeAlert],
  ["certificate", decodeCertificate],
  ["client hello", decodeClientHello],
  ["server hello", decodeServerHello],
  ["extensions", decodeExtensions],
  ["server name", decodeServerName],
  ["heartbeat", decodeHeartbeat],
  ["DER", derElements],
  ["certificate names", certificateNames],
];

describe("a decoder answers any bytes with a value", () => {
  test.each(DECODERS)("%s", (_, decode) => {
    fc.assert(
      fc.property(hostile, (some) => {
        expect(decode(some)).not.toBeUndefined();
      }),
    );
  });

  test("certificate request, key exchange", () => {
    fc.assert(
      fc.property(hostile, u16, version, (body, suite, v) => {
        expect(decodeCertificateRequest(body, v)).not.toBeUndefined();
        expect(decodeServerKeyExchange(body, suite, v)).not.toBeUndefined();
      }),
    );
  });

  test("facts of any hello", () => {
    fc.assert(
      fc.property(serverHello, (hello) => {
        expect(selectedVersion(hello)).toBeTypeOf("number");
        expect(isHelloRetryRequest(hello)).toBeTypeOf("boolean");
        expect(heartbeatMode(hello.extensions) ?? 0).toBeTypeOf("number");
        expect(suiteName(hello.suite)).not.toBe("");
      }),
    );
  });

  test("names of suites", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(readSuiteName(name)).toBeNull();
      }),
    );
  });

  test("text in DER: bounded, and without control characters", () => {
    fc.assert(
      fc.property(u8, bytes(200), (tag, content) => {
        const text = stringText({ tag, content }) ?? "";
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(text.length).toBeLessThanOrEqual(1024);
        expect(oidText({ tag, content }) ?? "0").toMatch(/^\d+(?:\.\d+)*$/);
        expect(timeText({ tag, content }) ?? "").not.toContain("undefined");
      }),
    );
  });
});

describe("what is held is never more than what came", () => {
  test("records, handshake messages", () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 5 }), (pieces) => {
        const decoder = new RecordDecoder();
        const assembler = new HandshakeAssembler();
        let came = 0;
        for (const piece of pieces) {
          came += piece.length;
          decoder.push(piece);
          assembler.push(piece);
          expect(decoder.pending).toBeLessThanOrEqual(Math.min(came, 5 + 2 ** 14 + 2048));
          expect(assembler.pending).toBeLessThanOrEqual(came);
        }
      }),
    );
  });
});

test("a server's flight stays as it is after a defect", () => {
  fc.assert(
    fc.property(hostile, hostile, (first, second) => {
      const flight = new ServerFlight();
      flight.push(first);
      fc.pre(flight.defect !== null);
      const before = [flight.defect, flight.records, flight.hello, flight.alerts.length, flight.done];
      flight.push(second);
      expect([flight.defect, flight.records, flight.hello, flight.alerts.length, flight.done]).toEqual(before);
    }),
  );
});
