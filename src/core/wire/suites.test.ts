/** The registry is complete in itself and every name in it is understood; its truth is checked in suites.io.test.ts. */

import { describe, expect, test } from "vitest";
import { groupName, NAMED_GROUPS } from "./groups.ts";
import { readSuiteName, type SuiteFacts } from "./suite-name.ts";
import { SUITE_REGISTRY } from "./suite-registry.ts";
import { ALL_SUITES, SCSV_FALLBACK, SCSV_RENEGOTIATION, suite, suiteName } from "./suites.ts";

describe("the registry", () => {
  test("every registered name is understood", () => {
    expect(SUITE_REGISTRY.filter(({ name }) => readSuiteName(name) === null)).toEqual([]);
    expect(ALL_SUITES).toHaveLength(SUITE_REGISTRY.length);
  });

  test("numbers ascend and names are unique: no run overlaps another", () => {
    const ids = SUITE_REGISTRY.map(({ id }) => id);
    expect(ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? 0))).toBe(true);
    expect(new Set(SUITE_REGISTRY.map(({ name }) => name)).size).toBe(ids.length);
  });

  // A run that is one name too long or too short shows at its end.
  test.each([
    [0x002b, "TLS_KRB5_EXPORT_WITH_RC4_40_MD5"],
    [0x0046, "TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA"],
    [0x0065, "TLS_DHE_DSS_EXPORT1024_WITH_RC4_56_SHA"],
    [0x006d, "TLS_DH_anon_WITH_AES_256_CBC_SHA256"],
    [0x00ad, "TLS_RSA_PSK_WITH_AES_256_GCM_SHA384"],
    [0x00c7, "TLS_SM4_CCM_SM3"],
    [0x1307, "TLS_AEGIS_128L_SHA256"],
    [0xc019, "TLS_ECDH_anon_WITH_AES_256_CBC_SHA"],
    [0xc022, "TLS_SRP_SHA_DSS_WITH_AES_256_CBC_SHA"],
    [0xc03b, "TLS_ECDHE_PSK_WITH_NULL_SHA384"],
    [0xc09b, "TLS_ECDHE_PSK_WITH_CAMELLIA_256_CBC_SHA384"],
    [0xc0ab, "TLS_PSK_DHE_WITH_AES_256_CCM_8"],
    [0xc0b5, "TLS_SHA384_SHA384"],
    [0xc106, "TLS_GOSTR341112_256_WITH_MAGMA_MGM_S"],
    [0xccae, "TLS_RSA_PSK_WITH_CHACHA20_POLY1305_SHA256"],
    [0xd005, "TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256"],
    [0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"],
    [0x5600, "TLS_FALLBACK_SCSV"],
    [0xd004, "0xd004"],
    [0x00c8, "0x00c8"],
  ])("%d is %s", (id, name) => {
    expect(suiteName(id)).toBe(name);
  });

  test("signals are not suites: to offer all suites must not ask for a fallback", () => {
    expect(suite(SCSV_FALLBACK)).toBeUndefined();
    expect(suite(SCSV_RENEGOTIATION)).toBeUndefined();
  });
});

