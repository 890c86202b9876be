/**
 * The server's side of each dialogue, as strict as the strict servers are: SMTP greets in several lines and insists on EHLO,
 * LDAP and PostgreSQL close on what they do not know. Whoever says something else than a client in want of TLS is answered
 * in the protocol's words, a few times, and then left.
 */

import {
  type Dialogue,
  line,
  NOT_UNDERSTOOD,
  type Part,
  READY,
  sendBytes,
  sendText,
  take,
  through,
} from "../../../core/starttls/dialogue.ts";
import { START_TLS_REQUEST } from "../../../core/starttls/ldap.ts";
import { SSL_REQUEST } from "../../../core/starttls/postgres.ts";
import type { StartTlsProtocol } from "../../../core/starttls/protocols.ts";
import { equal, fromHex } from "../../../core/wire/bytes.ts";

const HOST = "range.test";

export function serverDialogue(protocol: StartTlsProtocol): Dialogue {
  switch (protocol) {
    case "smtp":
      return smtp("EHLO", "ESMTP");
    case "lmtp":
      return smtp("LHLO", "LMTP");
    case "imap":
      return imap();
    case "pop3":
      return commands(
        "+OK POP3 range.test ready\r\n",
        { CAPA: "+OK\r\nTOP\r\nSTLS\r\n.\r\n" },
        "STLS",
        "+OK begin TLS\r\n",
        "-ERR unknown\r\n",
      );
    case "ftp":
      return commands(
        "220-FTP server\r\nrange.test\r\n220 ready\r\n",
        { FEAT: "211-Features\r\n AUTH TLS\r\n211 End\r\n" },
        "AUTH TLS",
        "234 begin TLS\r\n",
        "530 log in first\r\n",
      );
    case "nntp":
      return commands(
        "200 range.test ready\r\n",
        { CAPABILITIES: "101 list\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n" },
        "STARTTLS",
        "382 begin TLS\r\n",
        "500 unknown\r\n",
      );
    case "sieve":
      return commands(
        '"IMPLEMENTATION" "crosscheck range"\r\n"SIEVE" "fileinto"\r\n"STARTTLS"\r\nOK "ready"\r\n',
        {},
        "STARTTLS",
        'OK "begin TLS"\r\n',
        'NO "unknown"\r\n',
      );
    case "xmpp":
      return xmpp("jabber:client");
    case "xmpp-server":
      return xmpp("jabber:server");
    case "ldap":
      return ldap();
    case "postgres":
      return postgres();
    case "mysql":
      return mysql();
  }
}

/** Commands that are answered otherwise before the connection is closed. */
const PATIENCE = 10;

/** A server of lines: known commands have their answers, `wanted` is the one that leads to TLS. */
function* commands(
  greeting: string,
  answers: Readonly<Record<string, string>>,
  wanted: string,
  goAhead: string,
  unknown: string,
): Dialogue {
  yield* say(greeting);
  for (let spent = 0; spent < PATIENCE; spent++) {
    const command = (yield* line()).trim().toUpperCase();
    if (command === wanted) {
      yield* say(goAhead);
      return READY;
    }
    yield* say(answers[command] ?? unknown);
  }
  return NOT_UNDERSTOOD;
}

/** RFC 5321 section 4.1.4 has a session begin with EHLO; postscreen-like greetings come in several lines. */
function* smtp(hello: string, name: string): Dialogue {
  yield* say(`220-${HOST} ${name}\r\n220-Wait for the last line before you speak.\r\n220 ready\r\n`);
  let greeted = false;
  for (let spent = 0; spent < PATIENCE; spent++) {
    const command = (yield* line()).trim().toUpperCase();
    if (command.startsWith(`${hello} `)) {
      greeted = true;
      yield* say(`250-${HOST}\r\n250-PIPELINING\r\n250-STARTTLS\r\n250 8BITMIME\r\n`);
    } else if (command === "STARTTLS" && greeted) {
      yield* say("220 2.0.0 begin TLS\r\n");
      return READY;
    } else if (command === "STARTTLS") {
      yield* say(`503 5.5.1 ${hello} first\r\n`);
    } else {
      yield* say("500 5.5.2 unknown\r\n");
    }
  }
  return NOT_UNDERSTOOD;
}

function* imap(): Dialogue {
  yield* say("* OK range.test ready\r\n");
  for (let spent = 0; spent < PATIENCE; spent++) {
    const [tag = "*", command = ""] = (yield* line()).trim().split(" ");
    switch (command.toUpperCase()) {
      case "CAPABILITY":
        yield* say(`* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n${tag} OK done\r\n`);
        break;
      case "STARTTLS":
        yield* say(`${tag} OK begin TLS\r\n`);
        return READY;
      default:
        yield* say(`${tag} BAD unknown\r\n`);
    }
  }
  return NOT_UNDERSTOOD;
}

const STREAM = /<stream:stream[^>]*>$/;
const GREATER_THAN = 0x3e;

function* xmpp(namespace: string): Dialogue {
  const tls = "xmlns='urn:ietf:params:xml:ns:xmpp-tls'";
  let opening = "";
  while (!STREAM.test(opening)) {
    opening += yield* through(GREATER_THAN);
    if (!/^\s*<(?:\?xml|stream:)/.test(opening)) return NOT_UNDERSTOOD;
  }
  yield* say(
    `<?xml version='1.0'?><stream:stream from='${HOST}' id='range' version='1.0' xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams'>` +
      `<stream:features><starttls ${tls}><required/></starttls></stream:features>`,
  );
  const request = yield* through(GREATER_THAN);
  if (!/^\s*<starttls\b/.test(request)) return NOT_UNDERSTOOD;
  if (!request.endsWith("/>")) yield* through(GREATER_THAN);
  yield* say(`<proceed ${tls}/>`);
  return READY;
}

/** ExtendedResponse, resultCode success, no name and no diagnostics, to the message number asked. */
function* ldap(): Dialogue {
  const request = yield* take(START_TLS_REQUEST.length);
  const id = request[4] ?? 0;
  const asked = Uint8Array.from(request, (byte, i) => (i === 4 ? 1 : byte));
  if (!equal(asked, START_TLS_REQUEST)) return NOT_UNDERSTOOD;
  yield* sendBytes(Uint8Array.of(0x30, 0x0c, 0x02, 0x01, id, 0x78, 0x07, 0x0a, 0x01, 0x00, 0x04, 0x00, 0x04, 0x00));
  return READY;
}

function* postgres(): Dialogue {
  if (!equal(yield* take(SSL_REQUEST.length), SSL_REQUEST)) return NOT_UNDERSTOOD;
  yield* say("S");
  return READY;
}

/** HandshakeV10 of "5.5.36-range" with CLIENT_SSL among its capabilities, then a packet that must be an SSLRequest. */
function* mysql(): Dialogue {
  const body = fromHex(
    `0a 352e352e33362d72616e676500 01000000 2121212121212121 00 ffff 21 0200 0f80 15 ${"00".repeat(10)} ${"21".repeat(12)}00`,
  );
  yield* sendBytes(Uint8Array.of(body.length, 0, 0, 0, ...body), true);
  const [length = 0, , , sequence] = yield* take(4);
  const request = yield* take(length);
  const wantsTls = ((request[1] ?? 0) & 0x08) !== 0;
  return length === 32 && sequence === 1 && wantsTls ? READY : NOT_UNDERSTOOD;
}

function* say(text: string): Part<void> {
  yield* sendText(text);
}
