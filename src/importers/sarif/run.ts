/** One run of a SARIF log, gathered until it is complete: its tool, rules, invocations and results may stand in any order. */

import { checkExisted, type UnknownReason } from "../../core/claims.ts";
import { own, ownList, ownText } from "../../documents/json.ts";
import { NO_TIME, type ReportEvent, type ReportTime } from "../importer.ts";
import { isoTime } from "../times/web-dates.ts";
import { type Site, type SiteAnswers, siteOf } from "../web-sites.ts";
import { origin, resolved, type Written, writtenLocations } from "./locations.ts";
import { judged, type KeptResult, kindOf, type RunGates, suppressionOf } from "./result.ts";
import { looksUp, type Relation, relationOf, resultTexts, ruleTexts, ruleTitles } from "./rules.ts";

interface Kept {
  readonly result: KeptResult;
  readonly locations: readonly Written[];
}

/** A detector's name as the matrix shows it. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 48)
    .replace(/-+$/, "");
  if (/^(?:owasp-)?(?:zap|zed-attack-proxy)(?:-|$)/.test(slug)) return "zap";
  return /^burp(?:-|$)/.test(slug) ? "burp" : slug;
}

/** The answers of one tool, over all its runs in the log. */
export interface ToolAnswers {
  readonly sites: SiteAnswers;
  /** What it means that the tool says nothing of the CVE at a host that it reports. */
  silent: UnknownReason;
}

export interface RunReader {
  /** One part of the run. @param keys from the run on: `["tool", "driver", "rules", 0]`. */
  take(keys: readonly (string | number)[], value: unknown): void;
  end(): Generator<ReportEvent>;
}

