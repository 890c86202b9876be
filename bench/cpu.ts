/**
 * Client CPU per conclusive verdict, side by side on the same endpoints: crosscheck, nmap, bare sockets, and the floor.
 * Servers run in processes of their own and are not counted. The contenders take turns, so that a busy moment of the
 * machine hits all of them; what is published are medians over the rounds.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, command, type Contender, floor, inClient, nmap, record, type Round } from "./contenders.ts";
import { ENDPOINT_SETS, type EndpointSet } from "./endpoints.ts";
import { median, publish, significant } from "./figures.ts";

const PORTS = 64;
const ROUNDS = 5;
const CONNECTIONS = 1024;
const VERDICTS = 128;

interface Figure {
  readonly endpoints: string;
  readonly contender: string;
  /** CPU per conclusive verdict, µs, round by round, and their median. */
  readonly rounds: readonly number[];
  readonly microseconds: number;
  readonly asked: number;
  readonly conclusive: number;
}

/** @param only names of endpoint sets; none: all. */
export async function cpu(only: readonly string[]): Promise<void> {
  const client = new Client();
  const figures: Figure[] = [];
  try {
    for (const [id, start] of Object.entries(ENDPOINT_SETS)) {
      if (only.length > 0 && !only.includes(id)) continue;
      const set = await start(PORTS).catch(leaveOut(id));
      if (set === null) continue;
      console.error(`${set.name}: ${ROUNDS} rounds on ${PORTS} ports`);
      try {
        figures.push(...(await contest(client, set)));
      } finally {
        await set.stop();
      }
    }
  } finally {
    await client.stop();
  }
  publish(
    "cpu",
    TITLES,
    figures.map((figure) => row(figure, figures)),
    { figures },
  );
}

async function contest(client: Client, set: EndpointSet): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-bench-"));
  try {
    const contenders = await gather(client, set, folder);
    const played = contenders.map((contender) => ({ contender, rounds: [] as Round[] }));
    for (let round = 0; round < ROUNDS; round++) {
      for (const { contender, rounds } of played) rounds.push(await contender.round());
    }
    return played.flatMap(({ contender: { name, startUpMs }, rounds }) => {
      const whole = summarize(set.name, name, rounds);
      if (startUpMs === 0) return [whole];
      const lasting = rounds.map((round) => ({ ...round, cpuMs: round.cpuMs - startUpMs }));
      return [whole, summarize(set.name, `${name}, less start-up`, lasting)];
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Everybody who can take part on this machine; one sentence about everybody who cannot. */
async function gather(client: Client, set: EndpointSet, folder: string): Promise<readonly Contender[]> {
  const { ports } = set;
  const replay = await record(client, ports);
  const contenders = [
    await floor(folder, ports, replay, CONNECTIONS).catch(leaveOut("the floor")),
    await inClient("node:net, the same bytes", client, { kind: "replay", ports, times: CONNECTIONS, replay }),
    await inClient("crosscheck, the flight", client, { kind: "flights", ports, times: CONNECTIONS }),
    await inClient("crosscheck, ladder and store", client, { kind: "ladder", ports, times: VERDICTS }),
    await command(folder, ports),
    await nmap(set).catch(leaveOut("nmap")),
  ];
  return contenders.filter((contender) => contender !== null);
}

function leaveOut(who: string) {
  return (error: unknown): null => {
    console.error(`${who} is left out: ${(error as Error).message}`);
    return null;
  };
}

function summarize(endpoints: string, contender: string, rounds: readonly Round[]): Figure {
  const each = rounds.map(({ cpuMs, conclusive }) => Math.round((cpuMs * 1000) / conclusive));
  const sum = (count: (round: Round) => number) => rounds.reduce((total, round) => total + count(round), 0);
  const [asked, conclusive] = [sum((round) => round.asked), sum((round) => round.conclusive)];
  return { endpoints, contender, rounds: each, microseconds: median(each), asked, conclusive };
}

const TITLES = ["endpoints", "contender", "µs per verdict", "× floor", "× flight", "conclusive"];

function row({ endpoints, contender, microseconds, asked, conclusive }: Figure, all: readonly Figure[]): string[] {
  const times = (name: string) => {
    const other = all.find((figure) => figure.endpoints === endpoints && figure.contender.startsWith(name));
    return other === undefined ? "" : significant(microseconds / other.microseconds);
  };
  const counted = `${conclusive} of ${asked}`;
  return [endpoints, contender, String(microseconds), times("floor"), times("crosscheck, the flight"), counted];
}
