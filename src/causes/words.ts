/** Words for what is on the wire, from our own registries. */

import { HANDSHAKE } from "../core/wire/handshake.ts";
import { CONTENT } from "../core/wire/record.ts";
import type { Over } from "../profiles/talk.ts";

export const ENDINGS: Readonly<Record<Over, string>> = {
  closed: "closes the connection (FIN)",
  reset: "resets the connection (RST)",
  refused: "refused",
  unreachable: "unreachable",
  timeout: "no answer",
};

const nameIn = (names: Readonly<Record<string, number>>, value: number): string | undefined =>
  Object.entries(names).find(([, each]) => each === value)?.[0];

/** `handshake record`. */
export const recordName = (type: number): string => `${nameIn(CONTENT, type) ?? `type ${type}`} record`;

/** `ServerHelloDone`. */
export function messageName(type: number): string {
  const name = nameIn(HANDSHAKE, type);
  return name === undefined ? `handshake message ${type}` : `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
