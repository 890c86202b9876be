/** The range: genuine servers and scripted conditions started together, stopped together. */

import type { Condition } from "./conditions/condition.ts";
import type { Liveness } from "./genuine/family.ts";
import type { OpensslChoice } from "./genuine/openssl-binary.ts";
import { startGenuine } from "./genuine/range.ts";
import { type ScriptedServer, startScripted } from "./scripted/start-scripted.ts";
import type { RangeServer } from "./server.ts";

export interface RangeOptions {
  /** Families of genuine servers; empty: none. */
  readonly families: readonly string[];
  readonly openssl: readonly OpensslChoice[];
  readonly conditions: readonly Condition[];
  readonly cacheFolder: string;
  /** Hears, in one sentence each, what did not go as planned. */
  readonly onNotice: (text: string) => void;
}

export interface Range {
  readonly servers: readonly RangeServer[];
  readonly scripted: readonly ScriptedServer[];
  /** One entry per genuine server: does it still serve its page? */
  alive(): Promise<readonly Liveness[]>;
  stop(): Promise<void>;
}

export async function startRange({
  families,
  openssl,
  conditions,
  cacheFolder,
  onNotice,
}: RangeOptions): Promise<Range> {
  const [genuine, scripted] = await Promise.all([
    startGenuine({ families, openssl, cacheFolder, onNotice }),
    startScripted(conditions),
  ]);
  return {
    servers: [...genuine.servers, ...scripted.servers],
    scripted: scripted.servers,
    alive: () => genuine.alive(),
    stop: async () => {
      await Promise.all([genuine.stop(), scripted.stop()]);
    },
  };
}
