/** The elements of sslyze's XML, from version 0.9 to 2 (reference/report-formats.md, 3.10). */

import type { Gate } from "../../core/claims.ts";
import { type ImportContext, NO_TIME, type ReportEvent } from "../importer.ts";
import type { XmlReportHandler } from "../read.ts";
import { sslyzeCheck } from "../sslyze-json/checks.ts";
import { pendingAnswers } from "../sslyze-json/pending.ts";
import { problemOf } from "../sslyze-json/problems.ts";
import { refusedEvent } from "../sslyze-json/refused.ts";
import { type SslyzeState, sslyzeAnswer } from "../sslyze-json/verdict.ts";

type Attributes = ReadonlyMap<string, string>;

interface Target {
  readonly attributes: Attributes;
  /** What `isVulnerable` says in the check's element, as often as it stands there. */
  readonly verdicts: string[];
  exception: string | null;
  /** By protocol, `tlsv1_2`: whether the server takes it. */
  readonly protocols: Map<string, boolean>;
}

const TARGET = "document/results/target";
const REFUSED = "document/invalidTargets/invalidTarget";
const LONGEST_TEXT = 1000;

export function sslyzeXml({ cve }: ImportContext): XmlReportHandler {
  const check = sslyzeCheck(cve);
  const pending = pendingAnswers();
  const events: ReportEvent[] = [];
  const path: string[] = [];
  let target: Target | null = null;
  let error: string | null = null;
  let text = "";
  let ofTls10 = false;

  return {
    open(name, attributes) {
      path.push(name);
      const here = path.join("/");
      if (here === "document") {
        ofTls10 = /^\D*0\.9\b/.test(attributes.get("SSLyzeVersion") ?? "");
        events.push(...facts(attributes));
      } else if (here === TARGET) target = { attributes, verdicts: [], exception: null, protocols: new Map() };
      else if (here === REFUSED) {
        error = attributes.get("error") ?? "";
        text = "";
      } else if (target !== null) look(target, name, attributes);
    },
    text(more) {
      if (error !== null && text.length < LONGEST_TEXT) text += more.slice(0, LONGEST_TEXT - text.length);
    },
    close() {
      const here = path.join("/");
      path.pop();
      if (here === TARGET && target !== null) {
        answer(target, stateOf(target));
        target = null;
      } else if (here === REFUSED && error !== null) {
        refused(text.trim(), error);
        error = null;
      }
    },
    take: () => events.splice(0),
    end(complete) {
      // Of a target that breaks off only a finding is whole.
      if (target !== null) {
        const state = stateOf(target);
        answer(target, state.kind === "vulnerable" ? state : { kind: "failed", problem: CUT });
        target = null;
      }
      events.push(...pending.release(!complete, NO_TIME));
    },
  };

  /** Only what stands in the target itself or in the check's element: names repeat elsewhere. */
  function look(here: Target, name: string, attributes: Attributes): void {
    const [, , , element, inside, deeper] = path;
    if (inside === undefined) {
      const supported = attributes.get("isProtocolSupported");
      if (supported !== undefined) here.protocols.set(name, /^true$/i.test(supported));
    }
    if (check === null || element !== check.element || deeper !== undefined) return;
    if (inside !== undefined && !check.verdicts.includes(inside)) return;
    const verdict = attributes.get("isVulnerable");
    if (verdict !== undefined) here.verdicts.push(verdict.trim().toLowerCase());
    here.exception ??= attributes.get("exception") ?? null;
  }

  function answer({ attributes, protocols, verdicts }: Target, state: SslyzeState): void {
    const of = (key: string): string | null => attributes.get(key)?.trim() || null;
    if (of("host") === null && of("ip") === null) {
      events.push({ kind: "dropped", what: "a target", why: "it does not say which host it means" });
      return;
    }
    seen();
    events.push({ kind: "seen", what: "check", count: 1 });
    pending.add(
      sslyzeAnswer({
        host: { address: of("ip"), name: of("host") },
        port: of("port"),
        startTls: startTlsOf(of("tlsWrappedProtocol")),
        serverName: null,
        tls: ofTls10 ? tlsGateOf09(protocols) : tlsGate(protocols),
        state,
        words:
          state.kind === "failed" ? state.problem.words : verdicts.map((each) => `isVulnerable: ${each}`).join(", "),
        place: `target ${of("host") ?? of("ip")}`,
      }),
    );
  }

  function refused(name: string, why: string): void {
    const event = refusedEvent({ target: name, error: why });
    if (event.kind === "answer") {
      seen();
      pending.add(event);
    } else events.push(event);
  }

  function seen(): void {
    events.push({ kind: "seen", what: "host", count: 1 }, { kind: "seen", what: "port", count: 1 });
  }
}

const CUT = { reason: "report_truncated", words: "" } as const;

function* facts(attributes: Attributes): Generator<ReportEvent> {
  yield { kind: "fact", name: "tool", value: "sslyze" };
  const version = attributes.get("SSLyzeVersion")?.replace(/^\D*/, "") ?? "";
  if (version !== "") yield { kind: "fact", name: "tool_version", value: version };
}

function stateOf({ verdicts, exception }: Target): SslyzeState {
  if (verdicts.includes("true")) return { kind: "vulnerable" };
  if (exception !== null) return { kind: "failed", problem: problemOf(exception) };
  if (verdicts.length === 0) return { kind: "absent" };
  return { kind: verdicts.every((each) => each === "false") ? "not_vulnerable" : "unreadable" };
}

function startTlsOf(written: string | null): string | null {
  return written === null ? null : (/^startTls(.+)$/i.exec(written)?.[1] ?? null);
}

const ASKED_IN = ["sslv3", "tlsv1", "tlsv1_1", "tlsv1_2"];

/**
 * A target is listed once a handshake with it was completed, in TLS 1.2 or the next older version that works; in TLS 1.3
 * only where all of those fail.
 */
function tlsGate(protocols: ReadonlyMap<string, boolean>): Gate {
  if (ASKED_IN.some((name) => protocols.get(name) === true)) return "open";
  const refusedAll = ASKED_IN.every((name) => protocols.get(name) === false);
  const other = ["sslv2", "tlsv1_3"].some((name) => protocols.get(name) === true);
  return refusedAll || other ? "tls_version_not_covered" : "open";
}

/** Version 0.9 knows no version that worked, and asks a server of SSL 3 alone in TLS 1.0 (detectors.md, 2.6). */
function tlsGateOf09(protocols: ReadonlyMap<string, boolean>): Gate {
  if (protocols.size === 0) return "tls_not_shown";
  return ASKED_IN.some((name) => name !== "sslv3" && protocols.get(name) === true) ? "open" : "tls_version_not_covered";
}
