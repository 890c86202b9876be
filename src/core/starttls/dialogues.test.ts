import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex } from "../wire/bytes.ts";
import {
  START_TLS_PROTOCOLS,
  type StartTlsProtocol,
  dialogueOf,
  protocolOfGreeting,
  protocolOfPort,
} from "./protocols.ts";
import { LONGEST_PIECE, MOST_BYTES, Talk } from "./talk.ts";

const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const text = (bytes: readonly Uint8Array[]) => bytes.map((each) => new TextDecoder("latin1").decode(each)).join("");

/** Plays a server's lines, one after each thing the client says; tells how it ended and what the client said. */
function play(protocol: StartTlsProtocol, server: readonly string[]): { readonly end: string; readonly said: string } {
  const talk = new Talk(dialogueOf(protocol, "mail.example.org"));
  const said = [...talk.start().send];
  for (const part of server) said.push(...talk.receive(latin1(part)).send);
  const { ending } = talk;
  return { end: ending === null ? "more" : ending.kind === "ready" ? "ready" : ending.reason, said: text(said) };
}

const XML = "<?xml version='1.0'?><stream:stream id='1' xmlns='jabber:client' xmlns:stream='s' version='1.0'>";
const OFFER = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>";
const PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
const mysqlGreeting = (flags: string, sequence = "00") =>
  text([
    fromHex(
      `290000${sequence} 0a 382e302e3000 01000000 4141414141414141 00 ${flags} 21 0200 0000 15 ${"00".repeat(10)} 414100`,
    ),
  ]);

