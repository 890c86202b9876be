/** Causes that lie in what a tool sends: versions, suites, names, requests, when and to whom (annex C: C-01 to C-04, C-06, C-07). */

import { suite, suiteName } from "../core/wire/suites.ts";
import { SSL30, TLS10, TLS11, TLS12, versionName } from "../core/wire/version.ts";
import type { Cause } from "./cause.ts";
import { SENT_AT_ONCE, RECORDS_APART, SMALL_SEGMENTS } from "./pieces-sent.ts";
import { afterDialogue } from "./plain-text-first.ts";
import { asking, deciding, type Seen } from "./seen.ts";
import { answered, otherVersion, requested, some, turnedAway } from "./signs.ts";
import * as vary from "./variations.ts";

const VERSIONS = [TLS12, TLS11, TLS10, SSL30] as const;
const UNRECOGNIZED_NAME = 112;
/** More than the write buffer of an unfinished handshake holds, less than half of what most tools claim. */
const MODEST_CLAIM = 7000;
const LONG_CLAIM = 0x4000;

/** The greatest common word of a suite's name that people use. */
function familyOf(id: number): string {
  const facts = suite(id);
  if (facts === undefined) return suiteName(id);
  if (facts.keyExchange.includes("PSK")) return "PSK";
  if (facts.keyExchange.includes("SRP")) return "SRP";
  const cipher = /^(?:ARIA|CAMELLIA|SEED|IDEA|RC4|DES|AES_(?:128|256)_GCM|AES_(?:128|256)_CCM)/.exec(facts.cipher)?.[0];
  if (cipher === undefined) return facts.name;
  return cipher === "CAMELLIA" ? "Camellia" : cipher.replace(/AES_\d+_/, "AES-");
}

/** Where the greeting does not tell, because there is none. */
const CLIENT_SPEAKS_FIRST = ["ldap", "postgres", "xmpp"] as const;
/** Not a word, but no reset either: a server that waits for another protocol, or closes over this one. */
const silentAtHello = ({ connections }: Seen): boolean =>
  connections.some(
    ({ hello, alerts, ended }) => hello !== null && alerts === 0 && (ended === null || ended === "closed"),
  );

