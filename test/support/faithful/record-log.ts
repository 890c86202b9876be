/** What is written down of one direction of a connection: a line for each record, nothing of what it carries. */

import { decodeClientHello } from "../../../src/core/wire/client-hello.ts";
import { decodeSupportedVersions, EXTENSION } from "../../../src/core/wire/extensions.ts";
import { HANDSHAKE, HandshakeAssembler, type HandshakeMessage } from "../../../src/core/wire/handshake.ts";
import { CONTENT, RecordDecoder, type TlsRecord } from "../../../src/core/wire/record.ts";
import { decodeServerHello, type ServerHello } from "../../../src/core/wire/server-hello.ts";
import { decodeServerKeyExchange } from "../../../src/core/wire/server-key-exchange.ts";
import { suite } from "../../../src/core/wire/suites.ts";
import { TLS13, versionName } from "../../../src/core/wire/version.ts";

/** Who sent it. */
export type Direction = "client" | "server";

const CONTENT_NAMES = new Map<number, string>(Object.entries(CONTENT).map(([name, id]) => [id, name]));
const MESSAGE_NAMES = new Map<number, string>(Object.entries(HANDSHAKE).map(([name, id]) => [id, name]));

/**
 * How many bytes of a ServerKeyExchange another run may have more or fewer of: all of a DSA or ECDSA signature, which is DER, and
 * those that a Diffie-Hellman key is shorter than its prime.
 */
function chanceIn(body: Uint8Array, { suite: id, version }: ServerHello): number {
  const exchange = decodeServerKeyExchange(body, id, version);
  if (exchange === null) return 0;
  const short = "p" in exchange ? exchange.publicKey.length - exchange.p.length : 0;
  const der = /_(?:DSS|ECDSA)$/.test(suite(id)?.keyExchange ?? "") && "signed" in exchange ? exchange.signed : null;
  return short + (der?.signature.length ?? 0);
}

function offersTls13(body: Uint8Array): boolean {
  const named = decodeClientHello(body)?.extensions?.find(({ type }) => type === EXTENSION.supportedVersions);
  return named !== undefined && (decodeSupportedVersions(named.data)?.includes(TLS13) ?? false);
}

/** Entries: `handshake TLS 1.2 1204: certificate 1200`, `handshake TLS 1.2 145: serverKeyExchange 145 (71 by chance)`, `alert TLS 1.0 2: 2/40`, `handshake TLS 1.2 40 protected`. */
export class RecordLog {
  readonly #decoder = new RecordDecoder();
  readonly #messages = new HandshakeAssembler();
  readonly #entries: string[] = [];
  #hello: ServerHello | null = null;
  #protected = false;
  #bytes = 0;

  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    for (const record of this.#decoder.push(bytes)) this.#entries.push(this.#entry(record));
  }

  /** Every record so far, and what is no record. */
  entries(): readonly string[] {
    const { defect, pending } = this.#decoder;
    if (defect !== null) return [...this.#entries, `${defect} in ${this.#bytes} bytes`];
    return pending === 0 ? [...this.#entries] : [...this.#entries, `${pending} bytes of a record`];
  }

  #byChance({ type, body }: HandshakeMessage): number {
    if (type === HANDSHAKE.serverHello) this.#hello = decodeServerHello(body);
    return type === HANDSHAKE.serverKeyExchange && this.#hello !== null ? chanceIn(body, this.#hello) : 0;
  }

  #entry({ type, version, body }: TlsRecord): string {
    const head = `${CONTENT_NAMES.get(type) ?? type} ${versionName(version)} ${body.length}`;
    if (this.#protected) return `${head} protected`;
    if (type === CONTENT.changeCipherSpec) this.#protected = true;
    if (type === CONTENT.alert) return `${head}: ${Array.from(body.subarray(0, 2)).join("/")}`;
    if (type !== CONTENT.handshake) return head;
    const messages = this.#messages.push(body).map((one) => {
      const offer = one.type === HANDSHAKE.clientHello && offersTls13(one.body) ? " offering TLS 1.3" : "";
      const chance = this.#byChance(one);
      const note = chance === 0 ? "" : ` (${chance} by chance)`;
      return `${MESSAGE_NAMES.get(one.type) ?? one.type} ${one.raw.length}${offer}${note}`;
    });
    return `${head}: ${messages.join(", ")}`;
  }
}
