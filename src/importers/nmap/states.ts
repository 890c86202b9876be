/**
 * What nmap's vulnerability library prints (report-formats.md, 3.9): its closed list of states, in tables of the XML or as
 * text. The same text stands in `-oN` files and in the `output` attribute of the XML.
 */

import { type Finding, finding } from "../../core/model/outcome.ts";

/** One vulnerability that a script speaks about. */
export interface Verdict {
  /** As printed: `NOT VULNERABLE`. */
  readonly state: string;
  /** Whether it is about the vulnerability asked for. */
  readonly mine: boolean;
}

const POSITIVE = ["VULNERABLE", "LIKELY VULNERABLE", "VULNERABLE (DoS)", "VULNERABLE (Exploitable)"];
const NEGATIVE = "NOT VULNERABLE";
const UNABLE = "UNKNOWN (unable to test)";
/** Longest first, so that none is found inside another. */
const STATES = [...POSITIVE, NEGATIVE, UNABLE].toSorted((a, b) => b.length - a.length);

/** What a state says by itself; null: a negative, which has to pass the gates. */
export function stateFinding(state: string): Finding | null {
  if (POSITIVE.includes(state)) return finding("finding_reported", state === "VULNERABLE" ? "" : `printed as ${state}`);
  if (state === NEGATIVE) return null;
  if (state === UNABLE) return finding("check_failed", "the script says that it could not test");
  return finding("tool_output_unreadable", `unknown state ${JSON.stringify(state.slice(0, 60))}`);
}

/** Whether a text names a CVE, and not one that merely begins like it. */
export function names(text: string, cve: string): boolean {
  const upper = text.toUpperCase();
  const id = cve.toUpperCase();
  for (let at = upper.indexOf(id); at >= 0; at = upper.indexOf(id, at + 1)) {
    if (!/[0-9]/.test(upper[at + id.length] ?? "") && !/[A-Z0-9]/.test(upper[at - 1] ?? "")) return true;
  }
  return false;
}

/**
 * The states in a script's text. Each vulnerability begins with its state and a colon on a line of its own, or, with
 * `vulns.short`, stands on one line: host, state, title or CVE.
 */
export function readStates(lines: readonly string[], cve: string): readonly Verdict[] {
  const found: Verdict[] = [];
  let state: string | null = null;
  let block: string[] = [];
  const finish = () => {
    if (state !== null) found.push({ state, mine: block.some((line) => names(line, cve)) });
    block = [];
  };
  for (const line of lines) {
    const next = stateOf(line);
    if (next !== null) {
      finish();
      state = next;
    }
    block.push(line);
  }
  finish();
  return found;
}

function stateOf(line: string): string | null {
  const text = line.trim();
  const heading = STATES.find((state) => text === `${state}:` || text === state);
  if (heading !== undefined) return heading;
  const [, rest] = /^[\w.:-]+ (.+)$/.exec(text) ?? [];
  return rest === undefined ? null : (STATES.find((state) => rest.startsWith(`${state} `)) ?? null);
}
