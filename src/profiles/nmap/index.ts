/** nmap's ssl-heartbleed on 9, 11 and 14 April 2014 and today (reference/detectors.md, 2.5). */

import { SSL30, TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import { nmap as scanner } from "../../scanners/nmap/index.ts";
import { asPrinted, type Profile, type Question, type Reading } from "../profile.ts";
import { close, connect, type Talk } from "../talk.ts";
import { type NmapState, STATES } from "./states.ts";
import { type Answer, ask, takes } from "./talk.ts";
import { nmapXml, type PortReport } from "./xml.ts";

const CONNECT_MS = 10_000;
const NAMES: Readonly<Record<number, string>> = {
  [SSL30]: "SSLv3",
  [TLS10]: "TLSv1.0",
  [TLS11]: "TLSv1.1",
  [TLS12]: "TLSv1.2",
};
const nameOf = (version: number): string => NAMES[version] ?? "";

function profile(state: NmapState): Profile {
  return {
    id: state.id,
    title: state.title,
    version: state.version,
    scanner,
    lineage: state.lineage,
    sends: `${state.sends} A heartbeat of at least 4073 bytes is a hit, a shorter one an error of the script, everything else NOT VULNERABLE. More connections show which versions the server speaks, as ssl-enum-ciphers does.`,
    blindSpots: state.blindSpots,
    source: "detectors.md 2.5; report-formats.md 3.9",
    mapping: scanner.mapping,
    limitMs: 300_000,
    talk: (question) => talk(question, state),
  };
}

function* talk(question: Question, state: NmapState): Talk<Reading> {
  const refused = yield* connect(CONNECT_MS);
  yield* close();
  const day = /^\d{4}-\d\d-\d\d$/.test(state.version) ? state.version : null;
  const base = {
    asked: state.versions.length === 1 ? state.versions.map(nameOf) : null,
    release: day === null ? state.version : "6.41SVN",
    at: Date.parse(`${day ?? "2026-11-25"}T23:00:00Z`) / 1000,
  };
  const print = (report: Pick<PortReport, "state" | "versions" | "answer">) =>
    asPrinted(scanner, question, nmapXml(question, { ...base, ...report }));
  if (refused !== null) {
    return print({ state: refused === "refused" ? "closed" : "filtered", versions: [], answer: null });
  }

  const answer = yield* heartbleed(state);
  const versions: string[] = [];
  if (answer === "not_vulnerable") {
    for (const version of [SSL30, TLS10, TLS11, TLS12]) if (yield* takes(version)) versions.push(nameOf(version));
  }
  return print({ state: "open", versions, answer });
}

function* heartbleed(state: NmapState): Talk<Answer> {
  for (const version of state.versions) {
    const answer = yield* ask(state, version);
    if (answer !== "not_vulnerable") return answer;
  }
  return "not_vulnerable";
}

export const NMAPS: readonly Profile[] = STATES.map(profile);
