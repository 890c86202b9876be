/** What tools print on a terminal, line by line: colours away, `host:port` apart. */

import type { Finding } from "../../core/model/outcome.ts";
import { NO_TIME, type ReportTime } from "../importer.ts";

const ESCAPE = String.fromCodePoint(0x1b);
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]*[A-Za-z]`, "g");

/** The line as one reads it: without colours and without space at its end. */
export function plainLine(text: string): string {
  return text.replaceAll(COLOUR, "").trimEnd();
}

/** A target as tools echo it: `192.0.2.1:443`, `[::1]:443`, `www.example.org`; null where no port is written. */
export interface EchoedTarget {
  readonly host: string;
  readonly port: string | null;
}

export function echoedTarget(text: string): EchoedTarget {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(text);
  if (bracketed !== null) return { host: bracketed[1] ?? "", port: bracketed[2] ?? null };
  const plain = /^([^:]*):(\d+)$/.exec(text);
  return plain === null ? { host: text, port: null } : { host: plain[1] ?? "", port: plain[2] ?? null };
}

/** One verdict in a console output, of a tool that prints a line for each target. */
export interface ConsoleVerdict {
  readonly target: EchoedTarget;
  readonly finding: Finding;
  /** The tool's own words. */
  readonly words: string;
  readonly time: ReportTime;
}

/** `2006/01/02 15:04:05`, as Go's log package writes: local time without a zone. */
export function goLogTime(text: string | undefined): ReportTime {
  const parts = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)$/.exec(text ?? "");
  if (parts === null) return NO_TIME;
  const at = Date.parse(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}Z`);
  return Number.isNaN(at) ? NO_TIME : { at, quality: "naive" };
}
