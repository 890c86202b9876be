/**
 * One answer line of the program protocol (docs/program-protocol.md): the same for a program that crosscheck runs and for a
 * file of such lines.
 */

import { type MappingRow, printedNegative, type UnknownReason } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { own, ownText } from "../../documents/json.ts";

export interface ProgramAnswer {
  readonly address: string;
  readonly port: number;
  /** undefined: the line does not say; null: it says that none was sent. */
  readonly serverName: string | null | undefined;
  readonly by: "probe" | "version";
  readonly finding: Finding;
  readonly words: string;
}

/** What a program may give as the reason of an `unknown`; anything else it says there are its words. */
export const PROGRAM_REASONS = [
  "port_closed",
  "port_filtered",
  "connect_unreachable",
  "not_tls",
  "tls_version_not_covered",
  "tool_handshake_failed",
  "tool_timed_out",
  "tool_not_applicable",
  "privileges_missing",
  "check_failed",
] as const satisfies readonly UnknownReason[];

/** The value of a line as an answer; null: it is none (no object, or one without address and port). */
export function programAnswer(value: unknown): ProgramAnswer | null {
  const address = own(value, "address");
  const port = own(value, "port");
  if (typeof address !== "string" || address.trim() === "") return null;
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65_535) return null;
  const name = own(value, "server_name");
  const by = own(value, "by") === "version" ? "version" : "probe";
  return {
    address: address.trim(),
    port,
    serverName: typeof name === "string" || name === null ? name : undefined,
    by,
    finding: findingOf(value, by),
    words: ownText(value, "words") ?? freeReason(value) ?? ownText(value, "outcome") ?? "",
  };
}

/** A line of text as a value; undefined: no JSON. */
export function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function findingOf(value: unknown, by: "probe" | "version"): Finding {
  switch (own(value, "outcome")) {
    case "vulnerable":
      return finding(by === "version" ? "version_reported" : "finding_reported");
    case "not_vulnerable":
      return printedNegative({
        ran: own(value, "answered") === true && asked(value) ? "open" : "negative_without_ground",
      });
    case "unknown":
      return finding(PROGRAM_REASONS.find((reason) => reason === own(value, "reason")) ?? "check_failed");
    default:
      return finding("tool_output_unreadable", "its outcome is none of vulnerable, not_vulnerable, unknown");
  }
}

/** Probe is what it means when nothing is written; any other word than that may mean a banner. */
const asked = (value: unknown): boolean => [undefined, null, "probe"].some((word) => word === own(value, "by"));

function freeReason(value: unknown): string | null {
  const reason = ownText(value, "reason");
  return reason === null || reason.trim() === "" ? null : reason;
}

export const PROGRAM_MAPPING: readonly MappingRow[] = [
  { prints: "outcome vulnerable", reason: "finding_reported" },
  { prints: "outcome vulnerable, by version", reason: "version_reported", why: "nobody asked the service" },
  { prints: "outcome not_vulnerable, answered true", reason: "negative_reported" },
  {
    prints: "outcome not_vulnerable, without answered true or by version",
    reason: "negative_without_ground",
    why: "a zero needs the statement that the server answered the test",
  },
  ...PROGRAM_REASONS.map((reason) => ({ prints: `outcome unknown, reason ${reason}`, reason })),
  { prints: "any other outcome", reason: "tool_output_unreadable" },
];
