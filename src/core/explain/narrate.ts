/**
 * A transcript in words: who sent what, when. Pure; every text that a server chose is left out or reduced to numbers
 * and names from our own registries, so that the lines are safe to print.
 */

import type { EndKind, HeartbeatClass, NoteCode, SentLabel, Transcript, TranscriptEvent } from "../model/transcript.ts";
import { alertName } from "../wire/alert.ts";
import { heartbeatMode } from "../wire/extensions.ts";
import { CONTENT } from "../wire/record.ts";
import { DtlsServerFlight } from "../wire/dtls-flight.ts";
import { dtlsVersionName } from "../wire/dtls-version.ts";
import { ServerFlight } from "../wire/server-flight.ts";
import { suiteName } from "../wire/suites.ts";
import { versionName } from "../wire/version.ts";

/** One line of the story. `atMs`: milliseconds since the start of the attempt. */
export interface NarratedLine {
  readonly atMs: number;
  readonly who: "us" | "server" | "network";
  readonly text: string;
}

const SENT: Readonly<Record<SentLabel, string>> = {
  client_hello: "ClientHello",
  control: "heartbeat, well-formed (control)",
  probe_overclaim: "heartbeat claiming a byte more than it carries, without padding (probe)",
  probe_overread: "heartbeat carrying nothing, claiming 4096 bytes (over-read probe)",
  big_control: "heartbeat, well-formed, 8192 bytes: its answer flushes those before it",
  nudge: "heartbeat, well-formed (nudge)",
  delivery_check: "heartbeat record of a wrong version with the probe in it: must be refused if the probe arrives",
  refusal: "handshake message that must be refused",
  key_exchange: "key exchange",
  finished: "ChangeCipherSpec, Finished",
  life_sign: "request for a sign of life",
  starttls: "dialogue before TLS, in the protocol's plain text",
  other: "other bytes",
};

const HEARTBEAT: Readonly<Record<HeartbeatClass, string>> = {
  control_answer: "answers the well-formed heartbeat",
  overclaim_answer: "answers the over-claiming probe with more than it carried",
  overread_answer: "answers the over-read probe with memory (discarded on arrival)",
  echo: "sends our own bytes back",
  request: "sends a heartbeat request of its own",
  incomplete: "begins a heartbeat record that never became whole",
  other: "sends a heartbeat record that answers nothing we asked",
};

const NOTE: Readonly<Record<NoteCode, string>> = {
  handshake_completed: "handshake completed, both Finished messages verified",
  no_common_suite: "handshake given up: our client cannot complete what the server chose",
  handshake_failed: "handshake failed",
  fragile_device: "the certificate is that of a device known to lock up: left alone",
  starttls_ready: "TLS may begin: the dialogue before it is over",
  starttls_not_offered: "the dialogue offers no TLS: we close",
  starttls_refused: "TLS was refused in the dialogue: we close",
  starttls_failed: "the dialogue came to no end: we close",
};

const END: Readonly<Record<EndKind, string>> = {
  fin: "closes the connection (FIN)",
  reset: "resets the connection (RST)",
  timeout: "nothing more came within the patience of this rung",
  closed_by_us: "enough was seen; we close (FIN)",
  refused: "connection refused",
  unreachable: "network or host unreachable",
  connect_timeout: "no answer to the connection request",
  local_resources: "this machine ran out of ports, files or memory",
  byte_limit: "more bytes than any handshake needs: we close",
  time_limit: "the time limit of this rung was reached: we close",
  stopped: "the run was stopped",
  out_of_scope: "not connected: the address is out of scope",
};

export function narrate(transcript: Transcript): readonly NarratedLine[] {
  const server = transcript.rung.startsWith("dtls/") ? new DtlsReader() : new TlsReader();
  return transcript.events.flatMap((event) => line(event, server).map((text) => ({ atMs: event.at, ...text })));
}

