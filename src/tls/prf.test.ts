/** The vectors exchanged on the IETF TLS list for the PRFs of TLS 1.0 and TLS 1.2. */

import { expect, it } from "vitest";
import { type PrfKind, prf } from "./prf.ts";

const VECTORS: readonly { kind: PrfKind; secret: string; label: string; seed: string; output: string }[] = [
  {
    kind: "md5_sha1",
    secret: "ab".repeat(48),
    label: "PRF Testvector",
    seed: "cd".repeat(64),
    output:
      "d3d4d1e349b5d515044666d51de32bab258cb521b6b053463e354832fd976754443bcf9a296519bc289abcbc1187e4eb" +
      "d31e602353776c408aafb74cbc85eff69255f9788faa184cbb957a9819d84a5d7eb006eb459d3ae8de9810454b8b2d8f" +
      "1afbc655a8c9a013",
  },
  {
    kind: "sha256",
    secret: "9bbe436ba940f017b17652849a71db35",
    label: "test label",
    seed: "a0ba9f936cda311827a6f796ffd5198c",
    output:
      "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af" +
      "0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701" +
      "87347b66",
  },
  {
    kind: "sha384",
    secret: "b80b733d6ceefcdc71566ea48e5567df",
    label: "test label",
    seed: "cd665cf6a8447dd6ff8b27555edb7465",
    output:
      "7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0" +
      "e534cb400fed2700884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d918425" +
      "9b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e099070" +
      "3d73e56f",
  },
];

it.each(VECTORS)("$kind", ({ kind, secret, label, seed, output }) => {
  const out = prf(kind, Buffer.from(secret, "hex"), label, Buffer.from(seed, "hex"), output.length / 2);
  expect(Buffer.from(out).toString("hex")).toBe(output);
});

it.each(VECTORS)("$kind: a shorter output is a prefix of a longer one", ({ kind, secret, label, seed, output }) => {
  const out = prf(kind, Buffer.from(secret, "hex"), label, Buffer.from(seed, "hex"), 37);
  expect(Buffer.from(out).toString("hex")).toBe(output.slice(0, 74));
});