describe("every dialogue ends where its server says so", () => {
  test.each<[StartTlsProtocol, string, readonly string[], string]>([
    [
      "smtp",
      "multi-line greeting",
      ["220-mail\r\n220-be patient\r\n", "220 ok\r\n", "250-mail\r\n250-SIZE 1\r\n250 STARTTLS\r\n", "220 go\r\n"],
      "ready",
    ],
    ["smtp", "keyword in lower case", ["220\r\n", "250-mail\r\n250 starttls\r\n", "220 go\r\n"], "ready"],
    ["smtp", "keyword stripped by a device", ["220 mail\r\n", "250-mail\r\n250 XXXXXXXA\r\n"], "starttls_not_offered"],
    [
      "smtp",
      "keyword only as the server's name",
      ["220 mail\r\n", "250-STARTTLS\r\n250 SIZE\r\n"],
      "starttls_not_offered",
    ],
    ["smtp", "no EHLO", ["220 mail\r\n", "502 no\r\n"], "starttls_not_offered"],
    ["smtp", "busy", ["554 no service\r\n"], "starttls_refused"],
    [
      "smtp",
      "temporarily not available",
      ["220 mail\r\n", "250-mail\r\n250 STARTTLS\r\n", "454 later\r\n"],
      "starttls_refused",
    ],
    ["smtp", "codes differ within a reply", ["220-mail\r\n250 x\r\n"], "starttls_failed"],
    ["smtp", "an HTTP server", ["HTTP/1.1 400 Bad Request\r\n"], "starttls_failed"],
    ["smtp", "half a line", ["220 mail"], "more"],
    [
      "smtp",
      "all answers before the questions",
      ["220 mail\r\n250-mail\r\n250 STARTTLS\r\n220 go\r\n"],
      "starttls_failed",
    ],
    [
      "smtp",
      "words behind the go-ahead",
      ["220 mail\r\n", "250-mail\r\n250 STARTTLS\r\n", "220 go\r\n250 injected\r\n"],
      "starttls_failed",
    ],
    [
      "smtp",
      "TLS behind the go-ahead",
      ["220 mail\r\n", "250-mail\r\n250 STARTTLS\r\n", "220 go\r\n\x16\x03\x03\0\x04\x0e\0\0\0"],
      "starttls_failed",
    ],
    ["smtp", "a bare CR is no end of a line", ["220 mail\r", "250 x\r"], "more"],
    ["lmtp", "LHLO", ["220 mail LMTP\r\n", "250-mail\r\n250 STARTTLS\r\n", "220 go\r\n"], "ready"],
    [
      "imap",
      "offered",
      ["* OK hello\r\n", "* CAPABILITY IMAP4rev1 STARTTLS\r\nx1 OK done\r\n", "x2 OK begin\r\n"],
      "ready",
    ],
    [
      "imap",
      "untagged lines in between",
      [
        "* OK hello\r\n* 1 EXISTS\r\n",
        "* CAPABILITY STARTTLS\r\n* 2 EXISTS\r\nx1 OK\r\n",
        "* 3 EXISTS\r\nx2 OK begin\r\n",
      ],
      "ready",
    ],
    [
      "imap",
      "no capability",
      ["* OK hello\r\n", "* CAPABILITY IMAP4rev1 XSTARTTLS\r\nx1 OK done\r\n"],
      "starttls_not_offered",
    ],
    ["imap", "another's tag", ["* OK hello\r\n", "* CAPABILITY STARTTLS\r\nx2 OK done\r\n"], "starttls_failed"],
    [
      "imap",
      "refused",
      ["* OK hello\r\n", "* CAPABILITY STARTTLS\r\nx1 OK done\r\n", "x2 NO not now\r\n"],
      "starttls_refused",
    ],
    ["imap", "already authenticated", ["* PREAUTH welcome\r\n"], "starttls_refused"],
    [
      "imap",
      "words behind the go-ahead",
      ["* OK hello\r\n", "* CAPABILITY STARTTLS\r\nx1 OK\r\n", "x2 OK begin\r\n* CAPABILITY AUTH=PLAIN\r\n"],
      "starttls_failed",
    ],
    ["pop3", "offered", ["+OK <1@x>\r\n", "+OK list\r\nTOP\r\nSTLS\r\n.\r\n", "+OK begin\r\n"], "ready"],
    ["pop3", "no CAPA, but STLS", ["+OK hello\r\n", "-ERR what?\r\n", "+OK begin\r\n"], "ready"],
    ["pop3", "neither", ["+OK hello\r\n", "-ERR what?\r\n", "-ERR what?\r\n"], "starttls_not_offered"],
    ["pop3", "not in the list", ["+OK hello\r\n", "+OK\r\nTOP\r\n.\r\n"], "starttls_not_offered"],
    ["pop3", "listed and refused", ["+OK hello\r\n", "+OK\r\nSTLS\r\n.\r\n", "-ERR no\r\n"], "starttls_refused"],
    ["ftp", "offered", ["220-hello\r\nany text\r\n220x\r\n220 ready\r\n", "234 AUTH TLS ok\r\n"], "ready"],
    ["ftp", "soon", ["120 in 1 minute\r\n", "220 ready\r\n", "234 ok\r\n"], "ready"],
    ["ftp", "not known", ["220 ready\r\n", "500 what?\r\n"], "starttls_not_offered"],
    ["ftp", "not now", ["220 ready\r\n", "431 later\r\n"], "starttls_refused"],
    ["ftp", "full", ["421 too many\r\n"], "starttls_refused"],
    ["nntp", "offered", ["200 hello\r\n", "101 list\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n", "382 go on\r\n"], "ready"],
    ["nntp", "old server", ["201 hello\r\n", "500 what?\r\n", "382 go on\r\n"], "ready"],
    ["nntp", "old server without", ["200 hello\r\n", "500 what?\r\n", "500 what?\r\n"], "starttls_not_offered"],
    ["nntp", "refused", ["200 hello\r\n", "101 list\r\nSTARTTLS\r\n.\r\n", "580 no\r\n"], "starttls_refused"],
    ["sieve", "offered", ['"IMPLEMENTATION" "x"\r\n"STARTTLS"\r\nOK\r\n', "OK begin\r\n"], "ready"],
    ["sieve", "not in the list", ['"IMPLEMENTATION" "STARTTLS"\r\nOK "hello"\r\n'], "starttls_not_offered"],
    ["sieve", "refused", ['"STARTTLS"\r\nOK\r\n', "NO\r\n"], "starttls_refused"],
    ["xmpp", "offered", [XML, `<stream:features>${OFFER}</stream:features>`, PROCEED], "ready"],
    [
      "xmpp",
      "proceed in two tags",
      [XML, `<stream:features>${OFFER}</stream:features>`, PROCEED.replace("/>", "></proceed>")],
      "ready",
    ],
    ["xmpp", "a > in a value", [XML, `<stream:features x='<starttls>'>${OFFER}</stream:features>`, PROCEED], "ready"],
    [
      "xmpp",
      "offer only inside a value",
      [XML, `<stream:features><a x="${OFFER}"/></stream:features>`],
      "starttls_not_offered",
    ],
    ["xmpp", "no features", [XML, "<stream:features/>"], "starttls_not_offered"],
    ["xmpp", "unknown host", [XML, "<stream:error><host-unknown/></stream:error></stream:stream>"], "starttls_refused"],
    [
      "xmpp",
      "failure",
      [XML, `<stream:features>${OFFER}</stream:features>`, "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"],
      "starttls_refused",
    ],
    [
      "xmpp",
      "white space behind the go-ahead",
      [XML, `<stream:features>${OFFER}</stream:features>`, `${PROCEED} `],
      "starttls_failed",
    ],
    [
      "xmpp-server",
      "offered",
      [XML.replace("client", "server"), `<stream:features>${OFFER}</stream:features>`, PROCEED],
      "ready",
    ],
    ["ldap", "success", ["\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"], "ready"],
    ["ldap", "success, long form", ["\x30\x82\0\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"], "ready"],
    ["ldap", "not supported", ["\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00"], "starttls_not_offered"],
    ["ldap", "unavailable", ["\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x34\x04\x00\x04\x00"], "starttls_refused"],
    ["ldap", "another message", ["\x30\x0c\x02\x01\x00\x78\x07\x0a\x01\x00\x04\x00\x04\x00"], "starttls_failed"],
    ["ldap", "lengths that lie", ["\x30\x0c\x02\x01\x01\x78\x7f\x0a\x01\x00\x04\x00\x04\x00"], "starttls_failed"],
    ["ldap", "4 GB announced", ["\x30\x84\xff\xff\xff\xff"], "starttls_failed"],
    ["postgres", "yes", ["S"], "ready"],
    ["postgres", "no", ["N"], "starttls_not_offered"],
    ["postgres", "knows no such request", ["EFATAL:  unsupported\0"], "starttls_not_offered"],
    ["postgres", "something else", ["H"], "starttls_failed"],
    ["postgres", "words behind the yes", ["SS"], "starttls_failed"],
    ["mysql", "offered", [mysqlGreeting("ffff")], "ready"],
    ["mysql", "not offered", [mysqlGreeting("fff7")], "starttls_not_offered"],
    ["mysql", "host blocked", ["\x09\0\0\0\xff\x69\x04Host x"], "starttls_refused"],
    ["mysql", "wrong packet number", [mysqlGreeting("ffff", "01")], "starttls_failed"],
    ["mysql", "16 MB announced", ["\xff\xff\xff\0"], "starttls_failed"],
    ["mysql", "an empty packet", ["\0\0\0\0"], "starttls_failed"],
    ["mysql", "more behind the greeting", [`${mysqlGreeting("ffff")}x`], "starttls_failed"],
  ])("%s, %s", (protocol, _, server, end) => {
    expect(play(protocol, server).end).toBe(end);
    // However the segments are cut, as long as nothing was said out of turn.
    if (end === "ready")
      expect(
        play(
          protocol,
          server.flatMap((part) => part.split("")),
        ).end,
      ).toBe(end);
  });
});

