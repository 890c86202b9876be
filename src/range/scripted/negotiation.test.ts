import { describe, expect, test } from "vitest";
import type { ClientHello } from "../../core/wire/client-hello.ts";
import {
  ecPointFormatsExtension,
  type Extension,
  heartbeatExtension,
  renegotiationInfoExtension,
  serverNameExtension,
  signatureAlgorithmsExtension,
  supportedVersionsExtension,
} from "../../core/wire/extensions.ts";
import { SCSV_RENEGOTIATION } from "../../core/wire/suites.ts";
import { SSL30, TLS10, TLS11, TLS12, TLS13 } from "../../core/wire/version.ts";
import { DEFAULT_DIALS, type Dials } from "../conditions/dials.ts";
import { type Negotiation, negotiate } from "./negotiation.ts";

const RSA_AES128 = 0x002f;
const RSA_AES256 = 0x0035;
const ECDHE_AES128 = 0xc013;
const SUPPORTED = [RSA_AES256, RSA_AES128, ECDHE_AES128];

function outcome(hello: Partial<ClientHello>, dials: Partial<Dials> = {}, usable = () => true): Negotiation {
  const full: ClientHello = {
    version: TLS12,
    random: new Uint8Array(32),
    sessionId: new Uint8Array(0),
    suites: [RSA_AES128],
    compressions: [0],
    extensions: [],
    ...hello,
  };
  return negotiate(full, { ...DEFAULT_DIALS, ...dials }, SUPPORTED, usable);
}

/** The outcome in a few words: "771 002f", "alert 40 in 771", "closed". */
function inShort(result: Negotiation): string {
  if (result.kind === "closed") return "closed";
  if (result.kind === "refused") return `alert ${result.description} in ${result.version}`;
  return `${result.version} ${result.suite.id.toString(16).padStart(4, "0")}`;
}

/** Extension types of the ServerHello; null: no block. */
function extensionTypes(result: Negotiation): readonly number[] | null {
  return result.kind === "agreed" && result.extensions !== null ? result.extensions.map(({ type }) => type) : null;
}

const only = (version: number, otherwise: "alert" | "close" = "alert") => ({
  versions: { min: version, max: version, otherwise },
});

const naming = (...versions: number[]): Partial<ClientHello> => ({
  extensions: [supportedVersionsExtension(versions)],
});
const HEEDED = { supportedVersions: "heeded" } as const;

describe("signatures with SHA-1", () => {
  const refused = { sha1Signatures: "refused" } as const;
  const naming12 = (...pairs: number[]) => ({ extensions: [signatureAlgorithmsExtension(pairs)] });
  test.each<[string, Partial<ClientHello>, Partial<Dials>, string]>([
    ["are made", {}, {}, "771 002f"],
    ["are what a client without a list means", {}, refused, "alert 40 in 771"],
    ["nothing better named", naming12(0x0201, 0x0101), refused, "alert 40 in 771"],
    ["something better named", naming12(0x0201, 0x0401), refused, "771 002f"],
    ["no list in the list's place", { extensions: [{ type: 13, data: Uint8Array.of(4) }] }, refused, "alert 40 in 771"],
    ["are not asked about before TLS 1.2", { version: TLS11 }, refused, "770 002f"],
  ])("%s", (_what, hello, dials, expected) => {
    expect(inShort(outcome(hello, dials))).toBe(expected);
  });
});

describe("version", () => {
  test.each<[string, Partial<ClientHello>, Partial<Dials>, string]>([
    ["the client's, where the server has it", { version: TLS11 }, {}, "770 002f"],
    ["the server's highest, where the client has more", { version: TLS12 }, only(TLS10), "769 002f"],
    ["a future one comes down", { version: 0x0304 }, {}, "771 002f"],
    ["too low: an alert of the client's own version", { version: TLS10 }, only(TLS12), "alert 70 in 769"],
    ["too low to be a version at all", { version: 2 }, {}, "alert 70 in 768"],
    ["supported_versions is ignored by what is older", naming(TLS13), {}, "771 002f"],
    ["supported_versions counts alone", naming(TLS11, TLS10), HEEDED, "770 002f"],
    ["nothing in common there", naming(TLS13), HEEDED, "alert 70 in 771"],
    ["a newer one there beside ours", naming(TLS13, TLS12), HEEDED, "771 002f"],
    ["a newer one there, an older server", naming(TLS13, TLS12), { ...HEEDED, ...only(TLS11) }, "alert 70 in 771"],
    ["SSL 3.0 beside supported_versions", { ...naming(TLS12), version: SSL30 }, HEEDED, "alert 70 in 768"],
    ["what is no list is not there", { extensions: [{ type: 43, data: new Uint8Array(0) }] }, HEEDED, "771 002f"],
    ["too low: no alert where that is the way", { version: TLS10 }, only(TLS12, "close"), "closed"],
  ])("%s", (_what, hello, dials, expected) => {
    expect(inShort(outcome(hello, dials))).toBe(expected);
  });
});