/** Follows a server's flight, whatever it is framed in. */
interface Reader {
  readonly flight: ServerFlight;
  readonly version: string;
  /** What datagrams bring beside a flight, in words. */
  push(bytes: Uint8Array): readonly string[];
}

class TlsReader implements Reader {
  readonly flight = new ServerFlight();

  get version(): string {
    return versionName(this.flight.version ?? 0);
  }

  push(bytes: Uint8Array): readonly string[] {
    this.flight.push(bytes);
    return [];
  }
}

class DtlsReader implements Reader {
  readonly #server = new DtlsServerFlight();
  readonly flight = this.#server.flight;

  get version(): string {
    return dtlsVersionName(this.#server.version ?? 0);
  }

  push(bytes: Uint8Array): readonly string[] {
    const { cookie, strays } = this.#server;
    this.#server.push(bytes);
    if (this.#server.strays > strays) return [`${bytes.length} bytes that are not DTLS`];
    return this.#server.cookie === cookie ? [] : ["HelloVerifyRequest: asks for its cookie back"];
  }
}

type Line = Omit<NarratedLine, "atMs">;

function line(event: TranscriptEvent, server: Reader): readonly Line[] {
  switch (event.kind) {
    case "connected":
      return [{ who: "network", text: "connected" }];
    case "sent":
      return [{ who: "us", text: `${SENT[event.label]} (${event.bytes.length} bytes)` }];
    case "received":
      return serverLines(event.bytes, server).map((text) => ({ who: "server", text }));
    case "plain_text":
      return [{ who: "server", text: `plain text before TLS (${event.bytes.length} bytes)` }];
    case "heartbeat": {
      const sealed = event.protected ? ", under encryption" : "";
      const part = event.received < event.length ? `${event.received} of ${event.length}` : `${event.length}`;
      return [{ who: "server", text: `${HEARTBEAT[event.class]} (record of ${part} bytes${sealed})` }];
    }
    case "protected_record": {
      const what =
        event.alert === null ? contentName(event.contentType) : `alert ${alertName(event.alert.description)}`;
      const proof = event.authentic ? "authentic" : "NOT made with the session's keys";
      return [{ who: "server", text: `${what} under encryption, ${proof}` }];
    }
    case "note":
      return [{ who: "us", text: NOTE[event.code] }];
    case "end":
      return [{ who: event.how === "fin" || event.how === "reset" ? "server" : "network", text: END[event.how] }];
  }
}

/** What newly arrived bytes add to the server's flight. */
function serverLines(bytes: Uint8Array, reader: Reader): readonly string[] {
  const server = reader.flight;
  const before = {
    hello: server.hello,
    certificates: server.certificates,
    done: server.done,
    alerts: server.alerts.length,
  };
  const lines = [...reader.push(bytes)];
  if (before.hello === null && server.hello !== null) {
    const mode = heartbeatMode(server.hello.extensions);
    const heartbeat = mode === null ? "no heartbeat extension" : `heartbeat extension, mode ${mode}`;
    lines.push(`ServerHello: ${reader.version}, ${suiteName(server.hello.suite)}, ${heartbeat}`);
  }
  if (before.certificates === null && server.certificates !== null) {
    lines.push(`Certificate: chain of ${server.certificates.length}, ${server.certificates[0]?.length ?? 0} bytes`);
  }
  if (!before.done && server.done) lines.push("ServerHelloDone");
  for (const alert of server.alerts.slice(before.alerts)) {
    lines.push(`alert ${alert.level === 2 ? "fatal" : "warning"}: ${alertName(alert.description)}`);
  }
  if (server.defect !== null && lines.length === 0) lines.push(`${bytes.length} bytes that are not well-formed TLS`);
  return lines.length === 0 ? [`${bytes.length} bytes`] : lines;
}

function contentName(type: number): string {
  const known = Object.entries(CONTENT).find(([, value]) => value === type);
  return known === undefined ? `record of type ${type}` : `${known[0]} record`;
}
