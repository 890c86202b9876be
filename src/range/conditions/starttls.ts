/** TLS that begins only after a dialogue in another protocol's plain text. */

import type { StartTlsProtocol } from "../../core/starttls/protocols.ts";
import type { Condition } from "./condition.ts";

const QUESTION = "Does it speak the protocol that comes before TLS?";

function after(id: string, protocol: StartTlsProtocol, title: string, source: string): Condition {
  return { id, title, question: QUESTION, truth: "vulnerable", dials: { startTls: { protocol } }, source };
}

export const STARTTLS: readonly Condition[] = [
  {
    ...after("C43", "smtp", "STARTTLS only: SMTP", "heartbleeder mail.go: sends no EHLO; testssl issue 426"),
    question: "Does it read a greeting of several lines and say EHLO first?",
  },
  after("starttls-imap", "imap", "STARTTLS only: IMAP", "RFC 9051 section 6.2.1"),
  after("starttls-pop3", "pop3", "STARTTLS only: POP3", "RFC 2595 section 4"),
  after("starttls-ftp", "ftp", "STARTTLS only: FTP", "RFC 4217 section 4"),
  after("starttls-xmpp", "xmpp", "STARTTLS only: XMPP", "RFC 6120 section 5"),
  after("starttls-ldap", "ldap", "STARTTLS only: LDAP, the client speaks first", "RFC 4511 section 4.14"),
  after(
    "starttls-postgres",
    "postgres",
    "STARTTLS only: PostgreSQL, the client speaks first",
    "PostgreSQL documentation, Message Flow",
  ),
  after("starttls-mysql", "mysql", "STARTTLS only: MySQL", "MySQL internals, Protocol::SSLRequest"),
];
