/** URL schemes a target may be written with, and the port each means when the URL names none. */

import { type StartTlsProtocol, START_TLS_PORTS } from "../core/starttls/protocols.ts";

/**
 * Schemes that speak TLS from the first byte, by their registered or customary port. null: the scheme means plain
 * text, so a URL without a port says which host to ask but not where TLS may be: the port plan applies.
 */
const SCHEME_PORTS: Readonly<Record<string, number | null>> = {
  https: 443,
  dtls: 443,
  http: null,
  wss: 443,
  ws: null,
  ftps: 990,
  telnets: 992,
  imaps: 993,
  pop3s: 995,
  pops: 995,
  smtps: 465,
  submissions: 465,
  nntps: 563,
  ldaps: 636,
  sips: 5061,
  amqps: 5671,
  ircs: 6697,
  mqtts: 8883,
};

/** Schemes whose TLS begins after a dialogue in plain text. */
const START_TLS_SCHEMES: Readonly<Record<string, StartTlsProtocol>> = {
  smtp: "smtp",
  lmtp: "lmtp",
  imap: "imap",
  pop3: "pop3",
  pop: "pop3",
  ftp: "ftp",
  nntp: "nntp",
  sieve: "sieve",
  xmpp: "xmpp",
  "xmpp-server": "xmpp-server",
  ldap: "ldap",
  postgres: "postgres",
  postgresql: "postgres",
  mysql: "mysql",
};

export const SCHEMES = [...Object.keys(SCHEME_PORTS), ...Object.keys(START_TLS_SCHEMES)];

/** The protocol before TLS that a scheme names; null: TLS from the first byte, or a scheme that is not known. */
export function schemeStartTls(scheme: string): StartTlsProtocol | null {
  const known = scheme.toLowerCase();
  return Object.hasOwn(START_TLS_SCHEMES, known) ? (START_TLS_SCHEMES[known] ?? null) : null;
}

/** The port a scheme means; null: none where TLS is spoken; undefined: a scheme that is not known. */
export function schemePort(scheme: string): number | null | undefined {
  const known = scheme.toLowerCase();
  const startTls = schemeStartTls(known);
  if (startTls !== null) return START_TLS_PORTS[startTls];
  return Object.hasOwn(SCHEME_PORTS, known) ? SCHEME_PORTS[known] : undefined;
}
