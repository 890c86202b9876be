/**
 * heartbleed-masstest changed by the hour in April 2014, and its verdicts with it (reference/detectors.md, 2.2). One entry
 * is the tool between two commits.
 */

import { encodeRecord, CONTENT } from "../../core/wire/record.ts";
import { TLS11, TLS12 } from "../../core/wire/version.ts";
import { requestRecord } from "../shared/hello.ts";

export interface MasstestState {
  readonly id: string;
  /** The day of its state, with the commit that made it. */
  readonly title: string;
  readonly version: string;
  /** A moment at which the tool was like that, seconds since 1970: it writes one into its file. */
  readonly scannedAt: number;
  /** Of hello and record. */
  readonly offers: number;
  /** How it looks for ServerHelloDone: as the first message of a record, or among all that a record holds. */
  readonly finds: "first_message" | "any_message";
  readonly sends: string;
  /** The request's records; `negotiated`: the version of the server's own records. */
  request(negotiated: number): readonly Uint8Array[];
}

const DAY = (day: number, hour: number, minute: number): number => Date.UTC(2014, 3, day, hour, minute) / 1000;

const filled = (length: number): Uint8Array => new Uint8Array(length).fill(1);
/** The largest body of a record. */
const FULL = 0x4000;
/** What two records, or one above the maximum, carried between 13 and 15 April. */
const OVERLONG = 20_000;

/** One byte, then one that belongs to nothing. */
const strayByte = (): readonly Uint8Array[] => [
  Uint8Array.from([...encodeRecord(CONTENT.heartbeat, TLS11, Uint8Array.of(1)), 1]),
];

const overlong = (version: number): Uint8Array => requestRecord(version, OVERLONG, filled(OVERLONG));

/** The same message cut in two; the second piece is no message, but reads as one that claims 0x0101 bytes. */
function inTwo(negotiated: number): readonly Uint8Array[] {
  const body = overlong(TLS11).subarray(5);
  return [
    encodeRecord(CONTENT.heartbeat, negotiated, body.subarray(0, FULL)),
    encodeRecord(CONTENT.heartbeat, TLS11, body.subarray(FULL)),
  ];
}

/** A message that fills one record to the byte and has no room for padding, then an empty one. */
function exact(negotiated: number): readonly Uint8Array[] {
  return [requestRecord(negotiated, FULL - 3, filled(FULL - 3)), requestRecord(negotiated, 0)];
}

export const STATES: readonly MasstestState[] = [
  {
    id: "masstest-2014-04-13-11h",
    title: "heartbleed-masstest of 13 April 2014, 11:13 UTC (2b836c1)",
    version: "2014-04-13T11:13Z",
    scannedAt: DAY(13, 12, 0),
    offers: TLS11,
    finds: "first_message",
    sends: "A TLS 1.1 hello with 51 suites, then a heartbeat record of one byte and a stray byte behind it.",
    request: strayByte,
  },
  {
    id: "masstest-2014-04-13-17h",
    title: "heartbleed-masstest of 13 April 2014, 17:28 UTC (ddd22cf)",
    version: "2014-04-13T17:28Z",
    scannedAt: DAY(13, 18, 0),
    offers: TLS11,
    finds: "first_message",
    sends: "A TLS 1.1 hello with 51 suites, then one heartbeat record of 20003 bytes, more than TLS allows.",
    request: () => [overlong(TLS11)],
  },
  {
    id: "masstest-2014-04-14",
    title: "heartbleed-masstest of 14 April 2014 (a5eaf6f)",
    version: "2014-04-14",
    scannedAt: DAY(14, 12, 0),
    offers: TLS12,
    finds: "first_message",
    sends:
      "A TLS 1.2 hello with 51 suites, then a heartbeat of 20003 bytes cut into two records, the first in the server's version, the second in TLS 1.1.",
    request: inTwo,
  },
  {
    id: "masstest-2014-04-15",
    title: "heartbleed-masstest of 15 April 2014 (8ab4ca7)",
    version: "2014-04-15",
    scannedAt: DAY(15, 12, 0),
    offers: TLS12,
    finds: "first_message",
    sends:
      "A TLS 1.2 hello with 51 suites, then, in the server's version, a heartbeat that fills one record without room for padding, and an empty one.",
    request: exact,
  },
  {
    id: "masstest-2014-04-20",
    title: "heartbleed-masstest of 20 April 2014 (ce2c5fe), as it still is",
    version: "2014-04-20",
    scannedAt: DAY(20, 23, 0),
    offers: TLS12,
    finds: "any_message",
    sends: "As on 15 April, but it looks at every message of a record, so that a flight in one record is understood.",
    request: exact,
  },
];
