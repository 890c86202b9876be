/** Signs in what was seen, by which causes are ordered. */

import { asking, type Seen } from "./seen.ts";

export const some = (seen: Seen, is: (connection: ReturnType<typeof asking>[number]) => boolean): boolean =>
  asking(seen).some(is);
const every = (seen: Seen, is: (connection: ReturnType<typeof asking>[number]) => boolean): boolean =>
  asking(seen).every(is);
export const waited = (seen: Seen): number => Math.max(0, ...asking(seen).map(({ waitedMs }) => waitedMs));
/** Nobody agreed to talk where it wanted to ask. */
export const turnedAway = (seen: Seen): boolean => every(seen, ({ chosen }) => chosen === null);
export const requested = (seen: Seen): boolean => some(seen, ({ requests }) => requests.length > 0);
export const answered = (seen: Seen): boolean => some(seen, ({ heartbeats }) => heartbeats > 0);

/** Asked in another version than the server chose. */
export const otherVersion = (seen: Seen): boolean =>
  some(seen, ({ chosen, requests }) => chosen !== null && requests.some(({ version }) => version !== chosen.version));
