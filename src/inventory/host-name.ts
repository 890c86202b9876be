/** Host names as people write them, turned into the form that DNS and SNI use: lower-case A-labels, no trailing dot. */

import { domainToASCII } from "node:url";
import { type Parsed, parsed, problem } from "../core/net/parsed.ts";

const LONGEST_NAME = 253;
/** Letters, digits, inner hyphens (RFC 1123) and underscores, which names in the wild do carry. */
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const PLAIN_ASCII = /^[\x21-\x7e]+$/;
/** What the URL standard would read as an IPv4 address: no host name ends like this. */
const NUMERIC_END = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/;

/** Reads one host name; a name whose last label is a number is refused, because others would read an address. */
export function parseHostName(text: string): Parsed<string> {
  const dotless = (text.endsWith(".") ? text.slice(0, -1) : text).toLowerCase();
  if (dotless === "") return problem("expected a host name");
  if (dotless.startsWith("*.")) return problem("a wildcard names no host that could be asked; write the host names");

  const name = isInternational(dotless) ? domainToASCII(dotless) : dotless;
  if (name === "") return problem("this is not a valid internationalised host name");
  // Judged by the form that is used: full-width digits have become plain ones by now.
  if (NUMERIC_END.test(name)) return problem(NOT_AN_ADDRESS);
  if (name.length > LONGEST_NAME) return problem(`a host name has at most ${LONGEST_NAME} characters`);
  if (!name.split(".").every((label) => LABEL.test(label))) {
    return problem(
      "expected a host name: labels of 1 to 63 letters, digits, hyphens (not first or last) and underscores, joined by dots",
    );
  }
  return parsed(name);
}

const NOT_AN_ADDRESS =
  "expected an IPv4 address of four decimal parts from 0 to 255 without leading zeros, such as 192.0.2.1; no host name ends in a number";

function isInternational(name: string): boolean {
  return !PLAIN_ASCII.test(name) || name.startsWith("xn--") || name.includes(".xn--");
}
