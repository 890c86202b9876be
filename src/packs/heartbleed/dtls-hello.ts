/** The ClientHello of the DTLS rung: that of the flight, less what DTLS has no use for, with a place for the cookie. */

import type { ClientHello } from "../../core/wire/client-hello.ts";
import { decodeClientHello } from "../../core/wire/client-hello.ts";
import { DTLS12 } from "../../core/wire/dtls-version.ts";
import { suite } from "../../core/wire/suites.ts";
import { type HelloInput, helloRecord } from "./hellos.ts";

/** `broad`: all suites, one datagram of an ordinary link; `small`: few suites, for what chokes on long hellos. */
export const DTLS_FORMS = ["broad", "small"] as const;
export type DtlsForm = (typeof DTLS_FORMS)[number];

/** Record header and handshake header of TLS. */
const HEADERS = 5 + 4;

/** DTLS 1.2 is offered: servers that speak 1.0 only, as every OpenSSL 1.0.1 does, choose that. */
export function dtlsHello(form: DtlsForm, input: HelloInput): ClientHello {
  const hello = decodeClientHello(helloRecord(form, input).subarray(HEADERS));
  if (hello === null) throw new Error("our own ClientHello cannot be read");
  // A stream cipher cannot lose a record (RFC 6347 section 4.1.2.2).
  const suites = hello.suites.filter((id) => !/RC4/.test(suite(id)?.name ?? ""));
  return { ...hello, version: DTLS12, suites };
}
