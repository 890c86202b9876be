import { describe, expect, test } from "vitest";
import { decodeClientHello } from "../../core/wire/client-hello.ts";
import { decodeServerName, EXTENSION, heartbeatMode } from "../../core/wire/extensions.ts";
import { HANDSHAKE, HandshakeAssembler } from "../../core/wire/handshake.ts";
import { RecordDecoder } from "../../core/wire/record.ts";
import { HELLO_FORMS, HELLO_RANDOM_BYTES, type HelloForm, helloRecord } from "./hellos.ts";

function decoded(form: HelloForm, serverName: string | null, fill: number) {
  const record = helloRecord(form, { serverName, random: new Uint8Array(HELLO_RANDOM_BYTES).fill(fill) });
  const [only] = new RecordDecoder().push(record);
  const [message] = new HandshakeAssembler().push(only?.body ?? new Uint8Array(0));
  const hello = message?.type === HANDSHAKE.clientHello ? decodeClientHello(message.body) : null;
  if (hello === null) throw new Error("no ClientHello");
  const name = hello.extensions?.find((e) => e.type === EXTENSION.serverName);
  return { hello, length: record.length, name: name === undefined ? null : decodeServerName(name.data) };
}

describe("the forms of ClientHello", () => {
  test.each(HELLO_FORMS)("%s is well-formed and carries its own random and name every time", (form) => {
    for (const [name, fill] of [
      ["a.example", 1],
      [null, 2],
      ["b.example", 3],
      ["a.example", 4],
    ] as const) {
      const seen = decoded(form, name, fill);
      expect([...new Set(seen.hello.random)]).toEqual([fill]);
      expect(seen.name).toBe(form === "nameless" || form === "ssl3" ? null : name);
    }
  });

  test.each<[HelloForm, number, number | null]>([
    ["broad", 0x0303, 1],
    ["nameless", 0x0303, 1],
    ["small", 0x0303, 1],
    ["old", 0x0301, 1],
    ["ssl3", 0x0300, null],
    ["modern", 0x0303, null],
  ])("%s says version %i and heartbeat mode %s", (form, version, mode) => {
    const { hello } = decoded(form, null, 1);
    expect(hello.version).toBe(version);
    expect(heartbeatMode(hello.extensions)).toBe(mode);
  });

  test.each<HelloForm>(["broad", "nameless", "modern"])("%s accepts a server with any kind of key", (form) => {
    const { hello } = decoded(form, null, 1);
    const algorithms = hello.extensions?.find((e) => e.type === EXTENSION.signatureAlgorithms)?.data ?? [];
    const offered = [...algorithms]
      .map((byte, i) => (byte << 8) | (algorithms[i + 1] ?? 0))
      .filter((_, i) => i % 2 === 0);
    const rsaPss = [0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b];
    expect(offered).toEqual(expect.arrayContaining([...rsaPss, 0x0807, 0x0808, 0x0403, 0x0401]));
  });

  test("modern offers the finite-field groups too: a server may know no others", () => {
    const groups = decoded("modern", null, 1).hello.extensions?.find((e) => e.type === EXTENSION.supportedGroups)?.data;
    expect([...(groups ?? [])].slice(-10)).toEqual([1, 0, 1, 1, 1, 2, 1, 3, 1, 4]);
  });

  test("broad is never between 256 and 511 bytes, where some load balancers hang (RFC 7685); small is below", () => {
    expect(decoded("broad", null, 1).length).toBeGreaterThan(516);
    expect(decoded("small", "a-rather-long-name.of-a-host.example.org", 1).length).toBeLessThan(256);
  });
});
