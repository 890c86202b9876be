import { expect, test } from "vitest";
import { readTarget } from "./parse-target.ts";

test.each([
  ["192.0.2.1:443/udp", { address: "192.0.2.1", port: 443, transport: "udp" }],
  ["[2001:db8::1]:443/UDP", { address: "2001:db8::1", port: 443, transport: "udp" }],
  ["www.example.org@192.0.2.1:443/udp", { name: "www.example.org", address: "192.0.2.1", transport: "udp" }],
  ["dtls://example.org", { name: "example.org", port: 443, transport: "udp" }],
])("%s is asked over UDP", (text, expected) => {
  expect(readTarget(text)).toMatchObject({ ok: true, value: expected });
});

test.each(["https://example.org:443/udp", "192.0.2.1:443"])("%s is not", (text) => {
  const read = readTarget(text);
  expect(read.ok && read.value.transport === undefined).toBe(true);
});

test.each(["192.0.2.1/udp", "2001:db8::443/udp", "192.0.2.0/24/udp"])("%s is no target", (text) => {
  expect(readTarget(text).ok).toBe(false);
});
