import { describe, expect, test } from "vitest";
import type { OpensslBinary } from "./openssl-binary.ts";
import { clientArguments, type OpensslProfile, profilesFor, serverArguments } from "./openssl-profiles.ts";

function binary(flags: string, ciphers: string, cipherSuffix = ""): OpensslBinary {
  const set = (words: string) => new Set(words.split(" ").filter(Boolean));
  return {
    path: "openssl",
    library: "OpenSSL",
    truth: null,
    flags: set(flags),
    acceptsAddress: true,
    ciphers: set(ciphers),
    cipherSuffix,
  };
}

const OLD = binary(
  "ssl3 tls1 psk",
  "AES128-SHA PSK-AES128-CBC-SHA ADH-RC4-MD5 ECDH-ECDSA-AES128-SHA DHE-DSS-AES128-SHA IDEA-CBC-SHA",
);
const NEW = binary("tls1_1 tls1_2 tls1_3 no_tls1_3 psk", "AES128-SHA IDEA-CBC-SHA", ":@SECLEVEL=0");

const fileOf = (name: string) => `${name}.pem`;

function named(of: OpensslBinary, name: string): OpensslProfile {
  const found = profilesFor(of).find((profile) => profile.name === name);
  if (found === undefined) throw new Error(`${name} is not offered`);
  return found;
}

test("nothing is asked of a binary that it does not claim to be able to do", () => {
  const names = profilesFor(OLD).map((profile) => profile.name);
  expect(names).toEqual(expect.arrayContaining(["default", "ssl3", "tls1.0", "aes128-sha", "psk-aes128-cbc-sha"]));
  for (const absent of ["tls1.1", "tls1.2", "tls1.3", "rc4-sha"]) expect(names).not.toContain(absent);
  expect(profilesFor({ ...OLD, flags: new Set() }).map((profile) => profile.name)).not.toContain("psk-aes128-cbc-sha");
});

test("no two profiles share a name", () => {
  const names = profilesFor(OLD).map((profile) => profile.name);
  expect(new Set(names).size).toBe(names.length);
});

describe("s_server is told", () => {
  test.each([
    ["aes128-sha", "-www -cert rsa.pem -dhparam dh.pem -cipher AES128-SHA"],
    ["adh-rc4-md5", "-www -nocert -dhparam dh.pem -cipher ADH-RC4-MD5"],
    ["ecdh-ecdsa-aes128-sha", "-www -cert ecdsa.pem -dhparam dh.pem -cipher ECDH-ECDSA-AES128-SHA"],
    ["dhe-dss-aes128-sha", "-www -cert dsa.pem -dhparam dh.pem -cipher DHE-DSS-AES128-SHA"],
    ["psk-aes128-cbc-sha", "-www -nocert -dhparam dh.pem -cipher PSK-AES128-CBC-SHA -psk 63726f7373636865636b"],
    ["ssl3", "-www -cert rsa.pem -dhparam dh.pem -ssl3"],
    ["client-certificate", "-www -cert rsa.pem -dhparam dh.pem -Verify 1"],
  ])("for %s: %s", (name, args) => {
    expect(serverArguments(named(OLD, name), OLD, fileOf).join(" ")).toBe(args);
  });

  test("that one suite means no TLS 1.3, which has its own, and no security level", () => {
    const args = serverArguments(named(NEW, "aes128-sha"), NEW, fileOf).join(" ");
    expect(args).toBe("-www -cert rsa.pem -dhparam dh.pem -cipher AES128-SHA:@SECLEVEL=0 -no_tls1_3");
  });
});

test("s_client never names a version both to use and not to use, which OpenSSL refuses", () => {
  expect(clientArguments(named(NEW, "idea-cbc-sha"), NEW, fileOf).join(" ")).toBe(
    "-quiet -cipher IDEA-CBC-SHA:@SECLEVEL=0 -tls1_1",
  );
  expect(clientArguments(named(NEW, "client-certificate"), NEW, fileOf)).toContain("rsa.pem");
});
