/** Starts the genuine half of the range: every family that can run here, with one sentence about each that cannot. */

import { makeCertificates } from "../certificates/collection.ts";
import type { RangeServer } from "../server.ts";
import { OLD_NODES } from "./binaries.ts";
import type { Family, Liveness, RunningFamily } from "./family.ts";
import { NGINX_FAMILY } from "./nginx-family.ts";
import { CURRENT_NODE_FAMILY, oldNodeFamily } from "./node-family.ts";
import { inspectOpenssl, type OpensslBinary, type OpensslChoice } from "./openssl-binary.ts";
import { opensslFamily } from "./openssl-family.ts";

const FAMILIES: readonly Family[] = [...OLD_NODES.map(oldNodeFamily), CURRENT_NODE_FAMILY, NGINX_FAMILY];

/** Names for `GenuineOptions.families`. */
export const GENUINE_FAMILIES: readonly string[] = FAMILIES.map((family) => family.id);

export interface GenuineOptions {
  /** Which of GENUINE_FAMILIES to start; default: all. */
  readonly families?: readonly string[];
  /** `openssl` programs of the user's, each a family of `s_server`s. */
  readonly openssl?: readonly OpensslChoice[];
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
  const { cacheFolder, families = GENUINE_FAMILIES, openssl = [] } = options;
  const notices: string[] = [];
  const onNotice = (text: string): void => {
    notices.push(text);
    options.onNotice(text);
  };
  for (const name of families.filter((id) => !GENUINE_FAMILIES.includes(id))) onNotice(`there is no family ${name}`);
  const leaveOut = (what: string) => (error: unknown) => {
    onNotice(`${what} is left out: ${(error as Error).message}`);
    return null;
  };
  const [certificates, ...named] = await Promise.all([
    makeCertificates(),
    ...openssl.map((choice) => inspectOpenssl(choice).catch(leaveOut(choice.path))),
  ]);
  const wanted = [
    ...FAMILIES.filter((family) => families.includes(family.id)),
    ...opensslFamilies(named.filter((binary) => binary !== null)),
  ];
  const started = await Promise.all(
    wanted.map((family, place) =>
      family.start({ place, cacheFolder, certificates, onNotice }).catch(leaveOut(family.id)),
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

/** Two binaries of one version are told apart by a number. */
function opensslFamilies(binaries: readonly OpensslBinary[]): readonly Family[] {
  const seen = new Map<string, number>();
  return binaries.map((binary) => {
    const id = binary.library.toLowerCase().replace(" ", "-");
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return opensslFamily(count === 1 ? id : `${id}-${count}`, binary);
  });
}
