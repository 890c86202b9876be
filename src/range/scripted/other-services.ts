/** What may listen on a port instead of a TLS server. */

import { finish, NO_REACTION, type Peer, type Reaction, send } from "./peer.ts";

const encoder = new TextEncoder();
const NOTHING = new Uint8Array(0);

/** Takes the connection and never says a word; closes when the client does. */
export class Silence implements Peer {
  open(_now: number): Reaction {
    return NO_REACTION;
  }

  receive(_bytes: Uint8Array, _now: number): Reaction {
    return NO_REACTION;
  }

  wake(_now: number): Reaction {
    return NO_REACTION;
  }

  end(now: number): Reaction {
    return finish(NOTHING, now);
  }
}

/** Closes as soon as it is connected. */
export class Hangup extends Silence {
  override open(now: number): Reaction {
    return finish(NOTHING, now);
  }
}

/** Resets as soon as a word is said. */
export class Resetting extends Silence {
  override receive(_bytes: Uint8Array, now: number): Reaction {
    return { actions: [{ at: now, kind: "reset" }], wakeAt: null };
  }
}

/** A web server that expects no TLS. */
export class PlainText extends Silence {
  override receive(_bytes: Uint8Array, now: number): Reaction {
    return finish(encoder.encode("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), now);
  }
}

/** The honeypot of April 2014: a ServerHelloDone without a ServerHello, then text in a heartbeat record. */
export class Honeypot extends Silence {
  #asked = false;

  override receive(_bytes: Uint8Array, now: number): Reaction {
    if (!this.#asked) {
      this.#asked = true;
      return send(Uint8Array.of(0x16, 3, 1, 0, 1, 0x0e), now);
    }
    const text = encoder.encode("* * * crosscheck range: a honeypot, nothing to see here * * *");
    return finish(Uint8Array.of(0x18, 3, 1, text.length >> 8, text.length & 0xff, ...text), now);
  }
}
