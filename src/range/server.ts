/** What the range promises about each of its servers: where it listens, and the truth about it. */

import type { Transport } from "../core/model/endpoint.ts";
import type { StartTlsProtocol } from "../core/starttls/protocols.ts";

/** One server of the range, ready to be asked. */
export interface RangeServer {
  /** Stable over runs: `node-0.10.1/rc4-sha`, `openssl-1.0.1f/psk`, `scripted/C33`. */
  readonly id: string;
  readonly title: string;
  /** `genuine`: a real library inside an old Node; `openssl`: an `s_server` the user named; `scripted`: our own. */
  readonly group: "genuine" | "openssl" | "scripted";
  /** Inside 127.0.0.0/8. */
  readonly address: string;
  readonly port: number;
  readonly transport: Transport;
  /** The server name to ask with; null: ask without SNI. */
  readonly serverName: string | null;
  /** The protocol it speaks before TLS; null or left out: TLS from the first byte. */
  readonly startTls?: StartTlsProtocol | null;
  /** null: nobody vouches for it (a binary the user named without saying what it is). */
  readonly truth: "vulnerable" | "not_vulnerable" | null;
  /** Which dial is turned, in a few words: `default`, `TLS 1.0 only`, `C33`. */
  readonly condition: string;
  /** Whose code answers: `OpenSSL 1.0.1e`, `crosscheck scripted server`. */
  readonly library: string;
}
