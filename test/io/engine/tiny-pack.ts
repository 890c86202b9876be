/**
 * The smallest pack that exercises the engine: one probe, which names the endpoint, and one letter back. "V" is the answer of a
 * vulnerable server, "S" of a safe one; anything else is unknown. Asked `draws` times where it answers "S".
 */

import type { Endpoint } from "../../../src/core/model/endpoint.ts";
import type { DetectorIdentity } from "../../../src/core/model/observation.ts";
import { type Finding, finding, type Reason } from "../../../src/core/model/outcome.ts";
import type { EndKind, Transcript, TranscriptEvent } from "../../../src/core/model/transcript.ts";
import type { ConnectionEvent, Wire } from "../../../src/core/ports/net.ts";
import type { Pack, ProbeOptions, RecordedConversation, RungResult } from "../../../src/packs/pack.ts";

export const LETTER: DetectorIdentity = { id: "tiny/letter", kind: "native", version: "1", lineage: "test" };

export const PROBE: ProbeOptions = {
  draws: 1,
  allowOverread: false,
  includeFragile: false,
  connectTimeoutMs: 2_000,
  quickMs: 1_000,
  patientMs: 0,
  psk: null,
};

export const tinyPack: Pack = {
  id: "tiny",
  cve: "CVE-0000-0000",
  title: "Tiny",
  why: "tests",
  references: [],
  detectors: [LETTER],
  next(endpoint, past, options) {
    const last = past.at(-1);
    const enough = past.length >= options.draws || (last !== undefined && last.finding.outcome !== "not_vulnerable");
    return enough ? null : rung(endpoint, past, options);
  },
  detectorsFor: () => ["tiny/letter"],
  maxConnections: (options) => options.draws,
  interpret: (_detector, transcripts) => read(transcripts),
};

function rung(endpoint: Endpoint, past: readonly RungResult[], options: ProbeOptions) {
  return {
    detector: LETTER,
    attempt: past.length + 1,
    dial: { connectTimeoutMs: options.connectTimeoutMs, totalTimeoutMs: options.quickMs, maxBytes: 1_000 },
    waitBeforeMs: 0,
    basis: [],
    start: () => new Letter(endpoint),
  };
}

class Letter implements RecordedConversation {
  readonly #endpoint: Endpoint;
  readonly #events: TranscriptEvent[] = [];

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  event(event: ConnectionEvent, wire: Wire): void {
    switch (event.kind) {
      case "connected": {
        const bytes = new TextEncoder().encode(`?${this.#endpoint.serverName ?? ""}`);
        this.#events.push({ at: event.at, kind: "connected" });
        this.#events.push({ at: event.at, kind: "sent", label: "probe_overclaim", bytes });
        wire.send(bytes);
        break;
      }
      case "data":
        this.#events.push({ at: event.at, kind: "received", bytes: event.bytes });
        wire.close();
        break;
      case "timer":
        break;
      case "end":
        this.#events.push({ at: event.at, kind: "end", how: event.how });
        break;
    }
  }

  transcript(): Transcript {
    const { address, serverName } = this.#endpoint;
    const port = this.#endpoint.port ?? 0;
    return { format: 1, rung: "letter", address: address ?? "", port, serverName, events: this.#events };
  }
}

const BY_END: Readonly<Record<EndKind, Reason>> = {
  fin: "closed_after_probe",
  reset: "reset_after_probe",
  timeout: "silent_after_probe",
  closed_by_us: "no_evidence",
  refused: "connect_refused",
  unreachable: "connect_unreachable",
  connect_timeout: "connect_timeout",
  local_resources: "local_resources",
  byte_limit: "too_much_data",
  time_limit: "silent_after_probe",
  stopped: "interrupted",
  out_of_scope: "out_of_scope",
};

function read(transcripts: readonly Transcript[]): Finding {
  const events = transcripts.at(-1)?.events ?? [];
  const letter = events.find((event) => event.kind === "received")?.bytes[0];
  if (letter === 0x56) return finding("overread_answered");
  if (letter === 0x53) return finding("malformed_discarded_control_answered");
  const end = events.at(-1);
  return finding(end?.kind === "end" ? BY_END[end.how] : "no_evidence");
}
