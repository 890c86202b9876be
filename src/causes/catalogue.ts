/**
 * Causes why a tool answers otherwise than it should (reference/anchors.md, annex C), as data: when each may apply, how the
 * conversation is varied to prove it, and the sentence that it comes to.
 */

import type { Outcome } from "../core/model/outcome.ts";
import { suite, suiteName } from "../core/wire/suites.ts";
import { SSL30, TLS10, TLS11, TLS12, versionName } from "../core/wire/version.ts";
import { asking, deciding, type Seen } from "./seen.ts";
import type { Variation } from "./variation.ts";
import * as vary from "./variations.ts";

/** A tool's answer that is not the verdict. */
export interface Split {
  readonly observed: Outcome;
  /** The verdict. */
  readonly wanted: Outcome;
  /** A name the endpoint is known by; null: none. */
  readonly serverName: string | null;
}

export interface Words {
  /** Behind `because`. */
  readonly because: string;
  /** What was run instead. */
  readonly same: string;
}

export interface Cause {
  readonly id: string;
  /** Of annex C. */
  readonly annex: readonly string[];
  /** In lists of what was ruled out. */
  readonly factor: string;
  /** How likely from what was seen, to choose the order; 0: it cannot be. */
  likely(seen: Seen, split: Split): number;
  variations(seen: Seen, split: Split): readonly Variation[];
  /** @param seen of the tool's own talk. @param other of the varied one, which came to the verdict. */
  words(value: string, seen: Seen, other: Seen): Words;
}

const VERSIONS = [TLS12, TLS11, TLS10, SSL30] as const;

const some = (seen: Seen, is: (connection: ReturnType<typeof asking>[number]) => boolean): boolean =>
  asking(seen).some(is);
const every = (seen: Seen, is: (connection: ReturnType<typeof asking>[number]) => boolean): boolean =>
  asking(seen).every(is);
const waited = (seen: Seen): number => Math.max(0, ...asking(seen).map(({ waitedMs }) => waitedMs));
/** Nobody agreed to talk where it wanted to ask. */
const turnedAway = (seen: Seen): boolean => every(seen, ({ chosen }) => chosen === null);
const requested = (seen: Seen): boolean => some(seen, ({ requests }) => requests.length > 0);
const answered = (seen: Seen): boolean => some(seen, ({ heartbeats }) => heartbeats > 0);

/** Asked in another version than the server chose. */
const otherVersion = (seen: Seen): boolean =>
  some(seen, ({ chosen, requests }) => chosen !== null && requests.some(({ version }) => version !== chosen.version));

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