describe("the facts in a name", () => {
  const facts = (
    keyExchange: SuiteFacts["keyExchange"],
    cipher: SuiteFacts["cipher"],
    mac: SuiteFacts["mac"],
    prf: SuiteFacts["prf"],
    exportGrade = false,
  ): SuiteFacts => ({ keyExchange, exportGrade, cipher, mac, prf });

  test.each<[string, SuiteFacts]>([
    ["TLS_NULL_WITH_NULL_NULL", facts("NULL", "NULL", "NULL", "default")],
    ["TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5", facts("RSA_EXPORT", "RC2_CBC_40", "MD5", "default", true)],
    ["TLS_RSA_EXPORT1024_WITH_RC4_56_SHA", facts("RSA_EXPORT", "RC4_56", "SHA", "default", true)],
    ["TLS_DHE_DSS_EXPORT_WITH_DES40_CBC_SHA", facts("DHE_DSS", "DES40_CBC", "SHA", "default", true)],
    ["TLS_DH_anon_WITH_AES_128_CBC_SHA256", facts("DH_anon", "AES_128_CBC", "SHA256", "SHA256")],
    ["TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", facts("ECDHE_RSA", "AES_256_CBC", "SHA384", "SHA384")],
    ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", facts("ECDHE_ECDSA", "AES_128_GCM", "AEAD", "SHA256")],
    ["TLS_RSA_WITH_AES_256_GCM_SHA384", facts("RSA", "AES_256_GCM", "AEAD", "SHA384")],
    ["TLS_RSA_WITH_AES_256_CCM", facts("RSA", "AES_256_CCM", "AEAD", "SHA256")],
    ["TLS_PSK_DHE_WITH_AES_128_CCM_8", facts("DHE_PSK", "AES_128_CCM_8", "AEAD", "SHA256")],
    ["TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256", facts("ECDHE_PSK", "AES_128_CCM_8", "AEAD", "SHA256")],
    ["TLS_SRP_SHA_WITH_3DES_EDE_CBC_SHA", facts("SRP_SHA", "3DES_EDE_CBC", "SHA", "default")],
    ["TLS_KRB5_EXPORT_WITH_DES_CBC_40_SHA", facts("KRB5", "DES_CBC_40", "SHA", "default", true)],
    ["TLS_AES_128_CCM_8_SHA256", facts("TLS13", "AES_128_CCM_8", "AEAD", "SHA256")],
    ["TLS_AEGIS_256_SHA512", facts("TLS13", "AEGIS_256", "AEAD", "SHA512")],
    ["TLS_SHA384_SHA384", facts("TLS13", "NULL", "SHA384", "SHA384")],
    ["TLS_SM4_GCM_SM3", facts("TLS13", "SM4_GCM", "AEAD", "SM3")],
    ["TLS_GOSTR341001_WITH_28147_CNT_IMIT", facts("GOST", "28147_CNT", "IMIT", "GOST")],
    ["TLS_GOSTR341112_256_WITH_KUZNYECHIK_MGM_L", facts("TLS13", "KUZNYECHIK_MGM_L", "AEAD", "GOST")],
  ])("%s", (name, expected) => {
    expect(readSuiteName(name)).toEqual(expected);
  });

  test.each([
    "",
    "TLS_",
    "TLS_RSA_WITH_",
    "AES128-SHA",
    "TLS_RSA_WITH_AES_128_CBC",
    "TLS_RSA_WITH_AES_128_CBC_SHA224",
    "TLS_RSA_WITH_AES_128_GCM_MD5",
    "TLS_RSA_WITH_AES_512_GCM_SHA256",
    "TLS_DHE_XYZ_WITH_AES_128_CBC_SHA",
    "TLS_toString_WITH_AES_128_CBC_SHA",
    "TLS_AES_128_CBC_SHA256",
    "TLS_FALLBACK_SCSV",
  ])("%j is not understood", (name) => {
    expect(readSuiteName(name)).toBeNull();
  });
});

test("named groups ascend without overlap, and unknown ones show their number", () => {
  expect(NAMED_GROUPS.every(({ id }, i) => i === 0 || id > (NAMED_GROUPS[i - 1]?.id ?? 0))).toBe(true);
  expect([11, 23, 30, 33, 41, 256, 514, 4588, 65_282, 0x2a2a].map(groupName)).toEqual([
    "sect409k1",
    "secp256r1",
    "x448",
    "brainpoolP512r1tls13",
    "curveSM2",
    "ffdhe2048",
    "MLKEM1024",
    "X25519MLKEM768",
    "arbitrary_explicit_char2_curves",
    "0x2a2a",
  ]);
});
