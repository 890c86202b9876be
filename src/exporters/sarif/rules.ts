/** The two rules of a report: vulnerable, and not settled. Texts within GitHub's 1024 characters. */

import type { ReportPack } from "../report.ts";

export const ruleIds = (pack: Pick<ReportPack, "id">) =>
  ({ vulnerable: `${pack.id}/vulnerable`, open: `${pack.id}/open` }) as const;

export const RULE_INDEX = { vulnerable: 0, open: 1 } as const;

export function rules(pack: ReportPack) {
  const ids = ruleIds(pack);
  const link = pack.references.find((reference) => reference.startsWith("https://"));
  const shared = link === undefined ? {} : { helpUri: link };
  const tags = ["security", "tls", pack.cve];
  return [
    {
      id: ids.vulnerable,
      name: "Vulnerable",
      shortDescription: { text: `${pack.cve}: ${pack.title}` },
      fullDescription: { text: pack.why },
      help: {
        text: "Repair the software, then replace keys and certificates, and treat what the process held in memory as disclosed.",
      },
      ...shared,
      defaultConfiguration: { level: "error" },
      // The CVSS 3.1 base score of the National Vulnerability Database for Heartbleed; GitHub shows 7.0 to 8.9 as high.
      properties: { tags, precision: "very-high", "problem.severity": "error", "security-severity": "7.5" },
    },
    {
      id: ids.open,
      name: "NotSettled",
      shortDescription: { text: `${pack.cve}: not settled whether vulnerable` },
      fullDescription: { text: "Nobody could prove or clear this endpoint. Unknown is not safe." },
      help: { text: "Ask it by other means: `crosscheck next` says whom to ask. Until then treat it as not safe." },
      ...shared,
      defaultConfiguration: { level: "warning" },
      properties: { tags, precision: "low", "problem.severity": "warning", "security-severity": "5.0" },
    },
  ] as const;
}
