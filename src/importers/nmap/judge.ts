/**
 * From what nmap shows about a port to answers (report-formats.md, 3.9). A positive state is a 1. NOT VULNERABLE is
 * printed for plain HTTP, silent and hanging ports too, and for servers that speak SSLv3 only: it is a 0 only where
 * ssl-enum-ciphers, which waits as long, lists suites of a version that the check asks in.
 */

import { checkExisted, derivedNegative, type Gate, printedNegative } from "../../core/claims.ts";
import { type Finding, finding, type Reason } from "../../core/model/outcome.ts";
import type { ReportTime } from "../importer.ts";
import { CIPHERS_SCRIPT, type Command, HEARTBLEED_SCRIPT } from "./arguments.ts";
import { type PortRecord, type ScriptResult, saidTls } from "./port.ts";
import { stateFinding } from "./states.ts";

const HEARTBLEED = "CVE-2014-0160";
/** Scripts that look a version up in lists of CVEs, and ask nothing. */
const BY_VERSION = new Set(["vulners", "vulscan"]);

export interface Circumstances {
  readonly command: Command;
  /** nmap's own, as written. */
  readonly version: string;
  readonly cve: string;
  readonly time: ReportTime;
  /** Whether nmap gave the host up (`timedout`). */
  readonly hostGivenUp: boolean;
}

export interface PortAnswer {
  readonly finding: Finding;
  readonly by: "probe" | "version";
  readonly words: string;
  /** The script that it comes from; null: from the port's own state. */
  readonly script: string | null;
}

/** Everything that a port's record answers: at least one answer. */
export function judgePort(port: PortRecord, about: Circumstances): readonly PortAnswer[] {
  const answers = port.scripts.flatMap((script) => judgeScript(script, port, about));
  if (answers.some(({ by }) => by === "probe")) return answers;
  return [...answers, { finding: silence(port, about), by: "probe", words: port.state, script: null }];
}

/** What a script at a port, or at the host as a whole (`port` null), says about the CVE. */
export function judgeScript(
  script: ScriptResult,
  port: PortRecord | null,
  about: Circumstances,
): readonly PortAnswer[] {
  const theCheck = script.id === HEARTBLEED_SCRIPT && about.cve === HEARTBLEED;
  const answer = (found: Finding, words: string, by: PortAnswer["by"] = "probe") => ({
    finding: found,
    by,
    words,
    script: script.id,
  });
  const verdicts = script.verdicts.filter(({ mine }) => mine || theCheck);
  if (verdicts.length > 0) {
    return verdicts.map(({ state }) => {
      const found = stateFinding(state);
      if (found !== null) return answer(found, state);
      const trusted = theCheck && port !== null;
      return answer(trusted ? printed(port, about) : finding("negative_without_ground", NOT_KNOWN), state);
    });
  }
  if (theCheck) return [answer(finding("check_failed"), script.firstLine)];
  if (!script.namesCve) return [];
  if (BY_VERSION.has(script.id)) return [answer(finding("version_reported"), `${script.id}: ${about.cve}`, "version")];
  return [answer(finding("potential_finding", "the script mentions the CVE without a verdict"), script.firstLine)];
}

const NOT_KNOWN = "nothing is known here about what this script needs to see before its negative means something";

function printed(port: PortRecord, about: Circumstances): Finding {
  return printedNegative(
    {
      port: portGate(port),
      check: existed(about),
      tls: tlsGate(port, about, "negative_without_ground"),
      finished: finishedGate(port, about),
    },
    "nmap sends no server name with this check",
  );
}

/** Nothing was said: what that means depends on what ran. */
function silence(port: PortRecord, about: Circumstances): Finding {
  return derivedNegative({
    scope: "open",
    alive: "open",
    port: portGate(port),
    check: about.cve === HEARTBLEED ? checkGate(port, about) : "no_record_of_check",
    ran: ranGate(port, about),
    tls: tlsGate(port, about, "no_record_of_check"),
    finished: finishedGate(port, about),
    unfiltered: "open",
  });
}

function portGate({ state }: PortRecord): Gate {
  if (state === "open") return "open";
  if (state === "closed") return "port_closed";
  return /filtered/.test(state) ? "port_filtered" : "no_record_of_check";
}

function existed({ time }: Circumstances): Gate {
  return time.at === null || checkExisted(time.at) ? "open" : "check_too_old";
}

function checkGate(port: PortRecord, about: Circumstances): Gate {
  const chosen = about.command.chosen(HEARTBLEED_SCRIPT);
  if (chosen === null) return "no_record_of_check";
  if (!chosen) return "check_not_enabled";
  if (!about.command.named(HEARTBLEED_SCRIPT) && !hasScript(about.version)) return "check_too_old";
  return port.protocol === "tcp" ? existed(about) : "tool_not_applicable";
}

/** A category or a pattern chooses only what there is: the script came with 6.45. */
function hasScript(version: string): boolean {
  return Number(/^\d+\.\d+/.exec(version)?.[0]) >= 6.45;
}

/**
 * A script that was not forced starts only where nmap itself sees TLS, and a suite list of one shows that it
 * did: both scripts have the same rule. Where negatives are printed, silence means that the check did not run.
 */
function ranGate(port: PortRecord, about: Circumstances): Gate {
  const { command } = about;
  const listed = port.versions.size > 0;
  const started = command.forced(HEARTBLEED_SCRIPT) || (listed && !command.forced(CIPHERS_SCRIPT));
  if (command.showsNegatives === false && started && !command.scriptTimeout) return "open";
  return tlsShown(port) ? "no_record_of_check" : "tls_not_shown";
}

function tlsGate(port: PortRecord, { command }: Circumstances, unclear: Reason): Gate {
  if (command.asked?.some((version) => port.versions.has(version)) === true) return "open";
  if (command.asked === null && port.versions.size > 0) return unclear;
  if (port.versions.size > 0) return "tls_version_not_covered";
  return tlsShown(port) ? unclear : "tls_not_shown";
}

/** Whether anything shows TLS, of whatever version. */
function tlsShown(port: PortRecord): boolean {
  return port.tunnel || port.versions.size > 0 || port.scripts.some(saidTls);
}

function finishedGate(port: PortRecord, { hostGivenUp }: Circumstances): Gate {
  if (!port.complete) return "report_truncated";
  return hostGivenUp ? "scan_interrupted" : "open";
}
