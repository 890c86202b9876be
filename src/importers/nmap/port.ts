/** What a report of nmap shows about one port, whether it was written as XML or as text. */

import type { Verdict } from "./states.ts";

export interface ScriptResult {
  readonly id: string;
  /** The first line of what it printed. */
  readonly firstLine: string;
  /** Whether the whole text names the CVE asked for. */
  readonly namesCve: boolean;
  readonly verdicts: readonly Verdict[];
}

export interface PortRecord {
  /** As written. */
  readonly number: string;
  /** `tcp`, `udp`, `sctp`, or whatever stands there. */
  readonly protocol: string;
  /** `open`, `closed`, `filtered`, `open|filtered`, or whatever stands there. */
  readonly state: string;
  /** Whether version detection found TLS around the service. */
  readonly tunnel: boolean;
  /** Versions of which ssl-enum-ciphers lists at least one cipher suite. */
  readonly versions: ReadonlySet<string>;
  readonly scripts: readonly ScriptResult[];
  /** Whether everything about the port is there. */
  readonly complete: boolean;
}

/** Whether a script that only speaks where TLS answered has said something; an error message is no answer. */
export function saidTls({ id, firstLine }: ScriptResult): boolean {
  return /^(?:ssl|tls)-/.test(id) && id !== "ssl-heartbleed" && firstLine !== "" && !firstLine.startsWith("ERROR:");
}
