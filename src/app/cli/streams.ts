/** Writing to streams that may be slower than we are, or gone. */

import { once } from "node:events";

/** Writes text and resolves when the stream can take more: back-pressure for results as they arrive. */
export function writer(stream: NodeJS.WriteStream): (text: string) => Promise<void> {
  return async (text) => {
    if (!stream.write(text)) await once(stream, "drain");
  };
}
