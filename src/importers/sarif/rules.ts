/** Which rules of a SARIF run are about a CVE, and whether they ask or look a version up (SARIF 2.1.0, 3.49). */

import { own, ownList, ownText } from "../../documents/json.ts";
import { ofVersion } from "../acunetix-xml/item.ts";
import { mentions } from "../zap-xml/alert.ts";

const HEARTBLEED = "CVE-2014-0160";
const LONGEST = 8192;
/** Said of this host's own installation; descriptions of the flaw speak of vulnerable versions in general. */
const INSTALLED =
  /\b(?:installed|detected|old|outdated)\s+(?:\w+\s+)?version\b|out[- ]of[- ]date|\binstalled packages?\b|\bfixed version\b/i;

/** What a rule, or a result itself, has to do with the CVE. */
export interface Relation {
  /** `sole`: it is about this CVE and no other; `among`: also about others. */
  readonly to: "sole" | "among";
  readonly by: "probe" | "version";
}

/** Tools that read manifests, images and banners. */
const LOOKS_UP =
  /trivy|grype|snyk|osv-?scanner|dependency-?check|dependabot|clair|anchore|xray|mend|whitesource|black-?duck|retire|npm-audit|pip-audit|vulners|docker-?scout|syft/;

/** Whether a tool, by its slug, asks nobody. */
export const looksUp = (tool: string): boolean => LOOKS_UP.test(tool);

/** Ids and words of a rule or a result. @param titles a rule's, which tell what it does. @param tool the tool's slug. */
export function relationOf(
  id: string,
  texts: readonly string[],
  tool: string,
  cve: string,
  titles: readonly string[] = [],
): Relation | null {
  const all = [id, ...texts].map((text) => text.slice(0, LONGEST));
  const named = all.some((text) => mentions(text, cve));
  const familiar =
    cve.toUpperCase() === HEARTBLEED &&
    (/heart[\s_-]?bleed/i.test(id) || (tool === "zap" && /^(?:20015|10034)\b/.test(id)));
  if (!named && !familiar) return null;
  const cves = new Set(all.flatMap((text) => text.toUpperCase().match(/CVE-\d{4}-\d{4,}/g) ?? []));
  cves.delete(cve.toUpperCase());
  const passive = tool === "zap" && /^10\d{3}\b/.test(id);
  const inferred =
    looksUp(tool) || passive || [id, ...titles].some(ofVersion) || texts.some((text) => INSTALLED.test(text));
  return { to: cves.size === 0 ? "sole" : "among", by: inferred ? "version" : "probe" };
}

/** What a rule is called. */
export function ruleTitles(rule: unknown): readonly string[] {
  return [ownText(rule, "name") ?? "", ownText(rule, "shortDescription", "text") ?? ""];
}

/** The words of a rule that say what it is about; its help may tell of others for comparison. */
export function ruleTexts(rule: unknown): readonly string[] {
  return [
    ownText(rule, "name") ?? "",
    ownText(rule, "shortDescription", "text") ?? "",
    ownText(rule, "fullDescription", "text") ?? "",
    ...wordsIn(own(rule, "properties")),
    /CVE-\d{4}-\d+\/?$/i.exec(ownText(rule, "helpUri") ?? "")?.[0] ?? "",
    ...ownList(rule, "relationships").map((each) => ownText(each, "target", "id") ?? ""),
  ].filter((text) => text !== "");
}

/** The words of a result. */
export function resultTexts(result: unknown): readonly string[] {
  return [
    ownText(result, "message", "text") ?? "",
    ...wordsIn(own(result, "properties")),
    ...ownList(result, "taxa").map((each) => ownText(each, "id") ?? ""),
  ].filter((text) => text !== "");
}

/** Texts in a property bag, and in lists and objects one level down: `tags`, `cve`, `identifiers`. */
function wordsIn(bag: unknown, depth = 0): readonly string[] {
  if (typeof bag === "string") return [bag.slice(0, LONGEST)];
  if (typeof bag !== "object" || bag === null || depth > 2) return [];
  return Object.values(bag)
    .slice(0, 100)
    .flatMap((each) => wordsIn(each, depth + 1));
}