describe("what the client says", () => {
  test.each<[StartTlsProtocol, readonly string[], string]>([
    ["smtp", ["220 x\r\n", "250-x\r\n250 STARTTLS\r\n"], "EHLO crosscheck.invalid\r\nSTARTTLS\r\n"],
    ["lmtp", ["220 x\r\n", "250-x\r\n250 STARTTLS\r\n"], "LHLO crosscheck.invalid\r\nSTARTTLS\r\n"],
    ["imap", ["* OK\r\n", "* CAPABILITY STARTTLS\r\nx1 OK\r\n"], "x1 CAPABILITY\r\nx2 STARTTLS\r\n"],
    ["pop3", ["+OK\r\n", "-ERR\r\n"], "CAPA\r\nSTLS\r\n"],
    ["ftp", ["220 x\r\n"], "AUTH TLS\r\n"],
    ["nntp", ["200 x\r\n", "500 x\r\n"], "CAPABILITIES\r\nSTARTTLS\r\n"],
    ["sieve", ['"STARTTLS"\r\nOK\r\n'], "STARTTLS\r\n"],
    ["ldap", [], "\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037"],
    ["postgres", [], "\0\0\0\x08\x04\xd2\x16\x2f"],
    ["mysql", [mysqlGreeting("ffff")], `\x20\0\0\x01\0\x8a\0\0\0\0\0\x01\x21${"\0".repeat(23)}`],
  ])("%s", (protocol, server, said) => {
    expect(play(protocol, server).said).toBe(said);
  });

  test("a name cannot break out of XMPP's attribute", () => {
    const talk = new Talk(dialogueOf("xmpp", "x'><evil a='&"));
    expect(text(talk.start().send)).toContain("to='x&apos;>&lt;evil a=&apos;&amp;'");
  });
});

