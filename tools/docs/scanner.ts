/** docs/scanners/ID.md and docs/scanners.md: what each tool, service and report format says about itself. */

import type { MappingRow } from "../../src/core/claims.ts";
import { OUTCOME_SYMBOL, reasonFacts } from "../../src/core/model/outcome.ts";
import type { Importer } from "../../src/importers/importer.ts";
import type { Scanner } from "../../src/scanners/scanner.ts";
import type { Service } from "../../src/scanners/service.ts";
import { GENERATED, page, table } from "./markdown.ts";

type Tool = Scanner | Service;

const mappingTable = (rows: readonly MappingRow[]): string =>
  table(
    ["it says", "we make of it", "reason", "why"],
    rows.map(({ prints, reason, why }) => [
      prints,
      OUTCOME_SYMBOL[reasonFacts(reason).outcome],
      `\`${reason}\``,
      why ?? reasonFacts(reason).meaning,
    ]),
  );

function howToGet(tool: Tool): string {
  if ("origin" in tool) return `A service at ${tool.origin}. ${tool.tells} Refused without \`--allow-third-party\`.`;
  const names =
    tool.programs.length === 0
      ? ""
      : `Found on the PATH as ${tool.programs.map((name) => `\`${name}\``).join(" or ")}. `;
  const install =
    tool.install === null ? "Get it from its home page and name its path in the configuration." : `\`${tool.install}\``;
  return `${names}${install}${tool.needs === "raw_sockets" ? " Needs raw sockets." : ""}`;
}

function beforeTls(tool: Tool): string {
  if ("origin" in tool) return "The service decides.";
  const { startTls = [] } = tool;
  if (startTls.length === 0)
    return "It is not asked where another protocol comes before TLS (`tool_not_applicable`): we have no way to tell it.";
  return `It is told to speak ${startTls.join(", ")} first, where the target (\`smtp://…\`) or the port says so; with other protocols it is not asked (\`tool_not_applicable\`).`;
}

export function scannerPage(tool: Tool): string {
  const options = Object.entries(tool.options);
  return page(
    GENERATED,
    `# ${tool.title}`,
    `\`--with ${tool.id}\`, lineage \`${tool.lineage}\`. ${tool.homepage}`,
    "## What it sends, and how it decides",
    tool.sends,
    "## Known blind spots",
    tool.blindSpots.map((spot) => `- ${spot}`).join("\n"),
    "## Before TLS",
    beforeTls(tool),
    "## How to get it",
    howToGet(tool),
    ...(options.length === 0
      ? []
      : [
          "## Options in the configuration",
          table(
            ["option", "meaning"],
            options.map(([name, { description }]) => [`\`${name}\``, description]),
          ),
        ]),
    "## What we make of its words",
    mappingTable(tool.mapping),
  );
}

export function reportPage(importers: readonly Importer[], spreadsheet: Importer): string {
  return page(
    GENERATED,
    "# Report formats",
    "What `crosscheck import` reads, recognised by content. A 1 is what a report found. A 0 is never silence: it needs the gates that the report itself must show to be open ([adding a scanner](adding-a-scanner.md)). Everything else is ?, with its reason.",
    table(
      ["format", "title", "column", "lineage", "described in"],
      [...importers, spreadsheet].map(({ id, title, detector, lineage, source }) => [
        `\`${id}\``,
        title,
        `\`${detector}\``,
        `\`${lineage}\``,
        source,
      ]),
    ),
    ...[...importers, spreadsheet].flatMap(({ id, title, mapping }) =>
      mapping.length === 0 ? [] : [`## ${title}`, `\`--as ${id}\``, mappingTable(mapping)],
    ),
  );
}
