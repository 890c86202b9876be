import { describe, expect, test } from "vitest";
import { parseCiphers, parseFlags, parseLibrary, parseOpensslChoice, truthByVersion } from "./openssl-binary.ts";

test.each([
  ["/opt/1.0.1f/bin/openssl", { path: "/opt/1.0.1f/bin/openssl", truth: null }],
  ["vulnerable=/opt/a=b/openssl", { path: "/opt/a=b/openssl", truth: "vulnerable" }],
  ["safe=openssl", { path: "openssl", truth: "not_vulnerable" }],
  ["other=openssl", { path: "other=openssl", truth: null }],
])("--openssl %s", (text, choice) => {
  expect(parseOpensslChoice(text)).toEqual(choice);
});

test.each([
  ["OpenSSL 1.0.1f 6 Jan 2014\nbuilt on: Mon Apr  7 2014", "OpenSSL 1.0.1f"],
  ["OpenSSL 1.0.1e-fips 11 Feb 2013", "OpenSSL 1.0.1e-fips"],
  ["OpenSSL 1.0.2-beta1 24 Feb 2014", "OpenSSL 1.0.2-beta1"],
  ["OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19 27 Jan 2026)", "OpenSSL 3.0.19"],
  ["WARNING: can't open config file: /x\nLibreSSL 2.8.3", "LibreSSL 2.8.3"],
  ["BusyBox v1.36", null],
])("%s", (version, library) => {
  expect(parseLibrary(version)).toBe(library);
});

describe("a version vouches for nothing but safety", () => {
  test.each([
    ["OpenSSL 0.9.8zh", "", "not_vulnerable"],
    ["OpenSSL 1.0.0m", "", "not_vulnerable"],
    ["OpenSSL 1.0.1", "", null],
    ["OpenSSL 1.0.1-beta3", "", null],
    ["OpenSSL 1.0.1a", "", null],
    ["OpenSSL 1.0.1f", "", null],
    ["OpenSSL 1.0.1e-fips", "", null],
    ["OpenSSL 1.0.1f", "compiler: gcc -DOPENSSL_NO_HEARTBEATS -O3", "not_vulnerable"],
    ["OpenSSL 1.0.1g", "", "not_vulnerable"],
    ["OpenSSL 1.0.1u", "", "not_vulnerable"],
    ["OpenSSL 1.0.2-beta1", "", null],
    ["OpenSSL 1.0.2-beta2", "", "not_vulnerable"],
    ["OpenSSL 1.0.2o", "", "not_vulnerable"],
    ["OpenSSL 1.1.0i", "", "not_vulnerable"],
    ["OpenSSL 3.0.19", "", "not_vulnerable"],
    ["LibreSSL 3.8.2", "", "not_vulnerable"],
  ] as const)("%s %s: %s", (library, build, truth) => {
    expect(truthByVersion(library, `${library} 1 Jan 2014\n${build}`)).toBe(truth);
  });
});

test("options are read from the help of old and new versions", () => {
  const old =
    "unknown option -help\nusage: s_server [args ...]\n\n -accept arg   - port to accept on\n -tls1_2       - Just talk TLSv1.2\n";
  expect([...parseFlags(old)]).toEqual(["accept", "tls1_2"]);
  const recent =
    "Usage: s_server [options]\n\nGeneral options:\n -help                      Display this summary\n -tls1_3    just talk TLSv1.3\n";
  expect([...parseFlags(recent)]).toEqual(["help", "tls1_3"]);
});

test("suites are read from lists of old and new versions, errors are not suites", () => {
  const list = `
DES-CBC-SHA             SSLv3 Kx=RSA      Au=RSA  Enc=DES(56)   Mac=SHA1
ECDHE-RSA-AES128-GCM-SHA256    TLSv1.2 Kx=ECDH     Au=RSA   Enc=AESGCM(128)            Mac=AEAD
Error in cipher list
140612064988224:error:1410D0B9:SSL routines:SSL_CTX_set_cipher_list:no cipher match:ssl_lib.c:1383:`;
  expect([...parseCiphers(list)]).toEqual(["DES-CBC-SHA", "ECDHE-RSA-AES128-GCM-SHA256"]);
});
