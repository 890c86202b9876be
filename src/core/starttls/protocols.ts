/** The protocols that have a dialogue before TLS, where they listen, and how they are recognised by what they say. */

import type { Dialogue } from "./dialogue.ts";
import { ftp } from "./ftp.ts";
import { imap } from "./imap.ts";
import { ldap } from "./ldap.ts";
import { mysql } from "./mysql.ts";
import { nntp } from "./nntp.ts";
import { pop3 } from "./pop3.ts";
import { postgres } from "./postgres.ts";
import { sieve } from "./sieve.ts";
import { smtp } from "./smtp.ts";
import { xmpp } from "./xmpp.ts";

export const START_TLS_PROTOCOLS = [
  "smtp",
  "lmtp",
  "imap",
  "pop3",
  "ftp",
  "nntp",
  "sieve",
  "xmpp",
  "xmpp-server",
  "ldap",
  "postgres",
  "mysql",
] as const;
export type StartTlsProtocol = (typeof START_TLS_PROTOCOLS)[number];

/** Registered ports (IANA), and the customary one of LMTP. */
export const START_TLS_PORTS: Readonly<Record<StartTlsProtocol, number>> = {
  smtp: 25,
  lmtp: 24,
  imap: 143,
  pop3: 110,
  ftp: 21,
  nntp: 119,
  sieve: 4190,
  xmpp: 5222,
  "xmpp-server": 5269,
  ldap: 389,
  postgres: 5432,
  mysql: 3306,
};
/** RFC 6409: SMTP for those who submit mail. */
const SUBMISSION = 587;

/** What customarily listens on a port; null: nothing that has a dialogue. */
export function protocolOfPort(port: number): StartTlsProtocol | null {
  if (port === SUBMISSION) return "smtp";
  return START_TLS_PROTOCOLS.find((protocol) => START_TLS_PORTS[protocol] === port) ?? null;
}

/** The client's side of a dialogue. `host`: the server's name or address, for protocols that say it. */
export function dialogueOf(protocol: StartTlsProtocol, host: string): Dialogue {
  switch (protocol) {
    case "smtp":
      return smtp("EHLO");
    case "lmtp":
      return smtp("LHLO");
    case "imap":
      return imap();
    case "pop3":
      return pop3();
    case "ftp":
      return ftp();
    case "nntp":
      return nntp();
    case "sieve":
      return sieve();
    case "xmpp":
      return xmpp(host, "jabber:client");
    case "xmpp-server":
      return xmpp(host, "jabber:server");
    case "ldap":
      return ldap();
    case "postgres":
      return postgres();
    case "mysql":
      return mysql();
  }
}

/** LDAP's notice of disconnection (RFC 4511 section 4.4.1), which some servers send to what is no LDAP. */
const DISCONNECTION = "1.3.6.1.4.1.1466.20036";
/** In order: the first that fits. */
const GREETINGS: readonly (readonly [RegExp, StartTlsProtocol])[] = [
  [/^220[ -][^\r\n]*\bLMTP\b/i, "lmtp"],
  [/^220[ -][^\r\n]*SMTP\b/i, "smtp"],
  [/^220[ -][^\r\n]*FTP/i, "ftp"],
  [/^220[ -]/, "smtp"],
  [/^\* (?:OK|PREAUTH)\b/i, "imap"],
  [/^\+OK\b/, "pop3"],
  [/^20[01] /, "nntp"],
  [/^"IMPLEMENTATION"/i, "sieve"],
  [/^<(?:\?xml|stream:)[^]*jabber:server/, "xmpp-server"],
  [/^<(?:\?xml[^>]*>\s*<)?stream:/, "xmpp"],
  // A packet with number 0 and protocol version 10, then the version's digits.
  [/^[^]{2}\0\0\n\d+\.\d/, "mysql"],
  [/^E[^]{4}S(?:FATAL|ERROR)\0|^EFATAL: {2}/, "postgres"],
];

/** What speaks plain text like this; null: nothing known. `heard`: the first bytes of a server that spoke, or answered a ClientHello. */
export function protocolOfGreeting(heard: Uint8Array): StartTlsProtocol | null {
  const text = new TextDecoder("latin1").decode(heard.subarray(0, 1024));
  if (heard[0] === 0x30 && text.includes(DISCONNECTION)) return "ldap";
  return GREETINGS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
