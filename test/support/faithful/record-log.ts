/** What is written down of one direction of a connection: a line for each record, nothing of what it carries. */

import { HANDSHAKE, HandshakeAssembler } from "../../../src/core/wire/handshake.ts";
import { CONTENT, RecordDecoder, type TlsRecord } from "../../../src/core/wire/record.ts";
import { versionName } from "../../../src/core/wire/version.ts";

/** Who sent it. */
export type Direction = "client" | "server";

const CONTENT_NAMES = new Map<number, string>(Object.entries(CONTENT).map(([name, id]) => [id, name]));
const MESSAGE_NAMES = new Map<number, string>(Object.entries(HANDSHAKE).map(([name, id]) => [id, name]));

/** Entries: `handshake TLS 1.2 1204: certificate 1200`, `alert TLS 1.0 2: 2/40`, `handshake TLS 1.2 40 protected`. */
export class RecordLog {
  readonly #decoder = new RecordDecoder();
  readonly #messages = new HandshakeAssembler();
  readonly #entries: string[] = [];
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

  #entry({ type, version, body }: TlsRecord): string {
    const head = `${CONTENT_NAMES.get(type) ?? type} ${versionName(version)} ${body.length}`;
    if (this.#protected) return `${head} protected`;
    if (type === CONTENT.changeCipherSpec) this.#protected = true;
    if (type === CONTENT.alert) return `${head}: ${Array.from(body.subarray(0, 2)).join("/")}`;
    if (type !== CONTENT.handshake) return head;
    const messages = this.#messages.push(body).map((one) => {
      return `${MESSAGE_NAMES.get(one.type) ?? one.type} ${one.raw.length}`;
    });
    return `${head}: ${messages.join(", ")}`;
  }
}
