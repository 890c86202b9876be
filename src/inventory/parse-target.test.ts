/** Target texts: what is read, how it is written canonically, and what is refused with which sentence. */

import { isIP } from "node:net";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTarget, type TargetParts } from "./parse-target.ts";

const AT = { source: "test", line: 1 };

function read(text: string): Partial<TargetParts> {
  const result = parseTarget(text, AT);
  if (!result.ok) throw new Error(`${text}: ${result.error.problem}`);
  const { name, address, cidr, port, startTls = null } = result.target;
  const parts = { name, address, cidr, port, startTls };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null));
}

function refusal(text: string): string {
  const result = parseTarget(text, AT);
  if (result.ok) throw new Error(`${text} was accepted: ${JSON.stringify(result.target)}`);
  return result.error.problem;
}

/** The canonical spelling of a target. */
function spell({ name, address, cidr, port }: TargetParts): string {
  if (cidr !== null) return cidr;
  const host = address?.includes(":") ? `[${address}]` : address;
  const where = name !== null && host !== null ? `${name}@${host}` : (name ?? host);
  return port === null ? `${where}` : `${where}:${port}`;
}

describe("accepted", () => {
  it.each<[string, Partial<TargetParts>]>([
    ["example.org", { name: "example.org" }],
    ["WWW.Example.ORG.", { name: "www.example.org" }],
    ["localhost", { name: "localhost" }],
    ["_sip._tls.example.org", { name: "_sip._tls.example.org" }],
    ["r3---sn-5.example", { name: "r3---sn-5.example" }],
    ["3com.example", { name: "3com.example" }],
    ["bücher.example", { name: "xn--bcher-kva.example" }],
    ["BÜCHER.example:8443", { name: "xn--bcher-kva.example", port: 8443 }],
    ["例え。テスト", { name: "xn--r8jz45g.xn--zckzah" }],
    ["xn--bcher-kva.example", { name: "xn--bcher-kva.example" }],
    ["example.org:1", { name: "example.org", port: 1 }],
    ["example.org:65535", { name: "example.org", port: 65535 }],
    ["192.0.2.1", { address: "192.0.2.1" }],
    ["192.0.2.1:993", { address: "192.0.2.1", port: 993 }],
    ["2001:DB8:0:0::1", { address: "2001:db8::1" }],
    ["[2001:db8::1]", { address: "2001:db8::1" }],
    ["[2001:db8::1]:443", { address: "2001:db8::1", port: 443 }],
    ["2001:db8::1:443", { address: "2001:db8::1:443" }],
    ["::ffff:192.0.2.1", { address: "192.0.2.1" }],
    ["[::ffff:c000:201]:443", { address: "192.0.2.1", port: 443 }],
    ["192.0.2.0/24", { cidr: "192.0.2.0/24" }],
    ["10.0.0.0/8", { cidr: "10.0.0.0/8" }],
    ["2001:DB8::/112", { cidr: "2001:db8::/112" }],
    ["https://example.org", { name: "example.org", port: 443 }],
    ["HTTPS://Example.org:8443/a/b?c=d#e", { name: "example.org", port: 8443 }],
    ["https://[2001:db8::1]:8443/", { address: "2001:db8::1", port: 8443 }],
    ["https://192.0.2.1?x@y", { address: "192.0.2.1", port: 443 }],
    ["http://example.org/", { name: "example.org" }],
    ["http://example.org:8080/", { name: "example.org", port: 8080 }],
    ["imaps://mail.example.org", { name: "mail.example.org", port: 993 }],
    ["ldaps://example.org:3269", { name: "example.org", port: 3269 }],
    ["smtp://mail.example.org", { name: "mail.example.org", port: 25, startTls: "smtp" }],
    ["LDAP://192.0.2.1:1389/dc=example", { address: "192.0.2.1", port: 1389, startTls: "ldap" }],
    ["postgresql://[2001:db8::1]/db", { address: "2001:db8::1", port: 5432, startTls: "postgres" }],
    ["www.example.org@192.0.2.1", { name: "www.example.org", address: "192.0.2.1" }],
    ["www.example.org@192.0.2.1:8443", { name: "www.example.org", address: "192.0.2.1", port: 8443 }],
    ["www.example.org@[2001:db8::1]:443", { name: "www.example.org", address: "2001:db8::1", port: 443 }],
    ["www.example.org@2001:db8::1", { name: "www.example.org", address: "2001:db8::1" }],
  ])("%s", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe("refused", () => {
  const number = "four decimal parts";
  const label = "expected a host name";
  it.each([
    ["", "found nothing"],
    ["010.0.0.1", number],
    ["127.1", number],
    ["0x7f.1", number],
    ["0x7f000001", number],
    ["2130706433", number],
    ["1.2.3", number],
    ["256.1.1.1", number],
    ["１２７．１", number],
    ["example.123", number],
    ["example.0x1f.", number],
    ["https://127.1/", number],
    ["name@127.1", number],
    ["fe80::1%eth0", "zone"],
    ["[fe80::1%eth0]:443", "zone"],
    ["https://ex%61mple.org/", "percent"],
    ["1.2.3.4@example.org", "before the @"],
    ["a.example@b.example", "expected an IP address behind the @"],
    ["a.example@10.0.0.0/8", "behind the @"],
    ["a@b@192.0.2.1", "NAME@ADDRESS"],
    ["@192.0.2.1", "NAME@ADDRESS"],
    ["name@", "behind the @"],
    ["-oX", "dash"],
    ["-example.org", "dash"],
    ["a.-b.example", label],
    ["a-.example", label],
    ["a..example", label],
    [".example", label],
    [".", label],
    ["a,b", label],
    ["exa\\mple.org", label],
    [`${"a".repeat(64)}.example`, label],
    [`${"a.".repeat(130)}example`, "253"],
    ["*.example.org", "wildcard"],
    ["example.org:", "port"],
    ["example.org:0", "port"],
    ["example.org:65536", "port"],
    ["example.org:0443", "port"],
    ["example.org:+443", "port"],
    ["example.org:https", "port"],
    [":443", label],
    ["[2001:db8::1]443", "brackets"],
    ["[2001:db8::1", "brackets"],
    ["[192.0.2.1]:443", "brackets"],
    ["[]:443", "brackets"],
    ["example.org:443:1", "IPv6 address"],
    ["2001:db8:::1", "IPv6 address"],
    ["https://2001:db8::1/", "brackets"],
    ["https:///path", label],
    ["https://user:secret@example.org/", "without user name and password"],
    ["gopher://example.org/", "schemes https"],
    ["constructor://example.org/", "schemes https"],
    ["example.org/path", "https://example.org/"],
    ["192.0.2.5/24", "192.0.2.0/24"],
    ["2001:db8::1/120", "2001:db8::/120"],
    ["10.0.0.0/7", "shortest IPv4 prefix is /8"],
    ["2001:db8::/111", "shortest IPv6 prefix is /112"],
    ["::/0", "shortest IPv6 prefix is /112"],
    ["192.0.2.0/24:443", "prefix length"],
    ["two words", "spaces"],
    ["tab\tbed", "spaces"],
    ["nul\0", "control"],
    ["non\u00a0breaking", "spaces"],
    ["right\u202eleft.example", "invisible"],
    ["soft\u00adhyphen.example", "invisible"],
    ["half\ud800.example", "control"],
    ["x".repeat(2000), "1024"],
  ])("%j", (text, sentence) => {
    expect(refusal(text)).toContain(sentence);
  });

  it("keeps a password out of the message, and the text within 1 kB", () => {
    expect(JSON.stringify(parseTarget("https://user:secret@example.org/", AT))).not.toContain("secret");
    const long = parseTarget("x".repeat(5000), AT);
    expect(long.ok ? null : long.error.text.length).toBe(1024);
  });
});

describe("properties", () => {
  it("never throws, and what it accepts is canonical: spelled out again, it reads back as itself", () => {
    const piece = fc.constantFrom(
      "a",
      "Ö",
      "1",
      "0x1",
      ".",
      ":",
      "::",
      "[",
      "]",
      "@",
      "/",
      "%",
      "-",
      "https://",
      "255",
    );
    const soup = fc.array(piece).map((pieces) => pieces.join(""));
    const text = fc.oneof(soup, fc.string(), fc.string({ unit: "grapheme" }), fc.domain(), fc.ipV6(), fc.webUrl());
    fc.assert(
      fc.property(text, (written) => {
        const result = parseTarget(written, AT);
        if (!result.ok) return;
        const { name, address, cidr, port } = result.target;
        expect(parseTarget(spell(result.target), AT)).toMatchObject({ target: { name, address, cidr, port } });
      }),
      { numRuns: 3000 },
    );
  });

  it("agrees with the URL standard about host and port of an https URL", () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ["https"], withQueryParameters: true }), (url) => {
        const oracle = new URL(url);
        expect(read(url)).toEqual({ name: oracle.hostname, port: Number(oracle.port || 443) });
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4()), fc.integer({ min: 1, max: 65535 }), (host, port) => {
        const oracle = new URL(`https://${host}:${port}/`);
        const result = read(`https://${host}:${port}/`);
        expect(result.name ?? result.address).toBe(oracle.hostname);
        expect(result.port).toBe(port);
      }),
    );
  });

  it("never takes for a host name what the URL standard takes for an address", () => {
    const part = fc.constantFrom("0", "127", "0x7f", "010", "0X", "256", "1", "4294967295", "");
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const text = parts.join(".");
        const result = parseTarget(text, AT);
        if (result.ok) expect(isIP(text)).toBe(4);
      }),
    );
  });
});
