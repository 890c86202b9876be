/**
 * Zeros wait for the end of the file: the same host may come again, with a finding at the same port. Of a large scan there
 * are many, so a host's share all but their ports.
 */

import { finding } from "../../core/model/outcome.ts";
import type { FoundPlaces } from "../found-places.ts";
import type { ReportAnswer } from "../importer.ts";
import { type HostPort, portPlace } from "./host.ts";

interface HostZeros {
  readonly name: string;
  /** One of them; the others differ in port, transport and place. */
  readonly like: ReportAnswer;
  readonly ports: readonly Pick<HostPort, "port" | "transport">[];
}

export class WaitingZeros {
  readonly #found: FoundPlaces;
  readonly #hosts: HostZeros[] = [];

  constructor(found: FoundPlaces) {
    this.#found = found;
  }

  /** @param zeros of one host, each at a port. */
  hold(name: string, zeros: readonly ReportAnswer[]): void {
    const [like] = zeros;
    if (like === undefined) return;
    this.#hosts.push({ name, like, ports: zeros.map(({ port, transport }) => ({ port: Number(port), transport })) });
  }

  /** @param complete whether the file is whole; of one that is not, no zero is taken. */
  *release(complete: boolean): Generator<ReportAnswer> {
    for (const { name, like, ports } of this.#hosts) {
      for (const { port, transport } of ports) {
        const answer = { ...like, port, transport, place: portPlace(name, port, transport) };
        yield complete ? this.#found.checked(answer) : { ...answer, finding: finding("report_truncated") };
      }
    }
  }
}
