/**
 * The cryptographic half of a TLS server without IO, for the range: it makes the messages and checks the client's; its
 * user frames, times and sends them as it likes. SSL 3.0 to TLS 1.2; no resumption (a session id or a ticket is for show), no renegotiation.
 */

import type { Random } from "../core/ports/clock.ts";
import { ALERT } from "../core/wire/alert.ts";
import { ByteWriter, concat, decodeU16List, equal } from "../core/wire/bytes.ts";
import { type CertificateRequest, encodeCertificateRequest } from "../core/wire/certificate-request.ts";
import { encodeCertificate } from "../core/wire/certificate.ts";
import type { ClientHello } from "../core/wire/client-hello.ts";
import { EXTENSION, type Extension } from "../core/wire/extensions.ts";
import { encodeHandshake, HANDSHAKE, type HandshakeMessage } from "../core/wire/handshake.ts";
import { encodeServerHello } from "../core/wire/server-hello.ts";
import type { Suite } from "../core/wire/suites.ts";

import { COMPLETABLE_GROUPS } from "./ephemeral.ts";
import {
  type DirectionKeys,
  extendedMasterSecret,
  finishedData,
  keysFor,
  masterSecret,
  type SessionSecrets,
} from "./key-schedule.ts";
import { RecordProtection } from "./record-protection.ts";
import { type ServerIdentity, type ServerKey, serverKey } from "./server-key.ts";
import { SIGNATURE } from "./signature.ts";

export interface TlsServerOptions {
  /** The client's ClientHello: as received (for the transcript hash), and decoded. */
  readonly clientHello: HandshakeMessage;
  readonly hello: ClientHello;
  /** What the server settles on. */
  readonly version: number;
  readonly suite: Suite;
  /** null: no extensions block. Not encrypt_then_mac, which this server does not do. */
  readonly extensions: readonly Extension[] | null;
  readonly identity: ServerIdentity;
  /** Asks for a client certificate; whatever the client then sends is accepted. */
  readonly certificateRequest: CertificateRequest | null;
  /** For the ServerHello; default: none. Nothing is ever resumed. */
  readonly sessionId?: Uint8Array;
  /** For a NewSessionTicket before the server's Finished (RFC 5077 section 3.3); needs its extension. Default: none. */
  readonly ticket?: Uint8Array;
  readonly random: Random;
}

/** What became of a client's message. "refused": a fatal alert with that description is due. */
export type ServerStep =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly description: number }
  /** The client's Finished is right. `reply`: the server's Finished message, to be sent after ChangeCipherSpec. */
  | {
      readonly kind: "finished";
      readonly reply: Uint8Array;
      /** NewSessionTicket, unprotected, to be sent before ChangeCipherSpec; null: none. */
      readonly ticket: Uint8Array | null;
      readonly sealing: RecordProtection;
    };

const ACCEPTED: ServerStep = { kind: "accepted" };
const P256 = 23;
const TICKET_LIFETIME = 300;

/** One handshake from the ClientHello on. */
export class TlsServer {
  /** The first flight's handshake messages, headers included: ServerHello, Certificate, …, ServerHelloDone. */
  readonly flight: readonly Uint8Array[];
  readonly #options: TlsServerOptions;
  readonly #key: ServerKey;
  readonly #serverRandom: Uint8Array;
  readonly #handshake: Uint8Array[];
  #expected: readonly number[];
  #secrets: SessionSecrets | null = null;

  private constructor(options: TlsServerOptions, key: ServerKey, serverRandom: Uint8Array) {
    this.#options = options;
    this.#key = key;
    this.#serverRandom = serverRandom;
    this.flight = firstFlight(options, key, serverRandom);
    this.#handshake = [options.clientHello.raw, ...this.flight];
    this.#expected =
      options.certificateRequest === null
        ? [HANDSHAKE.clientKeyExchange]
        : [HANDSHAKE.certificate, HANDSHAKE.clientKeyExchange];
  }

  /** null when the identity, the version or our code cannot do the suite. */
  static begin(options: TlsServerOptions): TlsServer | null {
    const { suite, version, identity, hello, random } = options;
    const serverRandom = random.bytes(32);
    const clientRandom = hello.random;
    const usable = keysFor({ suite, version, master: new Uint8Array(48), clientRandom, serverRandom }) !== null;
    if (!usable) return null;
    const key = serverKey({
      suite,
      version,
      identity,
      group: chooseGroup(hello),
      signatureAlgorithm: chooseSignature(hello, identity),
      clientRandom,
      serverRandom,
      random,
    });
    return key && new TlsServer(options, key, serverRandom);
  }

  /** The handshake message types that may come next; Finished only after ChangeCipherSpec. */
  get expected(): readonly number[] {
    return this.#expected;
  }

