/** What the policy in the report says about the check: was it there, was it switched on (gate G5, report-formats.md 3.1). */

import { checkExisted, type Gate } from "../../core/claims.ts";
import type { KnownChecks } from "./checks.ts";

export interface Policy {
  readonly seen: boolean;
  /** Whether `plugin_set` names the probe; null: there is no `plugin_set`, or it is empty. */
  readonly inPluginSet: boolean | null;
  /** Whether `plugin_set` names the plugin that describes the scan at every host. */
  readonly describesScan: boolean;
  /** What is said of the probe's family: all of it in this order; none: nothing. */
  readonly family: readonly string[];
  /** What is said of the probe itself. */
  readonly plugin: readonly string[];
}

export const NO_POLICY: Policy = { seen: false, inPluginSet: null, describesScan: false, family: [], plugin: [] };

/** Whether a list of numbers, up to 140,000 of them, names one of the plugins; null: it is no list. */
export function namesPlugin(list: string, plugins: readonly string[]): boolean | null {
  if (!/\d/.test(list)) return null;
  return plugins.some((plugin) => {
    for (let at = list.indexOf(plugin); at >= 0; at = list.indexOf(plugin, at + 1)) {
      const before = list[at - 1] ?? ";";
      const after = list[at + plugin.length] ?? ";";
      if (/[;,\s]/.test(before) && /[;,\s]/.test(after)) return true;
    }
    return false;
  });
}

/** When the scan and its plugins are from, as far as is known; milliseconds since 1970. */
export interface ScanDates {
  readonly feedAt: number | null;
  readonly startedAt: number | null;
}

export interface GateState {
  readonly gate: Gate;
  readonly detail: string;
}

const state = (gate: Gate, detail = ""): GateState => ({ gate, detail });

/** Gate G5. Whatever is dated before the check existed cannot have run it. */
export function checkGate(policy: Policy, checks: KnownChecks, dates: ScanDates): GateState {
  const [probe] = checks.probes;
  if (probe === undefined) return state("no_record_of_check", "no check is known here that asks for this CVE");
  if (dates.feedAt !== null && !checkExisted(dates.feedAt)) return state("check_too_old", "by the date of the feed");
  if (dates.startedAt !== null && !checkExisted(dates.startedAt))
    return state("check_too_old", "by the date of the scan");
  if (!policy.seen) return state("no_record_of_check", "the report carries no policy");
  if (policy.inPluginSet === true) return state("open");
  if (policy.inPluginSet === false) return state("check_not_enabled", `${probe} is not in plugin_set`);
  return byFamily(policy, probe, dates.feedAt);
}

/** Without `plugin_set`: the family switched on, or the plugin itself, and a feed that is known to have it. */
function byFamily(policy: Policy, probe: string, feedAt: number | null): GateState {
  const all = (said: readonly string[], word: string) => said.length > 0 && said.every((each) => each === word);
  const named = all(policy.plugin, "enabled");
  if (policy.plugin.length > 0 && !named) return state("check_not_enabled", `${probe} is switched off`);
  if (policy.family.length === 0) return state("no_record_of_check", "the policy names neither plugins nor families");
  const on = all(policy.family, "enabled") || (all(policy.family, "mixed") && named);
  if (!on) return state("check_not_enabled", `the family of ${probe} is not switched on`);
  if (feedAt === null) return state("no_record_of_check", "the date of the feed is not known");
  return state("open");
}
