/** The Heartbleed pack (CVE-2014-0160): its metadata, and the binding of ladder, rungs and readings to the pack contract. */

import type { Endpoint } from "../../core/model/endpoint.ts";
import type { DetectorIdentity } from "../../core/model/observation.ts";
import type { Random } from "../../core/ports/clock.ts";
import type { DialOptions } from "../../core/ports/net.ts";
import type { Pack, ProbeOptions, RecordedConversation, Rung, RungResult } from "../pack.ts";
import { DTLS, dtlsRungName, type DtlsStep, mostDtlsSteps, nextDtlsStep } from "./dtls-ladder.ts";
import { DTLS_MARKER_BYTES } from "./dtls-messages.ts";
import { DtlsProbe } from "./dtls-probe.ts";
import { Flight } from "./flight.ts";
import { HandshakeProbe } from "./handshake.ts";
import { HELLO_RANDOM_BYTES } from "./hellos.ts";
import { BehindStartTls } from "../behind-starttls.ts";
import { interpret } from "./interpret.ts";
import { FLIGHT, HANDSHAKE, mostSteps, nextStep, OVERREAD, rungName, type Step } from "./ladder.ts";
import { leftOpen } from "./machines.ts";
import { MARKER_BYTES } from "./messages.ts";

/** Raised when the bytes sent or the reading of answers change. */
const VERSION = "1.0.1";
const LINEAGE = "crosscheck";

const native = (id: string): DetectorIdentity => ({ id, kind: "native", version: VERSION, lineage: LINEAGE });
const DETECTORS = {
  [FLIGHT]: native(FLIGHT),
  [HANDSHAKE]: native(HANDSHAKE),
  [OVERREAD]: native(OVERREAD),
  [DTLS]: native(DTLS),
} as const;

/** No honest handshake needs more; a server that sends more is broken or hostile. */
const MOST_BYTES = 640 * 1024;

export const heartbleed: Pack = {
  id: "heartbleed",
  cve: "CVE-2014-0160",
  title: "OpenSSL TLS heartbeat over-read (Heartbleed)",
  why: "OpenSSL 1.0.1 to 1.0.1f answers a heartbeat request that claims more than it carries with up to 64 kB of process memory: keys, passwords, sessions.",
  references: ["CVE-2014-0160", "RFC 6520", "https://www.openssl.org/news/secadv/20140407.txt"],
  detectors: Object.values(DETECTORS),
  next(endpoint, past, options) {
    if (endpoint.transport === "udp") {
      const over = nextDtlsStep(endpoint, past, options);
      return over === null ? null : dtlsRung(endpoint, over, past, options);
    }
    const step = nextStep(endpoint, past, options);
    return step === null ? null : rung(endpoint, step, past, options);
  },
  detectorsFor: ({ allowOverread }) => Object.keys(DETECTORS).filter((id) => allowOverread || id !== OVERREAD),
  maxConnections: (options) => Math.max(mostSteps(options), mostDtlsSteps(options)),
  interpret,
};

function rung(endpoint: Endpoint, step: Step, past: readonly RungResult[], options: ProbeOptions): Rung {
  const patient = step.detector !== HANDSHAKE && step.patient;
  const patienceMs = patient ? options.patientMs : options.quickMs;
  return {
    detector: DETECTORS[step.detector],
    attempt: past.filter((result) => result.detector === step.detector).length + 1,
    dial: dialOptions(options, step.startTls === null ? 3 * patienceMs : 5 * patienceMs, past.length),
    waitBeforeMs: 0,
    basis: [...new Set([...(step.detector === HANDSHAKE ? [] : step.basis), ...leftOpen(past)])],
    start: (random) => {
      const talk = conversation(endpoint, step, patienceMs, options, random);
      const { startTls: protocol } = step;
      const host = endpoint.serverName ?? endpoint.address ?? "";
      return protocol === null ? talk : new BehindStartTls({ protocol, host, patienceMs }, talk);
    },
  };
}

function dtlsRung(endpoint: Endpoint, step: DtlsStep, past: readonly RungResult[], options: ProbeOptions): Rung {
  const patienceMs = step.patient ? options.patientMs : options.quickMs;
  const context = {
    rung: dtlsRungName(step),
    address: endpoint.address ?? "",
    port: endpoint.port ?? 0,
    serverName: endpoint.serverName,
  };
  const plan = { form: step.form, patienceMs, includeFragile: options.includeFragile };
  return {
    detector: DETECTORS[DTLS],
    attempt: past.filter(({ detector }) => detector === DTLS).length + 1,
    dial: dialOptions(options, patienceMs, past.length),
    waitBeforeMs: 0,
    basis: [],
    start: (random) => new DtlsProbe(context, plan, random.bytes(HELLO_RANDOM_BYTES), random.bytes(DTLS_MARKER_BYTES)),
  };
}

/**
 * Twice the patience for hello and answers, and once more for servers that keep dripping; twice more for a dialogue. Every second connection leaves
 * from an odd port: where one of two machines is chosen by the last bit of our port, even ones only ever meet the same.
 */
function dialOptions(options: ProbeOptions, talkMs: number, before: number): DialOptions {
  return {
    oddSourcePort: before % 2 === 1,
    connectTimeoutMs: options.connectTimeoutMs,
    totalTimeoutMs: options.connectTimeoutMs + talkMs,
    maxBytes: MOST_BYTES,
  };
}

function conversation(
  endpoint: Endpoint,
  step: Step,
  patienceMs: number,
  options: ProbeOptions,
  random: Random,
): RecordedConversation {
  const context = {
    rung: rungName(step),
    address: endpoint.address ?? "",
    port: endpoint.port ?? 0,
    serverName: step.form === "nameless" ? null : endpoint.serverName,
  };
  const marker = random.bytes(MARKER_BYTES);
  const common = { patienceMs, includeFragile: options.includeFragile };
  if (step.detector === HANDSHAKE) {
    return new HandshakeProbe(
      context,
      { ...common, form: step.form, lifeSign: step.lifeSign, identified: step.identified, psk: options.psk },
      marker,
      random,
    );
  }
  const plan = { ...common, form: step.form, overread: step.detector === OVERREAD };
  return new Flight(context, plan, random.bytes(HELLO_RANDOM_BYTES), marker);
}
