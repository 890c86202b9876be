/** Two conversations, line by line: what is the same in both stands in one row, the first difference is marked. Pure. */

import type { SeenLine } from "../../api/types.ts";

export interface AlignedRow {
  readonly a: SeenLine | null;
  readonly b: SeenLine | null;
  readonly same: boolean;
  /** The first row whose halves are not the same. */
  readonly first: boolean;
}

/** More lines than anybody compares; the work grows with their product. */
const MOST = 400;

/** Times and lengths may differ, kinds and values may not. */
function sameLine(a: SeenLine, b: SeenLine): boolean {
  return a.who === b.who && bare(a.what) === bare(b.what);
}

const bare = (what: string) => what.replace(/ \(\d+ bytes\)/, "");

/** Longest common subsequence; what stands between two common lines is paired up as far as it goes. */
export function align(left: readonly SeenLine[], right: readonly SeenLine[]): readonly AlignedRow[] {
  const [a, b] = [left.slice(0, MOST), right.slice(0, MOST)];
  const width = b.length + 1;
  // lengths[i * width + j]: of the longest common subsequence of a from i and b from j.
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [x, y] = [a[i], b[j]];
      const same = x !== undefined && y !== undefined && sameLine(x, y);
      lengths[i * width + j] = same ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const rows: Omit<AlignedRow, "first">[] = [];
  let [onlyA, onlyB]: [SeenLine[], SeenLine[]] = [[], []];
  const settle = () => {
    for (let k = 0; k < Math.max(onlyA.length, onlyB.length); k++) {
      rows.push({ a: onlyA[k] ?? null, b: onlyB[k] ?? null, same: false });
    }
    [onlyA, onlyB] = [[], []];
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && y !== undefined && sameLine(x, y)) {
      settle();
      rows.push({ a: x, b: y, same: true });
      i++;
      j++;
    } else if (y === undefined || (x !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      if (x !== undefined) onlyA.push(x);
      i++;
    } else {
      onlyB.push(y);
      j++;
    }
  }
  settle();
  const first = rows.findIndex(({ same }) => !same);
  return rows.map((row, index) => ({ ...row, first: index === first }));
}

/** What an arrow of the diagram is. */
export interface Arrow {
  readonly kind: "hello" | "heartbeat" | "lie" | "answer" | "alert" | "end" | "wait" | "connect" | "other";
  readonly direction: "right" | "left" | "none";
  /** `ClientHello TLS 1.2`. */
  readonly title: string;
  /** `354 suites, no server name, heartbeat mode 1`. */
  readonly detail: string;
}

export function arrowOf({ who, what }: SeenLine): Arrow {
  const cut = /^(.*?)(?:[,:] | (?=\(\d))(.*)$/s.exec(what);
  const [title, detail] = cut === null ? [what, ""] : [cut[1] ?? what, (cut[2] ?? "").replace(/^\((.*)\)$/, "$1")];
  const ends = /^(closes|resets|has waited|no connection)/.exec(what)?.[1];
  const silent = ends === "has waited";
  const direction = who === "network" || silent ? "none" : who === "tool" ? "right" : "left";
  return { kind: kindOf(who, what, ends), direction, title, detail };
}

function kindOf(who: SeenLine["who"], what: string, ends: string | undefined): Arrow["kind"] {
  if (ends === "has waited") return "wait";
  if (ends !== undefined) return "end";
  if (who === "network") return "connect";
  if (/^(Client|Server)Hello /.test(what)) return "hello";
  const request = /^heartbeat request .*claims (\d+) bytes, carries (\d+)/.exec(what);
  if (request !== null) return Number(request[1]) > Number(request[2]) ? "lie" : "heartbeat";
  if (what.startsWith("heartbeat record")) return who === "server" ? "answer" : "heartbeat";
  return what.startsWith("alert") ? "alert" : "other";
}

/** What the first difference is, in one sentence. */
export function differenceOf(rows: readonly AlignedRow[], a: string, b: string): string {
  const first = rows.find((row) => row.first);
  if (first === undefined)
    return rows.length === 0 ? "There is nothing to compare." : "No difference is seen: the lines are the same.";
  const half = (line: SeenLine | null, name: string) =>
    line === null
      ? `with ${name} there is no more`
      : `with ${name}: ${line.who === "tool" ? "client" : line.who}: ${line.what}`;
  const before = rows.indexOf(first);
  return `First difference, in row ${before + 1}: ${half(first.a, a)}; ${half(first.b, b)}.`;
}
