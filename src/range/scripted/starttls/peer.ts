/** A server that speaks its protocol in plain text first and hands the connection to its TLS half when the client asks for TLS. */

import type { StartTlsProtocol } from "../../../core/starttls/protocols.ts";
import { Talk, type TalkStep } from "../../../core/starttls/talk.ts";
import type { WireAction } from "../delivery.ts";
import { finish, type Peer, type Reaction } from "../peer.ts";
import { serverDialogue } from "./server-dialogues.ts";

const NOTHING = new Uint8Array(0);

export class StartTlsPeer implements Peer {
  readonly #talk: Talk;
  readonly #inner: Peer;
  #handedOver = false;

  constructor(protocol: StartTlsProtocol, inner: Peer) {
    this.#talk = new Talk(serverDialogue(protocol), "server");
    this.#inner = inner;
  }

  open(now: number): Reaction {
    return this.#react(this.#talk.start(), now);
  }

  receive(bytes: Uint8Array, now: number): Reaction {
    return this.#handedOver ? this.#inner.receive(bytes, now) : this.#react(this.#talk.receive(bytes), now);
  }

  wake(now: number): Reaction {
    return this.#handedOver ? this.#inner.wake(now) : { actions: [], wakeAt: null };
  }

  end(now: number): Reaction {
    return this.#handedOver ? this.#inner.end(now) : finish(NOTHING, now);
  }

  #react({ send, ending }: TalkStep, now: number): Reaction {
    const actions: WireAction[] = send.map((bytes) => ({ at: now, kind: "send", bytes }));
    if (ending === null) return { actions, wakeAt: null };
    if (ending.kind === "failed") return { actions: [...actions, { at: now, kind: "fin" }], wakeAt: null };
    this.#handedOver = true;
    const opened = this.#inner.open(now);
    const rest = this.#talk.rest();
    const reaction = rest.length === 0 ? opened : this.#inner.receive(rest, now);
    const early = rest.length === 0 ? [] : opened.actions;
    return { actions: [...actions, ...early, ...reaction.actions], wakeAt: reaction.wakeAt };
  }
}
