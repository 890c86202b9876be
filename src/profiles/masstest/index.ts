/** heartbleed-masstest at five moments of April 2014 (reference/detectors.md, 2.2). */

import { CONTENT } from "../../core/wire/record.ts";
import { masstest as scanner } from "../../scanners/masstest/index.ts";
import { asLeft, type Profile, type Question, type Reading } from "../profile.ts";
import { STAFFORD_EXTENSIONS, STAFFORD_SUITES, toolHello } from "../shared/hello.ts";
import { type Patience, readRecord } from "../shared/records.ts";
import { close, connect, send, type Talk } from "../talk.ts";
import { holdsDone } from "./done.ts";
import { type MasstestState, STATES } from "./states.ts";

const CONNECT_MS = 5000;
/** Fixed in its reader: the option for a time-out is for connecting only. */
const PATIENCE: Patience = { headerMs: 5000, bodyMs: 10_000, of: "deadline" };

/** As in its file; `crash`: an exception, which ends its pool of threads before the file holds the host. */
type Status = true | false | null | "crash";

function profile(state: MasstestState): Profile {
  return {
    id: state.id,
    title: state.title,
    version: state.version,
    scanner,
    lineage: scanner.lineage,
    sends: `${state.sends} Any heartbeat that comes back is a hit; an alert, silence and a closed connection are false.`,
    blindSpots: scanner.blindSpots,
    source: "detectors.md 2.2",
    mapping: scanner.mapping,
    limitMs: 60_000,
    *talk(question) {
      const status = yield* statusOf(state);
      yield* close();
      return written(question, status, state.scannedAt);
    },
  };
}

function* statusOf(state: MasstestState): Talk<Status> {
  if ((yield* connect(CONNECT_MS)) !== null) return null;
  const { offers } = state;
  yield* send(toolHello({ record: offers, version: offers, suites: STAFFORD_SUITES, extensions: STAFFORD_EXTENSIONS }));
  for (;;) {
    const read = yield* readRecord(PATIENCE);
    if (!read.ok) return null;
    const { type, version, body } = read.record;
    if (type !== CONTENT.handshake) continue;
    const done = holdsDone(body, state.finds);
    if (done === "crash") return done;
    if (!done) continue;
    yield* send(...state.request(version));
    return yield* hit();
  }
}

function* hit(): Talk<Status> {
  for (;;) {
    const read = yield* readRecord(PATIENCE);
    if (!read.ok) return false;
    if (read.record.type === CONTENT.heartbeat) return true;
    if (read.record.type === CONTENT.alert) return false;
  }
}

/** Its file, read as the scanner reads it. */
function written({ address, port, serverName }: Question, status: Status, scannedAt: number): Reading {
  const record = { status, first_scan: scannedAt, last_scan: scannedAt };
  const files: Readonly<Record<string, string>> =
    status === "crash" ? {} : { "result.json": JSON.stringify({ [address]: record }) };
  const stdout = status === "crash" ? "0 hosts done\n" : "1 hosts done\n";
  return asLeft(scanner, { address, port, serverName }, { stdout, files });
}

export const MASSTESTS: readonly Profile[] = STATES.map(profile);
