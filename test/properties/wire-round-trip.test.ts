/** What is written is read back as it was, and what is cut short is not read at all. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeAlert, encodeAlert } from "../../src/core/wire/alert.ts";
import { ByteReader, ByteWriter, fromHex, toHex } from "../../src/core/wire/bytes.ts";
import { decodeCertificate, encodeCertificate } from "../../src/core/wire/certificate.ts";
import { decodeCertificateRequest, encodeCertificateRequest } from "../../src/core/wire/certificate-request.ts";
import { decodeClientHello, encodeClientHello } from "../../src/core/wire/client-hello.ts";
import { decodeServerName, serverNameExtension } from "../../src/core/wire/extensions.ts";
import { decodeHeartbeat, encodeHeartbeat } from "../../src/core/wire/heartbeat.ts";
import { decodeServerHello, encodeServerHello } from "../../src/core/wire/server-hello.ts";
import { decodeServerKeyExchange, encodeServerKeyExchange } from "../../src/core/wire/server-key-exchange.ts";
import {
  bytes,
  certificateRequest,
  chain,
  clientHello,
  keyExchange,
  serverHello,
  u8,
  u16,
} from "./wire-arbitraries.ts";

/** Every proper prefix of `whole` must be refused by `decode`. */
function expectPrefixesRefused(whole: Uint8Array, decode: (prefix: Uint8Array) => unknown, allowed?: number): void {
  for (let length = 0; length < whole.length; length++) {
    if (length !== allowed) expect(decode(whole.subarray(0, length))).toBeNull();
  }
}

test("numbers and vectors of every width", () => {
  const u24 = fc.integer({ min: 0, max: 0xffffff });
  const u32 = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(u8, u16, u24, u32, bytes(255), bytes(700), bytes(700), (a, b, c, d, x, y, z) => {
      const writer = new ByteWriter().u8(a).u16(b).u24(c).u32(d).vector8(x).vector16(y).vector24(z);
      const reader = new ByteReader(writer.finish());
      expect([reader.u8(), reader.u16(), reader.u24(), reader.u32()]).toEqual([a, b, c, d]);
      expect([reader.vector8(), reader.vector16(), reader.vector24()]).toEqual([x, y, z]);
      expect(reader.remaining).toBe(0);
    }),
  );
});

test("hexadecimal", () => {
  fc.assert(
    fc.property(bytes(100), (some) => {
      expect(fromHex(toHex(some))).toEqual(some);
    }),
  );
});

test("alerts", () => {
  fc.assert(
    fc.property(u8, u8, (level, description) => {
      expect(decodeAlert(encodeAlert(level, description))).toEqual({ level, description });
    }),
  );
});

describe("hellos", () => {
  // A hello cut right before its extensions is a whole hello without any: SSL 3.0 has no other form.
  const withoutBlock = (whole: Uint8Array, extensions: readonly { readonly data: Uint8Array }[] | null) =>
    extensions === null
      ? whole.length
      : whole.length - 2 - extensions.reduce((sum, { data }) => sum + 4 + data.length, 0);

  test("ClientHello", () => {
    fc.assert(
      fc.property(clientHello, (hello) => {
        const whole = encodeClientHello(hello);
        expect(decodeClientHello(whole)).toEqual(hello);
        expectPrefixesRefused(whole, decodeClientHello, withoutBlock(whole, hello.extensions));
      }),
      { numRuns: 30 },
    );
  });

  test("ServerHello", () => {
    fc.assert(
      fc.property(serverHello, (hello) => {
        const whole = encodeServerHello(hello);
        expect(decodeServerHello(whole)).toEqual(hello);
        expectPrefixesRefused(whole, decodeServerHello, withoutBlock(whole, hello.extensions));
      }),
      { numRuns: 50 },
    );
  });
});

test("Certificate", () => {
  fc.assert(
    fc.property(chain, (certificates) => {
      const whole = encodeCertificate(certificates);
      expect(decodeCertificate(whole)).toEqual(certificates);
      expectPrefixesRefused(whole, decodeCertificate);
    }),
    { numRuns: 50 },
  );
});

test("CertificateRequest, in every version's form", () => {
  fc.assert(
    fc.property(certificateRequest, ({ version, request }) => {
      const whole = encodeCertificateRequest(request);
      expect(decodeCertificateRequest(whole, version)).toEqual(request);
      expectPrefixesRefused(whole, (prefix) => decodeCertificateRequest(prefix, version));
    }),
  );
});

test("ServerKeyExchange, in every version's form and every suite's", () => {
  fc.assert(
    fc.property(keyExchange, ({ suite, version, message }) => {
      const whole = encodeServerKeyExchange(message);
      expect(decodeServerKeyExchange(whole, suite, version)).toEqual(message);
      if (message.kind !== "other") {
        expectPrefixesRefused(whole, (prefix) => decodeServerKeyExchange(prefix, suite, version));
      }
    }),
  );
});

test("heartbeats, honest or not", () => {
  fc.assert(
    fc.property(fc.constantFrom(1, 2), u16, bytes(80), bytes(40), (type, claimed, payload, padding) => {
      const message = decodeHeartbeat(encodeHeartbeat(type, claimed, payload, padding));
      const carried = payload.length + padding.length;
      expect(message).toMatchObject({ type, claimed, carried });
      expect(message?.payload).toHaveLength(Math.min(claimed, carried));
      expect(message?.padding).toBe(Math.max(0, carried - claimed));
    }),
  );
});

test("server names", () => {
  fc.assert(
    fc.property(fc.domain(), (name) => {
      expect(decodeServerName(serverNameExtension(name).data)).toBe(name);
    }),
  );
});
