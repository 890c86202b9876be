/**
 * Rows of testssl.sh, in the order of the document, as events: an answer for each row of the check at once, and at the end a ?
 * for each target that has none. What stands before a check's row can close its gates; what comes after an answered check
 * is about other checks.
 */

import type { UnknownReason } from "../../core/claims.ts";
import { finding, type Finding } from "../../core/model/outcome.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import type { ReportAnswer, ReportEvent, ReportTime } from "../importer.ts";
import { answersFor, problemOf, protocolOf, type TestsslRow, verdictOf } from "./verdict.ts";

/** How the scan and the document ended. */
export interface TestsslEnd {
  readonly cut: boolean;
  readonly interrupted: boolean;
  readonly filtered: boolean;
}

interface Target {
  readonly first: TestsslRow;
  answered: boolean;
  problem: { readonly reason: UnknownReason; readonly words: string } | null;
  interrupted: boolean;
  protocols: "none" | "asked_in" | "not_asked_in";
}

const HEARTBLEED = "CVE-2014-0160";

export function testsslJudge(cve: string) {
  const targets = new Map<string, Target>();
  const hosts = new Set<string>();
  const asked = cve.toUpperCase();
  let checks = 0;
  let stopped = false;

  return { row, end };

  function* row(each: TestsslRow, time: ReportTime): Generator<ReportEvent> {
    checks++;
    // The engine of OpenSSL: noise, written before there is a target.
    if (each.id === "engine_problem") return;
    const target = targets.get(keyOf(each));
    if (each.id === "scanTime") {
      if (!/interrupted/i.test(each.finding)) return;
      if (target === undefined) stopped = true;
      else target.interrupted = true;
      return;
    }
    if (each.name === "" && each.address === "") {
      if (answersFor(each, asked) || problemOf(each) !== null) {
        yield { kind: "dropped", what: `${each.place}: ${each.id}`, why: "the row does not say which host it means" };
      }
      return;
    }
    const here = target ?? (yield* begin(each));
    look(here, each);
    if (!answersFor(each, asked)) return;
    here.answered = true;
    yield answer(each, verdictOf(each, gatesOf(here, each)), each.finding, time);
  }

  function* begin(first: TestsslRow): Generator<ReportEvent, Target> {
    const target: Target = { first, answered: false, problem: null, interrupted: false, protocols: "none" };
    targets.set(keyOf(first), target);
    const host = `${first.name}/${first.address}`;
    if (!hosts.has(host)) yield { kind: "seen", what: "host", count: 1 };
    hosts.add(host);
    yield { kind: "seen", what: "port", count: 1 };
    return target;
  }

  function look(target: Target, each: TestsslRow): void {
    const reason = problemOf(each);
    if (reason !== null) target.problem ??= { reason, words: each.finding };
    const protocol = protocolOf(each);
    if (protocol !== null && target.protocols !== "asked_in") target.protocols = protocol;
  }

  function gatesOf({ problem, protocols }: Target, each: TestsslRow) {
    // A problem in the prose alone names the host in one of two ways.
    const prose = [each.address, each.name].map((host) => targets.get(`${host}/:${each.port}`)?.problem);
    return {
      scope: each.port === "" ? "host_ambiguous" : "open",
      ran: problem?.reason ?? prose.find((found) => found)?.reason ?? "open",
      tls: asked === HEARTBLEED && protocols === "not_asked_in" ? "tls_version_not_covered" : "open",
    } as const;
  }

  function* end({ cut, interrupted, filtered }: TestsslEnd, time: ReportTime): Generator<ReportEvent> {
    for (const { first, answered, problem, ...target } of targets.values()) {
      if (answered) continue;
      const silent = (): UnknownReason => {
        if (cut) return "report_truncated";
        if (target.interrupted || stopped || interrupted) return "scan_interrupted";
        return filtered ? "report_filtered" : "no_record_of_check";
      };
      yield answer(first, finding(problem?.reason ?? silent()), problem?.words ?? "", time);
    }
    if (checks > 0) yield { kind: "seen", what: "check", count: checks };
  }
}

const keyOf = ({ name, address, port }: TestsslRow): string => `${name}/${address}:${port}`;

function answer(row: TestsslRow, found: Finding, words: string, time: ReportTime): ReportAnswer {
  return {
    kind: "answer",
    host: { address: row.address || null, name: row.name || null },
    port: row.port || null,
    transport: "tcp",
    // It sends the name that it was given, never an address.
    serverName: row.name === "" || canonicalAddress(bare(row.name)) !== null ? null : row.name,
    finding: found,
    by: "probe",
    words: words.trim(),
    place: row.place,
    time,
  };
}

const bare = (host: string): string => host.replace(/^\[(.*)\]$/, "$1");

/** `www.example.org/192.0.2.1`; after a failure one or both halves are empty. */
export function splitTarget(written: string): { readonly name: string; readonly address: string } {
  const slash = written.indexOf("/");
  if (slash < 0) return { name: "", address: written.trim() };
  return { name: written.slice(0, slash).trim(), address: written.slice(slash + 1).trim() };
}