/** @param toolOf the answers of a tool by its slug, made when it is first met. */
export function runReader(number: number, cve: string, toolOf: (slug: string) => ToolAnswers): RunReader {
  const bases = new Map<string, string>();
  const artifacts = new Map<number, string>();
  const rules: {
    readonly id: string;
    readonly index: number | null;
    readonly texts: readonly string[];
    readonly titles: readonly string[];
  }[] = [];
  const kept = new Map<string, Kept>();
  const invocations: unknown[] = [];
  let name = "";
  let version = "";
  let results = 0;

  const takeResult = (value: unknown): void => {
    results++;
    const locations = writtenLocations(value);
    const texts = resultTexts(value);
    const ruleId = ownText(value, "ruleId") ?? ownText(value, "rule", "id") ?? "";
    const index = own(value, "ruleIndex") ?? own(value, "rule", "index");
    // The tool's name may not be known yet: what it looks up is judged again at the end.
    const said = relationOf(ruleId, texts, "", cve);
    const result: KeptResult = {
      ruleId: ruleId.slice(0, 200),
      ruleIndex: typeof index === "number" && own(value, "rule", "toolComponent") === undefined ? index : null,
      kind: kindOf(value).slice(0, 40),
      suppression: suppressionOf(value),
      absent: own(value, "baselineState") === "absent",
      said,
      words: said === null ? "" : (texts[0] ?? "").slice(0, 200),
      place: `run ${number + 1}, result ${results}`,
    };
    // The same said again about the same place tells nothing new, and a log may repeat it for a million pages.
    const key = JSON.stringify([{ ...result, words: "", place: "" }, locations]);
    if (!kept.has(key)) kept.set(key, { result, locations });
  };

  return {
    take(keys, value) {
      const [first, second, third] = keys;
      if (first === "results") takeResult(value);
      else if (first === "invocations") invocations.push(briefly(value));
      else if (first === "artifacts" && typeof second === "number") {
        const uri = origin(ownText(value, "location", "uri") ?? "");
        if (uri !== "") artifacts.set(second, uri);
      } else if (first === "originalUriBaseIds") bases.set(String(second), origin(ownText(value, "uri") ?? ""));
      else if (third === "name" && second === "driver") name = typeof value === "string" ? value : "";
      else if (third === "semanticVersion" && typeof value === "string") version = value;
      else if (third === "version" && typeof value === "string" && version === "") version = value;
      else if (keys.includes("rules")) {
        const texts = ruleTexts(value);
        const id = ownText(value, "id") ?? "";
        const index = keys.at(-1);
        // Only rules that speak of the CVE are kept; a log may list thousands.
        if (relationOf(id, texts, "zap", cve) !== null) {
          rules.push({
            id,
            index: second === "driver" && typeof index === "number" ? index : null,
            texts,
            titles: ruleTitles(value),
          });
        }
      }
    },
    *end() {
      const tool = slugOf(name);
      const label = name === "" ? `run ${number + 1}` : name.slice(0, 100);
      yield { kind: "fact", name: "tool", value: label };
      if (version !== "") yield { kind: "fact", name: "tool_version", value: version.slice(0, 60) };
      yield { kind: "seen", what: "check", count: results };
      const { gates, silent, time } = runFacts(invocations, cve);
      const answers = toolOf(tool);
      const { sites } = answers;
      if (silent === "tool_failed") answers.silent = silent;
      const detector = tool === "" ? {} : { detector: tool };
      let nowhere = 0;
      const relate = ({ ruleId, ruleIndex, said }: KeptResult): Relation | null => {
        const rule = rules.find(({ id, index }) =>
          ruleId === "" ? index !== null && index === ruleIndex : id === ruleId || ruleId.startsWith(`${id}/`),
        );
        const byRule = rule === undefined ? null : relationOf(rule.id, rule.texts, tool, cve, rule.titles);
        const byId = relationOf(ruleId, [], tool, cve);
        const found = byRule ?? said ?? byId;
        if (found === null) return null;
        const all = [byRule, said, byId].filter((each) => each !== null);
        return {
          to: all.some(({ to }) => to === "among") ? "among" : "sole",
          by: looksUp(tool) || all.some(({ by }) => by === "version") ? "version" : "probe",
        };
      };
      for (const { result, locations } of kept.values()) {
        const relation = relate(result);
        const origins = locations.flatMap((each) => resolved(each, bases, artifacts) ?? []);
        if (relation !== null && origins.length === 0) nowhere++;
        for (const uri of origins) {
          const site: Site | null = siteOf(uri);
          if (site === null) continue;
          if (relation === null) {
            yield* sites.show(site, result.place, time, detector.detector);
            continue;
          }
          const words = `${result.kind}: ${result.words === "" ? result.ruleId : result.words}`;
          const found = judged(result, relation, gates, /^(?:https|wss|tls|ssl):/i.test(uri));
          yield* sites.claim({ site, finding: found, by: relation.by, words, place: result.place, time, ...detector });
        }
      }
      if (nowhere > 0) {
        yield {
          kind: "dropped",
          what: `results of ${label} about the CVE`,
          why: "their locations are files, not hosts",
        };
      }
    },
  };
}

/** Of an invocation only what is needed. */
function briefly(invocation: unknown): unknown {
  const errors = ["toolExecutionNotifications", "toolConfigurationNotifications"].some((list) =>
    ownList(invocation, list).some((each) => ownText(each, "level") === "error"),
  );
  return {
    successful: own(invocation, "executionSuccessful") === true,
    failed: own(invocation, "executionSuccessful") === false,
    errors,
    time: isoTime(ownText(invocation, "endTimeUtc") ?? ownText(invocation, "startTimeUtc")),
  };
}

function runFacts(
  invocations: readonly unknown[],
  cve: string,
): { readonly gates: RunGates; readonly silent: UnknownReason; readonly time: ReportTime } {
  const all = (field: string): boolean => invocations.every((each) => own(each, field) === true);
  const some = (field: string): boolean => invocations.some((each) => own(each, field) === true);
  const times = invocations.map((each) => own(each, "time", "at")).filter((at) => typeof at === "number");
  const last = times.length === 0 ? null : Math.max(...times);
  const old = last !== null && cve.toUpperCase() === "CVE-2014-0160" && !checkExisted(last);
  return {
    gates: {
      check: old ? "check_too_old" : "open",
      ran: invocations.length === 0 ? "no_record_of_check" : some("errors") ? "check_failed" : "open",
      finished: invocations.length > 0 && all("successful") ? "open" : "tool_failed",
    },
    silent: some("failed") ? "tool_failed" : "no_record_of_check",
    time: last === null ? NO_TIME : { at: last, quality: "zone" },
  };
}
