/**
 * testssl.sh 3.0, and as it was before November 2017 (reference/detectors.md, 2.9). Both ask only where an earlier ServerHello showed
 * the extension, both take one read for the answer. The older one also took one read for the whole flight, and the rest of it for the answer.
 */

import { SSL30, TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import { testssl as scanner } from "../../scanners/testssl/index.ts";
import { ANSWER_FILE } from "../../scanners/testssl/reading.ts";
import { asLeft, type Profile, type Question, type Reading } from "../profile.ts";
import { joinedFlight } from "../shared/flights.ts";
import { requestRecord } from "../shared/hello.ts";
import { close, connect, pause, type Received, receive, send, type Talk } from "../talk.ts";
import { showsHeartbeats, testsslHello } from "./hello.ts";

const CONNECT_MS = 60_000;
/** The sheet has that six seconds are borne (C29). */
const HELLO_MS = 10_000;
const ANSWER_MS = 8000;
/** A shell starts a program to read with, so that small pieces are together by then (C24, measured). */
const MOMENT_MS = 50;
const ONE_READ = 16_384;
/** More is memory: an alert is shorter. */
const SHORT = 16;

/** In this order; the first that the server speaks is the one that it asks in. */
const VERSIONS = [TLS10, TLS11, TLS12, SSL30] as const;

interface State {
  /** Besides those of the scanner. */
  readonly blindSpots: readonly string[];
  readonly unlike: Profile["unlike"] & {};
  /** Whether it reads on until ServerHelloDone. */
  readonly waits: boolean;
  isMemory(bytes: Uint8Array): boolean;
}

const TODAY: State = {
  blindSpots: [],
  unlike: [
    {
      at: ["C04", "C05", "C06", "C10", "C13", "ssl3", "seed-sha"],
      why: "the installed tool finds out with the OpenSSL of the system whether anything speaks TLS, and that of Debian 12 speaks none of these",
    },
  ],
  waits: true,
  isMemory: (bytes) => bytes.length > SHORT && bytes[0] === 0x18 && bytes[1] === 3,
};
const BEFORE: State = {
  unlike: [],
  blindSpots: [
    "The rest of a flight of more than 16 kB, or of one that comes slowly, is taken for memory (detectors.md, C45, C22, C48).",
    "So is text of more than 16 bytes (detectors.md, C44).",
  ],
  waits: false,
  isMemory: (bytes) => bytes.length > SHORT,
};

function profile(meta: Pick<Profile, "id" | "title" | "version" | "source">, state: State): Profile {
  return {
    ...meta,
    scanner,
    lineage: scanner.lineage,
    sends: scanner.sends,
    blindSpots: [...scanner.blindSpots, ...state.blindSpots],
    mapping: scanner.mapping,
    unlike: state.unlike,
    limitMs: 240_000,
    talk: (question) => talk(state, question),
  };
}

export const testssl = profile(
  { id: "testssl", title: "testssl.sh 3.0.8", version: "3.0.8", source: "detectors.md 2.9" },
  TODAY,
);

export const testssl2016 = profile(
  {
    id: "testssl-2.8",
    title: "testssl.sh 2.8, before it joined records (November 2017)",
    version: "2.8",
    source: "detectors.md 2.9, C44, C45; testssl.sh issues 231, 313, 426",
  },
  BEFORE,
);

function* talk(state: State, question: Question): Talk<Reading> {
  const { address, port, serverName } = question;
  let found: { readonly version: number; readonly heartbeats: boolean } | null = null;
  for (const version of VERSIONS) {
    const failed = yield* connect(CONNECT_MS);
    if (failed !== null) return written(question, "scanProblem", "FATAL", `Can't connect to '${address}:${port}'`);
    yield* send(testsslHello(version, serverName));
    const { hello } = yield* joinedFlight(HELLO_MS);
    yield* close();
    if (hello?.version !== version) continue;
    found = { version, heartbeats: showsHeartbeats(hello) };
    break;
  }
  if (found === null) {
    const words = `${address}:${port} doesn't seem to be a TLS/SSL enabled server.`;
    return written(question, "optimal_proto", "WARN", words);
  }
  if (!found.heartbeats) return written(question, "heartbleed", "OK", "not vulnerable, no heartbeat extension");
  const answer = yield* ask(state, found.version, serverName);
  if (answer.ok && state.isMemory(answer.bytes)) return written(question, "heartbleed", "CRITICAL", "VULNERABLE");
  const late = !answer.ok && answer.how === "timeout";
  return written(question, "heartbleed", "OK", late ? "not vulnerable , timed out" : "not vulnerable");
}

/** Whatever becomes of the hello, the request goes out. */
function* ask({ waits }: State, version: number, serverName: string | null): Talk<Received> {
  const failed = yield* connect(CONNECT_MS);
  if (failed !== null) return { ok: false, how: "closed" };
  yield* send(testsslHello(version, serverName));
  if (waits) yield* joinedFlight(HELLO_MS);
  else yield* readOnce(HELLO_MS);
  yield* send(requestRecord(version, 0x4000));
  const answer = yield* readOnce(ANSWER_MS);
  yield* close();
  return answer;
}

/** What is there a moment after something came. */
function* readOnce(timeoutMs: number): Talk<Received> {
  const first = yield* receive(ONE_READ, timeoutMs);
  if (!first.ok || first.bytes.length === ONE_READ) return first;
  yield* pause(MOMENT_MS);
  const more = yield* receive(ONE_READ - first.bytes.length, 0);
  return more.ok ? { ok: true, bytes: Uint8Array.from([...first.bytes, ...more.bytes]) } : first;
}

function written(question: Question, id: string, severity: string, finding: string): Reading {
  const { address, port, serverName } = question;
  const row = { id, ip: `${serverName ?? address}/${address}`, port: String(port), severity, finding };
  const files = { [ANSWER_FILE]: JSON.stringify([row]) };
  return asLeft(scanner, question, { files });
}
