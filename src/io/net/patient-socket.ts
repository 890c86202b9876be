/**
 * A socket that hears a peer out. When a write fails because the peer has reset the connection, node:net destroys the
 * socket at once, and with it the bytes that had arrived before the RST and were not yet read: often the very alert or
 * heartbeat answer that decides. So the destruction waits until the sockets have been polled once more.
 */

import { Socket, type SocketConstructorOpts, type TcpSocketConnectOpts } from "node:net";

/** What net.connect hands on to the constructor; Node's types declare the last two for connect only. */
export type PatientSocketOptions = SocketConstructorOpts & Pick<TcpSocketConnectOpts, "noDelay" | "onread">;

export class PatientSocket extends Socket {
  #heardOut = false;

  override destroy(error?: Error & { readonly syscall?: string }): this {
    if (this.#heardOut || error?.syscall?.startsWith("write") !== true) return super.destroy(error);
    this.#heardOut = true;
    // Two turns: the first immediate may run before the next poll, the second cannot.
    setImmediate(() => setImmediate(() => super.destroy(error)));
    return this;
  }
}
