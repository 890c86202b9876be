/** Record protection on its own: what was altered, replayed or forged does not open, and does no harm. */

import { assert, integer, nat, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { CONTENT } from "../core/wire/record.ts";
import { type Suite, suite as suiteFacts } from "../core/wire/suites.ts";
import { SSL30, TLS10, TLS11, TLS12, versionName } from "../core/wire/version.ts";
import { type DirectionKeys, keysFor } from "./key-schedule.ts";
import { RecordProtection } from "./record-protection.ts";

const random = { bytes: (length: number) => new Uint8Array(length).fill(9), unit: () => 0.5 };
const HEADER = 5;

/** One suite for each way of protecting records. */
const WAYS = [
  { way: "NULL", id: 0x0002, version: TLS10 },
  { way: "stream", id: 0x0005, version: TLS10 },
  { way: "stream, SSL 3.0", id: 0x0004, version: SSL30 },
  { way: "CBC, SSL 3.0", id: 0x002f, version: SSL30 },
  { way: "chained CBC", id: 0x002f, version: TLS10 },
  { way: "chained CBC, own cipher", id: 0x0096, version: TLS10 },
  { way: "explicit CBC", id: 0x002f, version: TLS11 },
  { way: "explicit CBC, SHA-256", id: 0x003c, version: TLS12 },
  { way: "GCM", id: 0x009c, version: TLS12 },
  { way: "CCM_8", id: 0xc0a0, version: TLS12 },
  { way: "ChaCha20", id: 0xcca8, version: TLS12 },
].map(({ way, id, version }) => ({ way, version, suite: suiteFacts(id) as Suite }));

function keys(suite: Suite, version: number): DirectionKeys {
  const [master, clientRandom, serverRandom] = [48, 32, 32].map((length) => new Uint8Array(length).fill(length));
  const made = keysFor({ suite, version, master, clientRandom, serverRandom } as Parameters<typeof keysFor>[0]);
  if (made === null) throw new TypeError(`${suite.name} is not for ${versionName(version)}`);
  return made.client;
}

/** Both ends of one direction. */
function ends(suite: Suite, version: number) {
  const make = () => RecordProtection.create({ suite, version }, keys(suite, version), random) as RecordProtection;
  const [sender, receiver] = [make(), make()];
  return {
    seal: (plaintext: Uint8Array, type: number = CONTENT.applicationData) => sender.seal(type, version, plaintext),
    open: (record: Uint8Array, type: number = CONTENT.applicationData) =>
      receiver.open(type, version, Buffer.from(record.subarray(HEADER))),
  };
}

describe.each(WAYS)("$way", ({ suite, version }) => {
  it("what is sealed opens, whatever its length", () => {
    const { seal, open } = ends(suite, version);
    assert(
      property(uint8Array({ maxLength: 100 }), (plaintext) => {
        expect(new Uint8Array(open(seal(plaintext)) ?? [255, 255])).toEqual(plaintext);
      }),
    );
  });

  it("a record with any bit changed does not open, and the genuine one still does", () => {
    const { seal, open } = ends(suite, version);
    // SSL 3.0 says nothing about the padding's content, so lengths are chosen that leave one byte of it.
    const plaintext = new Uint8Array(11);
    assert(
      property(nat(), integer({ min: 0, max: 7 }), (at, bit) => {
        const genuine = seal(plaintext);
        const forged = Uint8Array.from(genuine);
        const index = HEADER + (at % (genuine.length - HEADER));
        forged[index] = (forged[index] ?? 0) ^ (1 << bit);
        expect(open(forged)).toBeNull();
        expect(open(genuine)).not.toBeNull();
      }),
    );
  });

  it("a record of another type, out of order, repeated or cut does not open", () => {
    const { seal, open } = ends(suite, version);
    const [first, second] = [seal(Uint8Array.of(1, 2, 3)), seal(Uint8Array.of(4, 5, 6))];
    expect(open(second)).toBeNull();
    expect(open(first, CONTENT.alert)).toBeNull();
    for (let length = HEADER; length < first.length; length++) expect(open(first.subarray(0, length))).toBeNull();
    expect(open(first)).not.toBeNull();
    expect(open(first)).toBeNull();
    expect(open(second)).not.toBeNull();
  });

  it("random bytes do not open", () => {
    const { open } = ends(suite, version);
    assert(
      property(uint8Array({ maxLength: 200 }), (bytes) => {
        expect(open(bytes)).toBeNull();
      }),
    );
  });
});

it.each([
  { why: "GCM before TLS 1.2", id: 0x009c, version: TLS11 },
  { why: "a SHA-256 MAC before TLS 1.2", id: 0x003c, version: TLS11 },
  { why: "a suite of TLS 1.3", id: 0x1301, version: TLS12 },
  { why: "ChaCha20 before RFC 7905", id: 0xcc13, version: TLS12 },
  { why: "a cipher we do not have", id: 0x0081, version: TLS12 },
  { why: "no cipher and no MAC", id: 0x0000, version: TLS12 },
  { why: "a version beyond", id: 0x002f, version: 0x0304 },
])("no protection for $why", ({ id, version }) => {
  const empty = { mac: new Uint8Array(0), key: new Uint8Array(0), iv: new Uint8Array(0) };
  expect(RecordProtection.create({ suite: suiteFacts(id) as Suite, version }, empty, random)).toBeNull();
});
