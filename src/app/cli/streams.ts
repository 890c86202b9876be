/** Writing to streams that may be slower than we are, or gone. */

import { once } from "node:events";

/** Writes text and resolves when the stream can take more: back-pressure for results as they arrive. */
export function writer(stream: NodeJS.WriteStream): (text: string) => Promise<void> {
  /** Hundreds of endpoints may wait for the same stream: they share one listener. */
  let drained: Promise<unknown> | null = null;
  return async (text) => {
    if (stream.write(text)) return;
    drained ??= once(stream, "drain").finally(() => {
      drained = null;
    });
    await drained;
  };
}
