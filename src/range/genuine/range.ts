/** Starts the genuine half of the range: every family that can run here, with one sentence about each that cannot. */

import { makeCertificates } from "../certificates/collection.ts";
import type { RangeServer } from "../server.ts";
import { OLD_NODES } from "./binaries.ts";
import type { Family, Liveness, RunningFamily } from "./family.ts";
import { CURRENT_NODE_FAMILY, oldNodeFamily } from "./node-family.ts";

const NODE_FAMILIES: readonly Family[] = [...OLD_NODES.map(oldNodeFamily), CURRENT_NODE_FAMILY];

/** Names for `GenuineOptions.families`. */
export const GENUINE_FAMILIES: readonly string[] = NODE_FAMILIES.map((family) => family.id);

export interface GenuineOptions {
  /** Which of GENUINE_FAMILIES to start; default: all. */
  readonly families?: readonly string[];
  /** Where fetched binaries are kept: `defaultCacheFolder()`. */
  readonly cacheFolder: string;
  /** Hears, in one sentence each, what did not go as planned, while it happens. */
  readonly onNotice: (text: string) => void;
}

export interface GenuineRange {
  readonly servers: readonly RangeServer[];
  /** Everything `onNotice` has heard so far. */
  readonly notices: readonly string[];
  /** Fetches every server's page; one entry per server, in their order. */
  alive(): Promise<readonly Liveness[]>;
  /** Ends every process; resolves when they are gone. */
  stop(): Promise<void>;
}

/** Never rejects because a family cannot run: that is a notice. */
export async function startGenuine(options: GenuineOptions): Promise<GenuineRange> {
  const { cacheFolder, families = GENUINE_FAMILIES } = options;
  const notices: string[] = [];
  const onNotice = (text: string): void => {
    notices.push(text);
    options.onNotice(text);
  };
  const certificates = await makeCertificates();
  const wanted = NODE_FAMILIES.filter((family) => families.includes(family.id));
  const started = await Promise.all(
    wanted.map((family, place) =>
      family.start({ place, cacheFolder, certificates, onNotice }).catch((error: unknown) => {
        onNotice(`${family.id} is left out: ${(error as Error).message}`);
        return null;
      }),
    ),
  );
  const running = started.filter((family): family is RunningFamily => family !== null);
  return {
    servers: running.flatMap((family) => family.servers),
    notices,
    alive: async () => (await Promise.all(running.map((family) => family.alive()))).flat(),
    stop: async () => void (await Promise.all(running.map((family) => family.stop()))),
  };
}
