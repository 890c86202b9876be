/**
 * Where the CPU time of `npm run score` goes: each detector in turn asks every condition once, as a score has it ask; all profiles together.
 * Programs are counted apart from this process, in which the servers, the profiles and our own detector live.
 */

import { readFile } from "node:fs/promises";
import { loadConfiguration } from "../src/app/cli/context.ts";
import { candidatesFor } from "../src/app/cli/commands/range-sheet.ts";
import { type Candidate, keysByRepeat, measure } from "../src/app/range/measure.ts";
import { CONDITIONS } from "../src/range/conditions/catalogue.ts";
import { publish } from "./figures.ts";

const TOOLS = "nmap,sslscan,testssl,sslyze,heartbleeder,zgrab2";
const REPEATS = 5;

interface Figure {
  readonly detector: string;
  readonly answers: number;
  /** Seconds, user and system time. */
  readonly programs: number;
  readonly own: number;
  readonly wall: number;
}

/** @param only ids such as `nmap`, `heartbleed`, `profiles`; none: all. */
export async function scoring(only: readonly string[]): Promise<void> {
  const configuration = await loadConfiguration({ with: TOOLS });
  const candidates = await candidatesFor({ configuration, profiles: "all", programs: [] });
  const profiles = candidates.filter(({ identity }) => identity.kind === "profile");
  const groups: (readonly [string, readonly Candidate[]])[] = [
    ...candidates.filter((each) => !profiles.includes(each)).map((each) => [each.identity.id, [each]] as const),
    ["profiles", profiles],
  ];
  const keys = keysByRepeat();
  const figures: Figure[] = [];
  for (const [detector, group] of groups) {
    if (only.length > 0 && !only.includes(detector)) continue;
    console.error(`${detector}: ${CONDITIONS.length} conditions`);
    figures.push(await figureOf(detector, group, keys));
  }
  publish("score", TITLES, [...figures.map(row), row(total(figures))], { figures });
}

async function figureOf(
  detector: string,
  group: readonly Candidate[],
  keys: ReturnType<typeof keysByRepeat>,
): Promise<Figure> {
  const [began, before] = [performance.now(), await usage()];
  let answers = 0;
  const measuring = {
    conditions: CONDITIONS,
    repeats: 1,
    keys,
    onAnswer: () => void answers++,
    onRepeat: () => undefined,
    signal: new AbortController().signal,
  };
  await Promise.all(group.map((candidate) => measure(candidate, measuring)));
  const after = await usage();
  return {
    detector,
    answers,
    programs: after.programs - before.programs,
    own: after.own - before.own,
    wall: (performance.now() - began) / 1000,
  };
}

/** Ticks a second of /proc: USER_HZ, 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Seconds of CPU so far: of programs that have ended, with whomever they waited for, and of this process. proc(5): cutime, cstime. */
async function usage(): Promise<Pick<Figure, "programs" | "own">> {
  const stat = await readFile("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const { user, system } = process.cpuUsage();
  return { programs: (Number(fields[13]) + Number(fields[14])) / TICKS, own: (user + system) / 1e6 };
}

function total(figures: readonly Figure[]): Figure {
  const sum = (what: (figure: Figure) => number) => figures.reduce((all, figure) => all + what(figure), 0);
  return {
    detector: "all",
    answers: sum((f) => f.answers),
    programs: sum((f) => f.programs),
    own: sum((f) => f.own),
    wall: sum((f) => f.wall),
  };
}

const TITLES = ["detector", "answers", "its processes, s", "ours, s", `CPU minutes of ${REPEATS} repeats`, "wall, s"];

function row({ detector, answers, programs, own, wall }: Figure): string[] {
  const minutes = ((programs + own) * REPEATS) / 60;
  return [detector, String(answers), programs.toFixed(1), own.toFixed(1), minutes.toFixed(1), wall.toFixed(0)];
}
