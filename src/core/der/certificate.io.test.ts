/** Our reading of certificates against Node's own, over every root certificate that comes with it. */

import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { expect, test } from "vitest";
import { certificateNames } from "./certificate.ts";
import { commonName, organization, organizationalUnit } from "./name.ts";

/** "CN=…" of Node's rendering, the last one; null when there is none. */
function theirs(rendering: string, key: string): string | null {
  const line = rendering.split("\n").findLast((part) => part.startsWith(`${key}=`));
  return line === undefined ? null : line.slice(key.length + 1).replace(/\\(.)/g, "$1");
}

/** RFC 4514 renders other than ASCII differently from version to version: compare the rest exactly. */
const PLAIN = /^[ -~]*$/;

test("every root certificate", () => {
  expect(rootCertificates.length).toBeGreaterThan(100);
  for (const pem of rootCertificates) {
    const oracle = new X509Certificate(pem);
    const ours = certificateNames(new Uint8Array(oracle.raw));
    expect(ours).not.toBeNull();
    if (ours === null) continue;
    for (const [name, rendering] of [
      [ours.subject, oracle.subject],
      [ours.issuer, oracle.issuer],
    ] as const) {
      if (!PLAIN.test(rendering.replaceAll("\n", ""))) continue;
      expect(commonName(name)).toBe(theirs(rendering, "CN"));
      expect(organization(name)).toBe(theirs(rendering, "O"));
      expect(organizationalUnit(name)).toBe(theirs(rendering, "OU"));
    }
    expect(BigInt(`0x${ours.serialNumber}`)).toBe(BigInt(`0x${oracle.serialNumber}`));
    expect(new Date(ours.notBefore ?? "").getTime()).toBe(new Date(oracle.validFrom).getTime());
    expect(new Date(ours.notAfter ?? "").getTime()).toBe(new Date(oracle.validTo).getTime());
  }
});