  /** The client's next handshake message. */
  receive(message: HandshakeMessage): ServerStep {
    if (!this.#expected.includes(message.type)) return { kind: "refused", description: ALERT.unexpectedMessage };
    if (message.type === HANDSHAKE.finished) return this.#finished(message);
    this.#handshake.push(message.raw);
    if (message.type === HANDSHAKE.certificate) {
      this.#expected = [HANDSHAKE.clientKeyExchange];
      return ACCEPTED;
    }
    if (message.type === HANDSHAKE.clientKeyExchange) return this.#clientKeyExchange(message);
    this.#expected = [];
    return ACCEPTED;
  }

  /** The client's ChangeCipherSpec has come: what opens its records from now on; null when it came too early. */
  changeCipherSpec(): RecordProtection | null {
    this.#expected = [HANDSHAKE.finished];
    return this.#protection("client");
  }

  #protection(side: "client" | "server"): RecordProtection | null {
    if (this.#secrets === null) return null;
    const keys: DirectionKeys | undefined = keysFor(this.#secrets)?.[side];
    return keys === undefined ? null : RecordProtection.create(this.#secrets, keys, this.#options.random);
  }

  #clientKeyExchange(message: HandshakeMessage): ServerStep {
    const preMaster = this.#key.preMaster(message.body);
    if (preMaster === null) return { kind: "refused", description: ALERT.decryptError };
    const { suite, version, hello, certificateRequest } = this.#options;
    const agreed = { suite, version, clientRandom: hello.random, serverRandom: this.#serverRandom };
    const extended = this.#options.extensions?.some(({ type }) => type === EXTENSION.extendedMasterSecret) ?? false;
    const master = extended
      ? extendedMasterSecret(agreed, preMaster, concat(this.#handshake))
      : masterSecret(agreed, preMaster);
    this.#secrets = { ...agreed, master };
    this.#expected = certificateRequest === null ? [] : [HANDSHAKE.certificateVerify];
    return ACCEPTED;
  }

  #finished(message: HandshakeMessage): ServerStep {
    this.#expected = [];
    const sealing = this.#protection("server");
    if (this.#secrets === null || sealing === null) return { kind: "refused", description: ALERT.unexpectedMessage };
    const expected = finishedData(this.#secrets, "client", concat(this.#handshake));
    if (!equal(message.body, expected)) return { kind: "refused", description: ALERT.decryptError };
    this.#handshake.push(message.raw);
    const ticket = newSessionTicket(this.#options.ticket);
    if (ticket !== null) this.#handshake.push(ticket);
    const verify = finishedData(this.#secrets, "server", concat(this.#handshake));
    return { kind: "finished", reply: encodeHandshake(HANDSHAKE.finished, verify), ticket, sealing };
  }
}

/** RFC 5077 section 3.3: a lifetime hint in seconds, the ticket. */
function newSessionTicket(ticket: Uint8Array | undefined): Uint8Array | null {
  if (ticket === undefined) return null;
  const body = new ByteWriter().u16(0).u16(TICKET_LIFETIME).vector16(ticket).finish();
  return encodeHandshake(HANDSHAKE.newSessionTicket, body);
}

function firstFlight(options: TlsServerOptions, key: ServerKey, random: Uint8Array): readonly Uint8Array[] {
  const { version, suite, extensions, identity, certificateRequest } = options;
  const sessionId = options.sessionId ?? new Uint8Array(0);
  const hello = encodeServerHello({ version, random, sessionId, suite: suite.id, compression: 0, extensions });
  return [
    encodeHandshake(HANDSHAKE.serverHello, hello),
    ...(showsCertificate(suite) ? [encodeHandshake(HANDSHAKE.certificate, encodeCertificate(identity.chain))] : []),
    ...(key.message === null ? [] : [encodeHandshake(HANDSHAKE.serverKeyExchange, key.message)]),
    ...(certificateRequest === null
      ? []
      : [encodeHandshake(HANDSHAKE.certificateRequest, encodeCertificateRequest(certificateRequest))]),
    encodeHandshake(HANDSHAKE.serverHelloDone, new Uint8Array(0)),
  ];
}

/** Anonymous and pre-shared key suites do without, but for RSA_PSK. */
function showsCertificate({ keyExchange }: Suite): boolean {
  return !/_anon$|PSK$/.test(keyExchange) || keyExchange === "RSA_PSK";
}

/** The first of the client's groups that we can do; a client that names none is taken to know P-256. */
function chooseGroup(hello: ClientHello): number {
  return offeredNumbers(hello, EXTENSION.supportedGroups)?.find((id) => COMPLETABLE_GROUPS.includes(id)) ?? P256;
}

/** SHA-256 where the client accepts it, SHA-1 otherwise, with the signature of the identity's key. */
function chooseSignature(hello: ClientHello, { privateKey }: ServerIdentity): number {
  const kind = SIGNATURE[privateKey?.asymmetricKeyType ?? ""] ?? 0;
  const sha256 = 0x0400 | kind;
  return offeredNumbers(hello, EXTENSION.signatureAlgorithms)?.includes(sha256) ? sha256 : 0x0200 | kind;
}

/** The list of 16-bit numbers in one of the client's extensions. */
function offeredNumbers(hello: ClientHello, type: number): readonly number[] | null {
  const data = hello.extensions?.find((extension) => extension.type === type)?.data;
  return data === undefined ? null : decodeU16List(data.subarray(2));
}
