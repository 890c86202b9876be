import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeOf, readHost, readPort } from "./place.ts";

describe("hosts", () => {
  test.each<[string | null, string | null, string | null, string | null]>([
    ["192.0.2.1", null, "192.0.2.1", null],
    [" 192.0.2.1 ", "WWW.Example.ORG.", "192.0.2.1", "www.example.org"],
    ["2a02:2738:1:1:0:0:0:67", "example.org", "2a02:2738:1:1::67", "example.org"],
    ["[2001:DB8::1]", null, "2001:db8::1", null],
    ["::ffff:192.0.2.1", null, "192.0.2.1", null],
    [null, "192.0.2.7", "192.0.2.7", null],
    ["example.org", null, null, "example.org"],
    ["192.0.2.1", "192.0.2.1", "192.0.2.1", null],
    [null, "https://example.org:8443/path?q", null, "example.org"],
    [null, "https://[2001:db8::1]:8443/", "2001:db8::1", null],
    ["192.0.2.1", "not a name at all", "192.0.2.1", null],
    [null, "www.example.org (192.0.2.1)", "192.0.2.1", "www.example.org"],
    ["2001:db8::1 (www.example.org)", null, "2001:db8::1", "www.example.org"],
  ])("%s and %s", (address, name, expectedAddress, expectedName) => {
    expect(readHost({ address, name })).toEqual({ ok: true, value: { address: expectedAddress, name: expectedName } });
  });

  test.each<[string, string | null, string | null]>([
    ["nothing", null, null],
    ["spaces", " ", ""],
    ["an impossible address", "192.168.1.1001", null],
    ["an impossible address with a name beside it", "192.168.1.1001", "example.org"],
    ["an address that others read as another", "010.0.0.1", null],
    ["two addresses", "192.0.2.1", "192.0.2.2"],
    ["an address with a zone", "fe80::1%eth0", null],
    ["a sentence", null, "no host here"],
    ["two addresses, one behind the other", "192.0.2.1 (192.0.2.2)", null],
    ["a bracket that holds an impossible address", "192.168.1.1001 (192.168.1.1002)", null],
  ])("%s: no host", (_what, address, name) => {
    expect(readHost({ address, name })).toMatchObject({ ok: false });
  });
});

describe("ports", () => {
  test.each<[string | number | null, number | null, "tcp" | "udp" | null]>([
    [443, 443, null],
    ["443", 443, null],
    ["443/tcp", 443, "tcp"],
    ["TCP/443", 443, "tcp"],
    ["https (443/tcp)", 443, "tcp"],
    ["1194/udp", 1194, "udp"],
    ["general/tcp", null, "tcp"],
    ["general/CPE-T", null, null],
    ["0", null, null],
    ["000", null, null],
    ["", null, null],
    [null, null, null],
  ])("%j", (written, port, transport) => {
    expect(readPort(written)).toEqual({ ok: true, value: { port, transport } });
  });

  test.each(["http", "443/sctp", "-1", "65536", "443.5", "4 43", "443/tcp/x"])("%s is none", (written) => {
    expect(readPort(written)).toMatchObject({ ok: false });
  });

  test("whatever is written, a port is a port", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer(), fc.double()), (written) => {
        const read = readPort(written);
        if (!read.ok || read.value.port === null) return;
        expect(Number.isInteger(read.value.port) && read.value.port >= 1 && read.value.port <= 65_535).toBe(true);
      }),
    );
  });
});

test("the transport written with the port wins", () => {
  const host = { address: "192.0.2.1", name: null };
  expect(placeOf({ host, port: "1194/udp", transport: "tcp", serverName: null })).toMatchObject({
    value: { port: 1194, transport: "udp" },
  });
});
