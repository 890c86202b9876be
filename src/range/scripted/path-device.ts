/**
 * A filter between client and server that reads record headers, and of plain heartbeats whether they claim more than they
 * carry. It sees heartbeat records by their type even under encryption; taking one out puts the two ends' record counters out of step, and the server's MAC check
 * of the next record fails.
 */

import { concat } from "../../core/wire/bytes.ts";
import { CONTENT } from "../../core/wire/record.ts";
import type { Dials } from "../conditions/dials.ts";
import { Inbound } from "./inbound.ts";

export class PathDevice {
  readonly #mode: Dials["path"];
  readonly #onHeartbeat: () => void;
  readonly #inbound = new Inbound();
  #blackhole = false;
  /** The client has changed to its keys: what a heartbeat claims is no longer to be read. */
  #sealed = false;

  /** `onHeartbeat` hears of every heartbeat record that is taken out. */
  constructor(mode: Dials["path"], onHeartbeat: () => void) {
    this.#mode = mode;
    this.#onHeartbeat = onHeartbeat;
  }

  /** What of the client's bytes comes out at the server's side. */
  pass(bytes: Uint8Array): Uint8Array {
    if (this.#mode === "clear") return bytes;
    this.#inbound.push(bytes);
    const passed: Uint8Array[] = [];
    for (let record = this.#inbound.take(); record !== null; record = this.#inbound.take()) {
      this.#sealed ||= record[0] === CONTENT.changeCipherSpec;
      if (record[0] === CONTENT.heartbeat && this.#takesOut(record)) {
        this.#onHeartbeat();
        this.#blackhole ||= this.#mode === "blackholes_after_heartbeat";
      } else if (!this.#blackhole) passed.push(record);
    }
    return concat(passed);
  }

  #takesOut(heartbeat: Uint8Array): boolean {
    return this.#mode !== "eats_malformed_heartbeats" || (!this.#sealed && claimsTooMuch(heartbeat));
  }
}

/** Payload claimed, and padding, against the length of the record (RFC 6520 section 4). */
function claimsTooMuch(record: Uint8Array): boolean {
  const claimed = ((record[6] ?? 0) << 8) | (record[7] ?? 0);
  return 5 + 3 + claimed + 16 > record.length;
}
