/** The elements of `Policy`, and what follows from them for a host: was it a target, was the check switched on. */

import type { Gate } from "../../core/claims.ts";
import { ownCopy } from "../../documents/xml-text.ts";
import type { ReportEvent } from "../importer.ts";
import { type KnownChecks, SCAN_INFORMATION } from "./checks.ts";
import { type GateState, namesPlugin, NO_POLICY, type Policy } from "./policy.ts";
import { parseTargets, type Targets } from "../target-list.ts";

export interface PolicyReader {
  /** Whether the text of this element is needed. */
  open(name: string): boolean;
  close(name: string, text: string | null): readonly ReportEvent[];
  policy(): Policy;
  targets(): Targets | null;
  /** Gate G1. `check`: where the check did not run anyway, a missing list adds nothing. */
  scopeGate(identities: readonly string[], check: Gate): GateState;
}

const PREFERENCES = new Set(["plugin_set", "TARGET"]);
const TEXTS = new Set(["policyName", "name", "FamilyName", "Status", "PluginId"]);

export function policyReader(checks: KnownChecks): PolicyReader {
  let policy: Policy = NO_POLICY;
  let targets: Targets | null = null;
  let inside: "policy" | "preference" | "FamilyItem" | "PluginItem" | null = null;
  let server = false;
  let preference = "";
  let item = { name: "", status: "" };

  /** One entry of FamilySelection or IndividualPluginSelection. */
  function closeItem(kind: "FamilyItem" | "PluginItem"): void {
    const status = item.status.toLowerCase();
    if (kind === "FamilyItem" && item.name.toLowerCase() === checks.family) {
      policy = { ...policy, family: [...policy.family, status] };
    }
    if (kind === "PluginItem" && checks.probes.includes(item.name)) {
      policy = { ...policy, plugin: [...policy.plugin, status] };
    }
  }

  function setPreference(value: string): readonly ReportEvent[] {
    if (preference === "plugin_set") {
      const describesScan = namesPlugin(value, [SCAN_INFORMATION]) === true;
      policy = { ...policy, inPluginSet: namesPlugin(value, checks.probes), describesScan };
    }
    if (preference !== "TARGET") return [];
    targets = parseTargets(value);
    if (targets.unread === 0) return [];
    const why = "expected a name, an address, a range or a network";
    return [{ kind: "dropped", what: `${targets.unread} entries of TARGET`, why }];
  }

  return {
    open(name) {
      if (name === "Policy") {
        policy = { ...NO_POLICY, seen: true };
        targets = null;
        inside = "policy";
      } else if (inside === null) return false;
      else if (name === "ServerPreferences") server = true;
      else if (name === "preference" && server) {
        inside = "preference";
        preference = "";
      } else if (name === "FamilyItem" || name === "PluginItem") {
        inside = name;
        item = { name: "", status: "" };
      } else if (name === "value") return inside === "preference" && PREFERENCES.has(preference);
      else return TEXTS.has(name);
      return false;
    },
    close(name, text) {
      if (inside === null) return [];
      const value = text?.trim() ?? "";
      if (name === "Policy") inside = null;
      else if (name === "ServerPreferences") server = false;
      else if (name === inside) {
        if (inside === "FamilyItem" || inside === "PluginItem") closeItem(inside);
        inside = "policy";
      } else if (inside === "preference") {
        if (name === "name") preference = ownCopy(value);
        else if (name === "value" && text !== null) return setPreference(text);
      } else if (inside === "policy") {
        if (name === "policyName" && value !== "")
          return [{ kind: "fact", name: "policy", value: value.slice(0, 200) }];
      } else if (name === "Status") item = { ...item, status: value };
      else if (name === "FamilyName" || name === "PluginId") item = { ...item, name: value };
      return [];
    },
    policy: () => policy,
    targets: () => targets,
    scopeGate(identities, check) {
      if (targets !== null) {
        if (targets.covers(identities)) return OPEN;
        return targets.unread === 0
          ? { gate: "host_not_scanned", detail: "it is not in TARGET" }
          : { gate: "no_record_of_check", detail: "it may be in TARGET, which cannot be read as a whole" };
      }
      return check === "open" ? { gate: "no_record_of_check", detail: "the report does not say its targets" } : OPEN;
    },
  };
}

const OPEN: GateState = { gate: "open", detail: "" };
