/**
 * Zeros wait for the end of the file: the same host may come again, with a finding at the same port. Of a large scan there
 * are many, so a host's share all but their ports.
 */

import { finding } from "../../core/model/outcome.ts";
import type { ReportAnswer } from "../importer.ts";
import { type HostPort, portKey, portPlace } from "./host.ts";

interface HostZeros {
  /** What the report calls the host, name and address. */
  readonly key: string;
  readonly name: string;
  /** One of them; the others differ in port, transport and place. */
  readonly like: ReportAnswer;
  readonly ports: readonly Pick<HostPort, "port" | "transport">[];
}

export class WaitingZeros {
  readonly #hosts: HostZeros[] = [];
  /** Ports with a finding of the probe, by host; the host alone where the port cannot be read: it may be any of them. */
  readonly #found = new Set<string>();

  found(key: string, port: HostPort["port"] | string | null, transport: HostPort["transport"]): void {
    this.#found.add(typeof port === "number" ? `${key}|${portKey(port, transport)}` : key);
  }

  /** @param zeros of one host, each at a port. */
  hold(key: string, name: string, zeros: readonly ReportAnswer[]): void {
    const [like] = zeros;
    if (like === undefined) return;
    this.#hosts.push({
      key,
      name,
      like,
      ports: zeros.map(({ port, transport }) => ({ port: Number(port), transport })),
    });
  }

  /** @param complete whether the file is whole; of one that is not, no zero is taken. */
  *release(complete: boolean): Generator<ReportAnswer> {
    for (const { key, name, like, ports } of this.#hosts) {
      for (const { port, transport } of ports) {
        const answer = { ...like, port, transport, place: portPlace(name, port, transport) };
        const elsewhere = this.#found.has(key) || this.#found.has(`${key}|${portKey(port, transport)}`);
        if (!complete) yield { ...answer, finding: finding("report_truncated") };
        else if (elsewhere) yield { ...answer, finding: finding("host_ambiguous") };
        else yield answer;
      }
    }
  }
}
