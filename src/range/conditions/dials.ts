/**
 * The dials of the scripted server: every way in which it can differ from a plain vulnerable OpenSSL 1.0.1e.
 * Each dial stands alone; a condition sets a few of them, and two conditions combine by setting both their dials.
 * The default position of all dials is condition C01: vulnerable, every version, short flight, everything at once.
 */

import { SSL30, TLS12 } from "../../core/wire/version.ts";
import type { StartTlsProtocol } from "../../core/starttls/protocols.ts";
import type { Name } from "../../tls/certificates/certificate.ts";

/** What the library does with a heartbeat record. */
export type HeartbeatCode =
  /** OpenSSL 1.0.1 to 1.0.1f: the claimed length is believed. */
  | "over_reads"
  /** OpenSSL 1.0.1g: too short or claiming too much is dropped without a word. */
  | "bounds_checked"
  /** OpenSSL built with OPENSSL_NO_HEARTBEATS: an unknown record type. */
  | "not_built"
  /** GnuTLS up to 3.2.12: padding is not required, claiming more than was sent is a fatal alert. */
  | "lenient_padding"
  /** The request's own bytes come back, whatever they are. */
  | "echo"
  /** Fatal unexpected_message, FIN or RST: what stacks do that do not know the record type. */
  | "fatal_alert"
  | "fin"
  | "reset"
  /** A line of text instead of TLS, then FIN (vsftpd's "500 OOPS"). */
  | "clear_text"
  /** HP iLO 1 and 2: the device stops answering anybody. */
  | "locks_up";

/** Bytes cut into TCP segments of `bytes`, `gapMs` apart. */
export interface Segments {
  readonly bytes: number;
  readonly gapMs: number;
}

/** How the Certificate message looks. */
export interface CertificateDial {
  /** Issuer and subject of the certificate; null: the range's own. */
  readonly name: Name | null;
  /** Wanted low byte of the length of the record that carries the Certificate message; null: whatever it comes to. */
  readonly lowByte: number | null;
  /** Wanted length of that record, reached with a second certificate in the chain; null: one certificate. */
  readonly recordLength: number | null;
  /** What the second certificate is made of. */
  readonly fill: number;
}

export interface Dials {
  /** What listens. Everything else below is about "tls". */
  readonly service: "tls" | "plain_text" | "honeypot" | "refused";

  /** A dialogue in plain text before TLS, as servers of this protocol have it; null: TLS from the first byte. */
  readonly startTls: { readonly protocol: StartTlsProtocol } | null;

  /** Protocol versions accepted, and what a ClientHello outside them gets. */
  readonly versions: { readonly min: number; readonly max: number; readonly otherwise: "alert" | "close" };
  /** Cipher suites accepted, most wanted first; null: all the server's TLS core can do with its certificate. */
  readonly suites: readonly number[] | null;
  /** Whose order decides the suite. OpenSSL's default is the client's. */
  readonly preference: "client" | "server";
  /** "required": fatal unrecognized_name without SNI. "warned_about": the same as a warning, before the ServerHello. */
  readonly serverName: "ignored" | "required" | "warned_about";
  readonly clientCertificate: "not_requested" | "requested" | "required";
  /** Bytes of authority names in a CertificateRequest. */
  readonly authoritiesBytes: number;
  readonly certificate: CertificateDial;

  /** The heartbeat extension in the ServerHello, where the client offered it. */
  readonly extension: "none" | "mode_1" | "mode_2";
  readonly heartbeat: HeartbeatCode;
  /** From when on heartbeat records reach that code; before, they are ignored. */
  readonly heartbeatFrom: "client_hello" | "finished";
  /** Description of a warning alert sent before every answer. */
  readonly warningBeforeAnswer: number | null;

  /** Size of the write buffer while the handshake is unfinished; 0: none (other libraries than OpenSSL). */
  readonly handshakeBuffer: number;
  /** "per_event": after a heartbeat the next record waits for new bytes (nginx); "per_second": for a second (s_server). */
  readonly pace: "immediate" | "per_event" | "per_second";
  /** "lost": the application closes without writing out what its TLS library left for it (Node 0.10). */
  readonly fatalAlert: "flushed" | "lost";
  /** Application data sent as soon as the handshake is finished: the server that speaks first. */
  readonly banner: string | null;

  /** How handshake messages are put into records. */
  readonly framing: "message_per_record" | "one_record" | { readonly recordBytes: number };
  readonly flightSegments: Segments | null;
  /** From the first heartbeat on. */
  readonly answerSegments: Segments | null;
  readonly helloDelayMs: number;
  /** From the first heartbeat on, everything arrives this much later. */
  readonly answerDelayMs: number;
  /** A heartbeat answer of more bytes ends there, and nothing follows it. */
  readonly answerCutAt: number | null;

  /** A device between client and server that knows record types. */
  readonly path: "clear" | "eats_heartbeats" | "eats_malformed_heartbeats" | "blackholes_after_heartbeat";
  /** One address, several back ends in turn: the first is as the dials say, the others have `others`. */
  readonly pool: { readonly size: number; readonly by: "connection" | "source"; readonly others: HeartbeatCode } | null;
  /** After a source's first connection or heartbeat its later connections are refused, until `quietMs` without any. */
  readonly ban: {
    readonly after: "connection" | "heartbeat";
    readonly as: "reset" | "fin" | "silence";
    readonly quietMs: number;
  } | null;
}

/** C01: OpenSSL 1.0.1e as built by default. */
export const DEFAULT_DIALS: Dials = {
  service: "tls",
  startTls: null,
  versions: { min: SSL30, max: TLS12, otherwise: "alert" },
  suites: null,
  preference: "client",
  serverName: "ignored",
  clientCertificate: "not_requested",
  authoritiesBytes: 0,
  certificate: { name: null, lowByte: null, recordLength: null, fill: 0 },
  extension: "mode_1",
  heartbeat: "over_reads",
  heartbeatFrom: "client_hello",
  warningBeforeAnswer: null,
  handshakeBuffer: 4096,
  pace: "immediate",
  fatalAlert: "flushed",
  banner: null,
  framing: "message_per_record",
  flightSegments: null,
  answerSegments: null,
  helloDelayMs: 0,
  answerDelayMs: 0,
  answerCutAt: null,
  path: "clear",
  pool: null,
  ban: null,
};

/** What is true of an endpoint with these dials, whatever anybody can see of it. */
export type Truth = "vulnerable" | "not_vulnerable" | "undecidable";

/** The truth follows from the dials alone: is there code behind this port that believes a claimed length? */
export function truthOf(dials: Dials): Truth {
  if (dials.service === "refused" || dials.service === "plain_text") return "undecidable";
  if (dials.service === "honeypot") return "not_vulnerable";
  const pooled = dials.pool !== null && dials.pool.size > 1 && dials.pool.others === "over_reads";
  return dials.heartbeat === "over_reads" || pooled ? "vulnerable" : "not_vulnerable";
}