describe("hostile servers", () => {
  const everyProtocol = fc.constantFrom(...START_TLS_PROTOCOLS);
  const likely = fc.oneof(
    fc.constantFrom(
      "220 ",
      "220-",
      "250 STARTTLS\r\n",
      "* OK",
      "x1 OK\r\n",
      "+OK\r\n",
      ".\r\n",
      "OK\r\n",
      "\r\n",
      "\n",
      "<a>",
      "<",
      "'",
      "S",
      "\x30\x82",
      "\0",
    ),
    fc.string({ unit: "binary", maxLength: 40 }).map((each) => each.replace(/[^\0-\xff]/g, "?")),
  );

  test("whatever comes, in whatever pieces, nothing throws and an ending is for ever", () => {
    fc.assert(
      fc.property(everyProtocol, fc.array(likely, { maxLength: 40 }), (protocol, parts) => {
        const talk = new Talk(dialogueOf(protocol, "x"));
        talk.start();
        let ended: unknown = null;
        for (const part of parts) {
          const step = talk.receive(latin1(part));
          if (ended !== null) {
            expect(step.ending).toBe(ended);
            expect(step.send).toEqual([]);
          }
          ended = step.ending;
        }
        if (talk.ending?.kind === "ready") expect(talk.rest()).toHaveLength(0);
      }),
      { numRuns: 500 },
    );
  });

  test.each(START_TLS_PROTOCOLS)("%s: a line, a drip and a flood without end all end", (protocol) => {
    for (const piece of [
      "x".repeat(1_000_000),
      "220-x\r\n",
      "* 1 EXISTS\r\n",
      '"x"\r\n',
      "<a>",
      "\n",
      "+OK\r\n",
      "120 x\r\n",
    ]) {
      const talk = new Talk(dialogueOf(protocol, "x"));
      talk.start();
      let rounds = 0;
      while (talk.ending === null && rounds < MOST_BYTES) {
        talk.receive(latin1(piece));
        rounds++;
      }
      expect(talk.ending).not.toBeNull();
      expect(talk.ending?.kind).not.toBe("ready");
    }
  });

  test("a line of the longest length is read, a longer one is not", () => {
    const longest = `220 ${"x".repeat(LONGEST_PIECE - 6)}\r\n`;
    expect(play("smtp", [longest, "250-x\r\n250 STARTTLS\r\n", "220 go\r\n"]).end).toBe("ready");
    expect(play("smtp", [`2${longest}`]).end).toBe("starttls_failed");
  });
});

test("ports and greetings name the protocol", () => {
  const byPort = [21, 24, 25, 110, 119, 143, 389, 587, 3306, 4190, 5222, 5269, 5432, 443, 0].map(protocolOfPort);
  expect(byPort).toEqual([
    "ftp",
    "lmtp",
    "smtp",
    "pop3",
    "nntp",
    "imap",
    "ldap",
    "smtp",
    "mysql",
    "sieve",
    "xmpp",
    "xmpp-server",
    "postgres",
    null,
    null,
  ]);
  const heard: readonly (readonly [string, StartTlsProtocol | null])[] = [
    ["220 mail.example.org ESMTP Postfix\r\n", "smtp"],
    ["220 (vsFTPd 2.3.4)\r\n", "ftp"],
    ["220 mail LMTP ready\r\n", "lmtp"],
    ["220-welcome", "smtp"],
    ["* OK [CAPABILITY IMAP4rev1]", "imap"],
    ["+OK POP3 ready", "pop3"],
    ["200 news ready", "nntp"],
    ['"IMPLEMENTATION" "Dovecot Pigeonhole"\r\n', "sieve"],
    ["<?xml version='1.0'?><stream:stream xmlns='jabber:client'>", "xmpp"],
    ["<?xml version='1.0'?><stream:stream xmlns='jabber:server'>", "xmpp-server"],
    [mysqlGreeting("ffff"), "mysql"],
    ["EFATAL:  unsupported frontend protocol", "postgres"],
    ["\x30\x20\x02\x01\x001.3.6.1.4.1.1466.20036", "ldap"],
    ["SSH-2.0-OpenSSH_9.2", null],
    ["HTTP/1.1 400 Bad Request", null],
    ["<?xml version='1.0'?><soap/>", null],
    ["2", null],
    ["", null],
  ];
  for (const [said, protocol] of heard) expect([said, protocolOfGreeting(latin1(said))]).toEqual([said, protocol]);
});