export const IN_WHAT_IT_SENDS: readonly Cause[] = [
  {
    id: "suites",
    annex: ["C-03"],
    factor: "cipher suites",
    likely: (seen) => (turnedAway(seen) ? 6 : 1),
    variations: () => [vary.EVERY_SUITE],
    words: (_value, seen, other) => {
      const at = deciding(other);
      const asked = seen.connections.findLast(({ requests }) => requests.length > 0) ?? seen.connections[at];
      const own = new Set(asked?.hello?.suites);
      const found = other.connections[at]?.chosen?.suite;
      const family = found === undefined || own.has(found) ? "other" : familyOf(found);
      return { because: `it never offers ${family} suites`, same: `the same flight with ${family} offered` };
    },
  },
  {
    id: "server_name",
    annex: ["C-01"],
    factor: "SNI",
    likely: (seen) => {
      const named = some(seen, ({ fatal }) => fatal.includes(UNRECOGNIZED_NAME));
      return named ? 9 : turnedAway(seen) ? 4 : 1;
    },
    variations: (seen, { serverName }) => [
      ...(serverName !== null && some(seen, ({ hello }) => hello !== null && hello.serverName !== serverName)
        ? [vary.serverName(serverName)]
        : []),
      ...(some(seen, ({ hello }) => hello !== null && hello.serverName !== null) ? [vary.serverName(null)] : []),
    ],
    words: (value, seen) => {
      const sends = some(seen, ({ hello }) => hello !== null && hello.serverName !== null);
      if (value === "no server name") return { because: "it sends a server name", same: "the same flight without it" };
      const because = sends ? "it sends another server name" : "it does not send the server name";
      return { because, same: "the same flight with the server name" };
    },
  },
  {
    id: "heartbeat_version",
    annex: ["C-02"],
    factor: "version of the heartbeat record",
    likely: (seen) => (otherVersion(seen) ? 8 : 0),
    variations: () => [vary.NEGOTIATED_VERSION],
    words: (_value, seen) => {
      const [differs] = asking(seen).filter(
        ({ chosen, requests }) => chosen !== null && requests.some(({ version }) => version !== chosen.version),
      );
      const [sent, chosen] = [differs?.requests[0]?.version ?? 0, differs?.chosen?.version ?? 0];
      return {
        because: `its heartbeat is in ${versionName(sent)} although the server chose ${versionName(chosen)}`,
        same: "the same heartbeat in the negotiated version",
      };
    },
  },
  {
    id: "version",
    annex: ["C-02"],
    factor: "version",
    likely: (seen) => (turnedAway(seen) || !requested(seen) || otherVersion(seen) ? 5 : 1),
    variations: (seen) => {
      const asked = asking(seen).flatMap(({ requests, hello }) =>
        requests.length > 0 && hello ? [hello.version] : [],
      );
      const only = new Set(asked);
      // A version that it asks in already is a change only where it asks in others too.
      return VERSIONS.filter((version) => !only.has(version)).map(vary.inVersion);
    },
    words: (value, seen) => {
      const asked = seen.connections.filter(({ requests, hello }) => requests.length > 0 && hello !== null);
      const own = [...new Set(asked.flatMap(({ hello }) => (hello === null ? [] : [versionName(hello.version)])))];
      const only = own.length === 0 ? "" : `, only in ${own.join(", ")}`;
      return { because: `it never asks for heartbeats in ${value}${only}`, same: `the same flight in ${value}` };
    },
  },
  {
    id: "extension_offer",
    annex: ["C-04"],
    factor: "heartbeat extension in the ClientHello",
    likely: (seen) => (some(seen, ({ hello }) => hello !== null && hello.heartbeatMode !== 1) ? 3 : 0),
    variations: () => [vary.OFFERS_HEARTBEATS],
    words: () => ({
      because: "its hello does not allow the server to send heartbeats",
      same: "the same hello with heartbeats allowed",
    }),
  },
  {
    id: "phase",
    annex: ["C-06"],
    factor: "phase",
    // Under encryption much is silent, and many a tool's 0 is silence: never a way to a 0.
    likely: (seen, { wanted }) => (wanted === "vulnerable" && requested(seen) ? 2 : 0),
    variations: () => [vary.AFTER_HANDSHAKE],
    words: () => ({
      because: "it asks before the handshake is finished",
      same: "the same request after it, encrypted",
    }),
  },
  {
    id: "claim",
    annex: ["C-07"],
    factor: "claimed length",
    likely: (seen) => (requested(seen) ? (answered(seen) ? 5 : 3) : 0),
    variations: (seen) =>
      [MODEST_CLAIM, LONG_CLAIM]
        .filter((claimed) => some(seen, ({ requests }) => requests.some((each) => each.claimed !== claimed)))
        .map(vary.claiming),
    words: (value, seen) => {
      const own = asking(seen).flatMap(({ requests }) => requests.map(({ claimed }) => claimed));
      const claimed = value.replace(" bytes claimed", "");
      return {
        because: `it claims ${[...new Set(own)].join(" and ")} bytes`,
        same: `the same request claiming ${claimed}`,
      };
    },
  },
  {
    id: "starttls",
    annex: ["C-13"],
    factor: "a dialogue before TLS",
    likely: (seen) =>
      seen.connections.some(({ chosen }) => chosen !== null)
        ? 0
        : seen.connections.some(({ plainText }) => plainText)
          ? 9.5
          : silentAtHello(seen)
            ? 4.5
            : 0,
    variations: (_seen, { serverName, circumstances }) => {
      const known = circumstances?.startTls ?? null;
      const protocols = known !== null ? [known] : [null, ...CLIENT_SPEAKS_FIRST];
      return protocols.map((protocol) => afterDialogue(protocol, serverName ?? "localhost"));
    },
    words: (value) => ({
      because: "it speaks TLS at once where a dialogue in plain text comes first",
      same:
        value === "after a dialogue" ? "the same after the dialogue that the greeting asks for" : `the same ${value}`,
    }),
  },
  {
    id: "sent_segments",
    annex: ["C-08"],
    factor: "segmentation of what it sends",
    likely: (seen) => (seen.connections.some(({ hello }) => hello !== null) ? 1.5 : 0),
    variations: (seen) => [
      ...(some(seen, ({ joined }) => joined) ? [RECORDS_APART] : []),
      ...(some(seen, ({ apart }) => apart) ? [SENT_AT_ONCE] : []),
      SMALL_SEGMENTS,
    ],
    words: (value) => ({
      because: "its bytes come in pieces that something on the way, or the server, does not put together",
      same: `the same bytes in ${value}`,
    }),
  },
];