describe("suite", () => {
  const both = { suites: [0x1234, RSA_AES128, RSA_AES256] };

  test.each<[string, Partial<ClientHello>, Partial<Dials>, string]>([
    ["the client's first", both, {}, "771 002f"],
    ["the server's first", both, { preference: "server" }, "771 0035"],
    ["of those the dial names", both, { suites: [RSA_AES256] }, "771 0035"],
    ["none in common", { suites: [0x1234] }, {}, "alert 40 in 771"],
  ])("%s", (_what, hello, dials, expected) => {
    expect(inShort(outcome(hello, dials))).toBe(expected);
  });

  test("one that cannot be used is passed over", () => {
    expect(inShort(outcome(both, {}, () => false))).toBe("alert 40 in 771");
  });
});

test("a client that insists on compression is refused", () => {
  expect(inShort(outcome({ compressions: [1] }))).toBe("alert 50 in 771");
});

test.each<[Dials["serverName"], readonly Extension[], string, number | null]>([
  ["ignored", [], "771 002f", null],
  ["required", [], "alert 112 in 771", null],
  ["required", [serverNameExtension("localhost")], "771 002f", null],
  ["warned_about", [serverNameExtension("localhost")], "771 002f", 112],
])("server name %s, extensions %j", (serverName, extensions, expected, warning) => {
  const result = outcome({ extensions }, { serverName });
  expect([inShort(result), result.kind === "agreed" ? result.warning : null]).toEqual([expected, warning]);
});

describe("extensions in the ServerHello", () => {
  const offered = [heartbeatExtension(1), ecPointFormatsExtension()];
  const TICKET: Extension = { type: 35, data: new Uint8Array(0) };
  const NAME = serverNameExtension("a.test");
  const EMS: Extension = { type: 23, data: new Uint8Array(0) };
  const PSK = { suites: [0xc035] };

  test.each<[string, Partial<ClientHello>, Partial<Dials>, readonly number[] | null]>([
    ["nothing offered, none sent", {}, {}, null],
    ["heartbeat in answer to heartbeat", { extensions: offered }, {}, [15]],
    ["none where the dial says so", { extensions: offered }, { extension: "none" }, null],
    ["point formats with a curve suite", { extensions: offered, suites: [ECDHE_AES128] }, {}, [11, 15]],
    [
      "none with a curve suite of pre-shared keys",
      { extensions: [ecPointFormatsExtension()], suites: [0xc035] },
      PSK,
      null,
    ],
    ["a ticket will follow, where sessions are kept", { extensions: [TICKET] }, { sessions: "kept" }, [35]],
    ["no ticket where they are not", { extensions: [TICKET] }, {}, null],
    ["a name, where it is acknowledged", { extensions: [NAME] }, { serverName: "acknowledged" }, [0]],
    ["no name, nothing to acknowledge", {}, { serverName: "acknowledged" }, null],
    ["a name, where it is ignored", { extensions: [NAME] }, {}, null],
    ["the extended master secret, where it is taken", { extensions: [EMS] }, { extendedMasterSecret: true }, [23]],
    ["SSLv3 has none", { version: SSL30, extensions: [EMS] }, { extendedMasterSecret: true }, null],
    ["nor has OpenSSL 1.0.1", { extensions: [EMS] }, {}, null],
    ["renegotiation, by signal", { suites: [RSA_AES128, SCSV_RENEGOTIATION] }, {}, [0xff01]],
    ["renegotiation, by extension", { extensions: [renegotiationInfoExtension()] }, {}, [0xff01]],
    ["SSLv3: none", { version: SSL30, extensions: offered }, {}, null],
    [
      "SSLv3: all of them, once renegotiation is signalled",
      { version: SSL30, extensions: offered, suites: [RSA_AES128, SCSV_RENEGOTIATION] },
      {},
      [0xff01, 15],
    ],
  ])("%s", (_what, hello, dials, types) => {
    expect(extensionTypes(outcome(hello, dials))).toEqual(types);
  });
});
