/**
 * Metasploit's openssl_heartbleed with its default version, TLS 1.0, and VERBOSE (reference/detectors.md, 2.8): the scan as it
 * is today and as it was in its first weeks, when it did not say how much came back, and `check`, whose answer to every failure is "safe".
 */

import { heartbeatExtension } from "../../core/wire/extensions.ts";
import { HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { TLS10 } from "../../core/wire/version.ts";
import { hostAndPort } from "../../scanners/console.ts";
import { metasploit as scanner } from "../../scanners/metasploit/index.ts";
import { asPrinted, type Profile, type Question } from "../profile.ts";
import { requestRecord, STAFFORD_SUITES, toolHello } from "../shared/hello.ts";
import { messagesOf } from "../shared/messages.ts";
import { gather } from "../shared/gather.ts";
import { close, connect, type Over, send, type Talk } from "../talk.ts";

interface Action {
  readonly name: "scan" | "check";
  /** Besides those of the scanner. */
  readonly blindSpots: readonly string[];
  readonly claims: number;
  /** Whether the line of a hit says how many bytes came. */
  readonly counts: boolean;
}

/** Stafford's suites with a slip: one of Camellia's stands there twice, in the place of a static ECDH suite. */
const SUITES = STAFFORD_SUITES.map((suite) => (suite === 0xc005 ? 0x0087 : suite));
const HELLO = toolHello({ record: TLS10, version: TLS10, suites: SUITES, extensions: [heartbeatExtension(1)] });
const SCAN_SENDS =
  "One hello in TLS 1.0, with 51 suites and the heartbeat extension alone; then, in the middle of the handshake, a request that claims 65535 bytes and carries none. " +
  "A heartbeat in that version with anything in it is a hit.";
const CONNECT_MS = 10_000;
/** RESPONSE_TIMEOUT, for each read. */
const PATIENCE_MS = 10_000;
const PROTOCOL_VERSION = 70;

const SAFE = "Cannot reliably check exploitability. The target is not exploitable.";
const FAILED: Readonly<Record<Over, (peer: string) => string>> = {
  refused: (peer) => `The connection was refused by the remote host (${peer}).`,
  timeout: (peer) => `The connection with (${peer}) timed out.`,
  unreachable: (peer) => `The host (${peer}) was unreachable.`,
  reset: () => "Errno::ECONNRESET Connection reset by peer",
  closed: () => "EOFError end of file reached",
};

function profile(id: string, title: string, version: string, action: Action): Profile {
  return {
    id,
    title,
    version,
    scanner,
    lineage: scanner.lineage,
    sends: action.name === "check" ? scanner.sends : SCAN_SENDS,
    blindSpots: [...scanner.blindSpots, ...action.blindSpots],
    source: "detectors.md 2.8; report-formats.md 3.15",
    mapping: scanner.mapping,
    limitMs: 240_000,
    *talk(question) {
      const said: string[] = [];
      yield* conversation(action, question, said);
      yield* close();
      if (action.name === "check" && !said.some((line) => line.startsWith("Heartbeat response"))) said.push(SAFE);
      const peer = hostAndPort(question);
      const lines = said.map((line) => `[*] ${peer} - ${line}`);
      return asPrinted(scanner, question, `${["TLS_VERSION => 1.0", ...lines].join("\n")}\n`);
    },
  };
}

export const metasploit = profile("metasploit", "Metasploit openssl_heartbleed, scan, TLS 1.0", "23e0b37", {
  name: "scan",
  claims: 0xffff,
  counts: true,
  blindSpots: [],
});

export const metasploit2014 = profile(
  "metasploit-2014",
  "Metasploit openssl_heartbleed of April 2014, scan, TLS 1.0",
  "2014-04",
  {
    name: "scan",
    claims: 0xffff,
    counts: false,
    blindSpots: ["An echo is a hit, and nothing that it prints tells them apart (detectors.md, C35)."],
  },
);

export const metasploitCheck = profile("metasploit-check", "Metasploit openssl_heartbleed, check, TLS 1.0", "23e0b37", {
  name: "check",
  claims: 0x4000,
  counts: true,
  blindSpots: [],
});

function* conversation(action: Action, question: Question, said: string[]): Talk<void> {
  const fail = (how: Over): void => void said.push(FAILED[how](hostAndPort(question)));
  const failed = yield* connect(CONNECT_MS);
  if (failed !== null) return fail(failed);
  said.push("Sending Client Hello...");
  yield* send(HELLO);
  const shaken = yield* handshake(said);
  if (shaken === "reset") return fail(shaken);
  if (shaken !== "done") return void said.push(shaken);
  said.push("Sending Heartbeat...");
  yield* send(requestRecord(TLS10, action.claims));
  const header = yield* gather(5, PATIENCE_MS);
  if (header.ended === "reset") return fail(header.ended);
  if (header.bytes.length === 0) return void said.push("No Heartbeat response...");
  const [type = 0, major = 0, minor = 0, high = 0, low = 0] = header.bytes;
  // Whatever comes first is the answer.
  const body = yield* gather((high << 8) | low, PATIENCE_MS);
  if (type === CONTENT.alert) {
    const about = "Protocol error. Looks like the chosen protocol is not supported.";
    said.push(body.bytes[1] === PROTOCOL_VERSION ? about : "Unknown error");
  } else if (type !== CONTENT.heartbeat || ((major << 8) | minor) !== TLS10) {
    said.push("Unexpected Heartbeat response header");
  } else said.push(verdict(action, body.bytes.length));
}

/** Reads records until one ends with a ServerHelloDone. Anything but `done` is why there is none. */
function* handshake(said: string[]): Talk<string> {
  for (let number = 1; ; number++) {
    const header = yield* gather(5, PATIENCE_MS);
    const [type = 0, major = 0, minor = 0, high = 0, low = 0] = header.bytes;
    const body = header.ended === null ? yield* gather((high << 8) | low, PATIENCE_MS) : header;
    if (body.ended === "reset") return body.ended;
    if (body.ended !== null) return "Server Hello Not Found";
    if (type !== CONTENT.handshake) continue;
    const { messages, whole } = messagesOf(body.bytes);
    // The parser runs out of bytes.
    if (!whole) return "NoMethodError undefined method `unpack' for nil";
    said.push(`SSL record #${number}:`, `Version: 0x${hex(major)}${hex(minor)}`);
    for (const message of messages) {
      const [one = 0, two = 0] = message.body;
      if (message.type === HANDSHAKE.serverHello) said.push(`Server Hello Version: 0x${hex(one)}${hex(two)}`);
    }
    if (messages.at(-1)?.type === HANDSHAKE.serverHelloDone) {
      said.push("Type:   Server Hello Done (14)");
      return "done";
    }
  }
}

function verdict({ name, counts }: Action, length: number): string {
  if (name === "check") return `Heartbeat response, ${length} bytes`;
  if (length === 0) return "Looks like there isn't leaked information...";
  return counts ? `Heartbeat response with leak, ${length} bytes` : "Heartbeat response with leak";
}

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");
