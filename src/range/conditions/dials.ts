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

/** The network between client and server, the same in both directions. */
export interface Network {
  /** One way, so that an answer takes twice as long. */
  readonly latencyMs: number;
  /** Up to this much more for each piece, at random; order is kept. */
  readonly jitterMs: number;
  /** The largest piece in one segment, bytes; null: what is sent at once arrives at once. */
  readonly mss: number | null;
  /** How many pieces of a hundred are lost and come one retransmission time-out later (network/network-way.ts). */
  readonly lossPercent: number;
}

/** What may differ between the machines behind one address. */
export type BackEnd = Pick<Dials, "stack" | "versions" | "extension" | "heartbeat">;

/** A host too small for its visitors: what those find that come while `atOnce` connections are open. */
export interface Crowd {
  readonly atOnce: number;
  /**
   * "wait": connected, and not a word until another has left (a web server without a free worker). "starve": served at once, in small
   * pieces with long pauses. "reset": turned away on sight.
   */
  readonly beyond: "wait" | "starve" | "reset";
}

export interface Dials {
  /** What listens. Everything else below is about "tls"; "dtls", over UDP, heeds only what concerns hellos, heartbeats and the path. */
  readonly service: "tls" | "dtls" | "plain_text" | "honeypot" | "refused";
  /** Whose TLS: the scripted OpenSSL 1.0.1, or the genuine one of the Node that runs us (TLS 1.2 and 1.3), which no dial changes but `path`. */
  readonly stack: "openssl_1_0_1" | "node";

  /** A dialogue in plain text before TLS, as servers of this protocol have it; null: TLS from the first byte. */
  readonly startTls: { readonly protocol: StartTlsProtocol } | null;

  /** Protocol versions accepted, and what a ClientHello outside them gets. */
  readonly versions: { readonly min: number; readonly max: number; readonly otherwise: "alert" | "close" };
  /** supported_versions of RFC 8446: "heeded" by OpenSSL from 1.1.1 on, and then it alone counts; "ignored" by all before. */
  readonly supportedVersions: "ignored" | "heeded";
  /** Cipher suites accepted, most wanted first; null: all the server's TLS core can do with its certificate. */
  readonly suites: readonly number[] | null;
  /** Whose order decides the suite. OpenSSL's default is the client's. */
  readonly preference: "client" | "server";
  /**
   * "required": fatal unrecognized_name without SNI. "warned_about": the same as a warning, before the ServerHello.
   * "acknowledged": an empty one comes back (RFC 6066 section 3), as from servers that choose a site by it.
   */
  readonly serverName: "ignored" | "acknowledged" | "required" | "warned_about";
  /** "verified": required, and hung up on after the client's Finished when it is of an authority the server does not know: any. */
  readonly clientCertificate: "not_requested" | "requested" | "required" | "verified";
  /** The form of a CertificateRequest: how many signature algorithms, and whether in a record of its own. null: a short one. */
  readonly certificateRequest: { readonly algorithms: number; readonly alone: boolean } | null;
  /** Bytes of authority names in a CertificateRequest. */
  readonly authoritiesBytes: number;
  readonly certificate: CertificateDial;
  /** Size of the RSA key. */
  readonly rsaBits: 2048 | 1024 | 512;
  /** Size of the prime of DHE suites. */
  readonly diffieHellmanBits: 1024 | 2048;
  /** Curves of ECDHE suites, most wanted first; whose order counts, `preference` says. */
  readonly curves: readonly number[];
  /** "kept": a session id in the ServerHello, or a ticket (RFC 5077) for a client that takes one, as OpenSSL does. */
  readonly sessions: "none" | "kept";
  /** "refused": a TLS 1.2 client that names no better algorithm gets handshake_failure, as from OpenSSL 3 at its own security level. */
  readonly sha1Signatures: "made" | "refused";
  /** Takes the extended master secret (RFC 7627) where it is offered: OpenSSL from 1.1.0 on. */
  readonly extendedMasterSecret: boolean;

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
  /** "lost": in the handshake the application closes without writing out what its TLS library left for it (Node 0.10): the alert, and what the same bytes brought about before it. */
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

  /** null: nothing but loopback. */
  readonly network: Network | null;
  /** A device between client and server that knows record types; "resets": one that lets no client say a word. */
  readonly path: "clear" | "eats_heartbeats" | "eats_malformed_heartbeats" | "blackholes_after_heartbeat" | "resets";
  /** One address, several back ends in turn: the first is as the dials say, the others differ from it in `others`. */
  readonly pool: {
    readonly size: number;
    readonly by: "connection" | "source";
    readonly others: Partial<BackEnd>;
  } | null;
  /** null: all are served alike. */
  readonly crowd: Crowd | null;
  /** After a source's first connection or heartbeat its later connections are refused, until `quietMs` without any. */
  readonly ban: {
    readonly after: "connection" | "heartbeat";
    readonly as: "reset" | "fin" | "silence";
    readonly quietMs: number;
  } | null;
}

/** The one curve that servers on OpenSSL 1.0.1 had. */
const P256 = 23;

/** C01: OpenSSL 1.0.1e as built by default. */
export const DEFAULT_DIALS: Dials = {
  service: "tls",
  stack: "openssl_1_0_1",
  startTls: null,
  versions: { min: SSL30, max: TLS12, otherwise: "alert" },
  supportedVersions: "ignored",
  suites: null,
  preference: "client",
  serverName: "ignored",
  clientCertificate: "not_requested",
  certificateRequest: null,
  authoritiesBytes: 0,
  certificate: { name: null, lowByte: null, recordLength: null, fill: 0 },
  rsaBits: 2048,
  diffieHellmanBits: 1024,
  curves: [P256],
  sessions: "none",
  sha1Signatures: "made",
  extendedMasterSecret: false,
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
  network: null,
  path: "clear",
  pool: null,
  crowd: null,
  ban: null,
};

/** What is true of an endpoint with these dials, whatever anybody can see of it. */
export type Truth = "vulnerable" | "not_vulnerable" | "undecidable";

/** The truth follows from the dials alone: is there code behind this port that believes a claimed length? */
export function truthOf(dials: Dials): Truth {
  if (dials.service === "refused" || dials.service === "plain_text") return "undecidable";
  if (dials.service === "honeypot") return "not_vulnerable";
  const pooled = dials.pool !== null && dials.pool.size > 1 && overReads({ ...dials, ...dials.pool.others });
  return overReads(dials) || pooled ? "vulnerable" : "not_vulnerable";
}

function overReads({ stack, heartbeat }: BackEnd): boolean {
  return stack === "openssl_1_0_1" && heartbeat === "over_reads";
}
