/** The DTLS rung against a scripted service over a network that loses, doubles and delays datagrams as a seed says. */

import { converse, type OtherEnd } from "../../../../test/support/virtual-wire.ts";
import type { Endpoint } from "../../../core/model/endpoint.ts";
import type { Transcript } from "../../../core/model/transcript.ts";
import { TLS11 } from "../../../core/wire/version.ts";
import { DEFAULT_DIALS, type Dials } from "../../../range/conditions/dials.ts";
import { type Counters, newCounters } from "../../../range/scripted/counters.ts";
import { DtlsService } from "../../../range/scripted/dtls-service.ts";
import type { ProbeOptions, RungResult } from "../../pack.ts";
import { heartbleed } from "../index.ts";

export interface Network {
  readonly seed: number;
  /** Shares of datagrams, each way. */
  readonly lost: number;
  readonly doubled: number;
}

const PERFECT: Network = { seed: 1, lost: 0, doubled: 0 };
export const OPTIONS: ProbeOptions = {
  draws: 3,
  allowOverread: false,
  includeFragile: false,
  connectTimeoutMs: 3000,
  quickMs: 5000,
  patientMs: 20_000,
  psk: null,
};
export const ENDPOINT: Endpoint = {
  address: "192.0.2.1",
  port: 443,
  transport: "udp",
  serverName: null,
  origin: "asked",
};

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Everything the ladder asked of one server, and what the server counted. */
export function climb(
  dials: Partial<Dials>,
  network: Network = PERFECT,
  options: ProbeOptions = OPTIONS,
): { readonly past: readonly RungResult[]; readonly counters: Counters } {
  const counters = newCounters();
  const versions = { min: TLS11, max: TLS11, otherwise: "alert" } as const;
  const service = new DtlsService(
    { ...DEFAULT_DIALS, service: "dtls", versions, ...dials },
    [new Uint8Array(900)],
    counters,
  );
  const past = climbAgainst((source) => throughNetwork(service, network, source), options);
  return { past, counters };
}

export function climbAgainst(other: (source: number) => OtherEnd, options = OPTIONS): readonly RungResult[] {
  const past: RungResult[] = [];
  for (let source = 1; ; source++) {
    const rung = heartbleed.next(ENDPOINT, past, options);
    if (rung === null) return past;
    const random = chance(source);
    const talk = rung.start({ bytes: (n) => Uint8Array.from({ length: n }, () => random() * 256), unit: random });
    converse(talk, other(source));
    const transcript: Transcript = talk.transcript();
    const finding = heartbleed.interpret(rung.detector.id, [transcript]);
    past.push({ detector: rung.detector.id, attempt: rung.attempt, finding, transcript });
  }
}

function throughNetwork(service: DtlsService, { seed, lost, doubled }: Network, source: number): OtherEnd {
  const unit = chance(seed * 1000 + source);
  const times = (): number => (unit() < lost ? 0 : unit() < doubled ? 2 : 1);
  const copies = (bytes: Uint8Array): Uint8Array[] => Array.from({ length: times() }, () => bytes.slice());
  return (sent) =>
    (sent === null ? [] : copies(sent))
      .flatMap((datagram) => service.receive(`source ${source}`, datagram))
      .flatMap(copies)
      .map((bytes) => ({ afterMs: 5, bytes }));
}