export const CAUSES: readonly Cause[] = [
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
      const asked = asking(seen).flatMap(({ requests, hello }) => (requests.length > 0 && hello ? [hello.version] : []));
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
    id: "several_nodes",
    annex: ["C-15"],
    factor: "node behind the address",
    // Silence where an answer was expected may be that of another machine; cheaper to look than to wait longer.
    likely: (seen) => (waited(seen) > 0 && requested(seen) && !answered(seen) ? 7.5 : 0),
    // Twice: one of three nodes is met by the second at the latest, whoever counts the connections.
    variations: () => [vary.ONE_MORE_CONNECTION, vary.ONE_MORE_CONNECTION],
    words: () => ({
      because: "its connections meet another of several nodes behind the address",
      same: "the same after one connection more",
    }),
  },
  {
    id: "patience",
    annex: ["C-09"],
    factor: "patience",
    likely: (seen) => (waited(seen) > 0 ? 7 : 0),
    variations: () => [vary.PATIENT],
    words: (_value, seen) => {
      const own = waited(seen) / 1000;
      return {
        because: `it waits ${own.toFixed(0)} s and no longer`,
        same: `the same with up to ${(own * vary.PATIENCE).toFixed(0)} s`,
      };
    },
  },
  {
    id: "extension_gate",
    annex: ["C-05"],
    factor: "heartbeat extension in the ServerHello",
    likely: (seen) => {
      const hidden = seen.connections.some(({ chosen }) => chosen !== null && chosen.heartbeatMode !== 1);
      return hidden ? (requested(seen) ? 2 : 8) : 0;
    },
    variations: () => [vary.EXTENSION_SHOWN],
    words: () => ({
      because: "it asks only servers whose ServerHello allows heartbeats",
      same: "the same ServerHello with the extension put into it",
    }),
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
    id: "warnings",
    annex: ["C-10"],
    factor: "warning alerts",
    likely: (seen) =>
      seen.connections.some(({ warnings }) => warnings > 0)
        ? 9
        : seen.connections.some(({ alerts, fatal }) => alerts > fatal.length)
          ? 7
          : 0,
    variations: () => [vary.NO_WARNINGS],
    words: () => ({
      because: "it stops reading at a warning alert",
      same: "the same answer without the warning",
    }),
  },
  {
    id: "framing",
    annex: ["C-08"],
    factor: "records of the server's flight",
    likely: (seen) => (seen.connections.some(({ mixed }) => mixed) ? (requested(seen) ? 2 : 8) : 0),
    variations: () => [vary.MESSAGE_PER_RECORD],
    words: () => ({
      because: "it wants every handshake message in a record of its own",
      same: "the same flight, one message in each record",
    }),
  },
  {
    id: "reads",
    annex: ["C-08"],
    factor: "segmentation of what it reads",
    likely: (seen) => (answered(seen) ? 6 : 4),
    variations: () => [vary.WHOLE_READS],
    words: () => ({
      because: "it takes what one read brings for the whole",
      same: "the same bytes, every read continued until it has all",
    }),
  },
  {
    id: "phase",
    annex: ["C-06"],
    factor: "phase",
    likely: (seen) => (requested(seen) ? 2 : 0),
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
    id: "no_sign_of_life",
    annex: ["C-09"],
    factor: "silence of a repaired server",
    likely: (seen, { observed, wanted }) =>
      observed === "unknown" && wanted === "not_vulnerable" && requested(seen) && !answered(seen) ? 6 : 0,
    variations: () => [vary.REFUSED_RECORD],
    words: () => ({
      because: "it takes the silence of a repaired server for a failure",
      same: "the same request with a record behind it that has to be refused",
    }),
  },
  {
    id: "lenient_padding",
    annex: ["C-28", "C-30"],
    factor: "reading of answers without padding",
    likely: (seen, { observed, wanted }) =>
      observed === "vulnerable" &&
      wanted === "not_vulnerable" &&
      some(seen, ({ requests }) => requests.some(({ claimed, carried }) => claimed <= carried))
        ? 8
        : 0,
    variations: () => [vary.ONE_BYTE_MORE],
    words: () => ({
      because: "its request carries all it claims, so that an answer shows leniency about padding and no memory",
      same: "the same request claiming one byte more than it carries",
    }),
  },
  {
    id: "echo",
    annex: ["C-30", "C-28"],
    factor: "reading of its own bytes",
    likely: (seen, { observed, wanted }) =>
      observed === "vulnerable" && wanted === "not_vulnerable" && answered(seen) ? 5 : 0,
    variations: () => [vary.NO_ECHO],
    words: () => ({
      because: "it takes its own bytes, sent back, for memory",
      same: "the same without the echo",
    }),
  },
];

const UNRECOGNIZED_NAME = 112;
/** More than the write buffer of an unfinished handshake holds, less than half of what most tools claim. */
const MODEST_CLAIM = 7000;
const LONG_CLAIM = 0x4000;

/** Two factors that go together: tried where neither alone is enough. */
export const PAIRS: readonly (readonly [string, string])[] = [
  ["version", "suites"],
  ["version", "extension_gate"],
  ["server_name", "suites"],
  ["server_name", "version"],
  ["framing", "patience"],
  ["patience", "reads"],
];
