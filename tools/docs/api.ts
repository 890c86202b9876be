/** docs/api.md: every operation of the API, from the document that the server gives. */

import { buildApp } from "../../src/app/server/app.ts";
import {
  operationsOf,
  schemaInWords,
  type ListedOperation,
  type ShownDocument,
} from "../../src/app/server/api-page.ts";
import type { Deps } from "../../src/app/server/deps.ts";
import { documentOf } from "../../src/app/server/document.ts";
import { PROBLEMS } from "../../src/app/server/problem.ts";
import { GENERATED, page, table } from "./markdown.ts";

/** Declaring routes needs the settings alone; nothing is asked of the rest. */
const UNBOUND = { configuration: { settings: { scope: "", db: "", vantage: "" }, file: null } } as unknown as Deps;

export function apiDocPage(): string {
  const app = buildApp(UNBOUND, { place: { hosts: new Set() }, files: new Map(), log: () => {} });
  const document = documentOf(app, "") as unknown as ShownDocument;
  const operations = operationsOf(document);
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  return page(
    GENERATED,
    "# HTTP API",
    `${document.info.description ?? ""} A server shows the same, with all schemas, at \`/api\`, and for programs at \`/api/v1/openapi.json\`.`,
    '```sh\ncrosscheck token add laptop --scopes read,scan   # prints the token, once\nexport CROSSCHECK_TOKEN=xck_…\ncurl -H "Authorization: Bearer $CROSSCHECK_TOKEN" http://127.0.0.1:7337/api/v1/overview\ncurl -H "Authorization: Bearer $CROSSCHECK_TOKEN" \'http://127.0.0.1:7337/api/v1/matrix?split=true&limit=20\'\ncurl -N -H "Authorization: Bearer $CROSSCHECK_TOKEN" http://127.0.0.1:7337/api/v1/events\n```',
    "Lists that grow come in pages: `next` of one is `cursor` of the following. `ETag` and `If-None-Match` save what has not changed. Bodies are `application/json`; a request with a cookie that changes something must come from the server's own page.",
    ...tags.flatMap((tag) => [
      `## ${tag}`,
      ...operations.filter((operation) => operation.tag === tag).map((operation) => section(operation)),
    ]),
    "## Problems",
    "Errors are `application/problem+json` (RFC 9457) with one of these codes.",
    table(
      ["code", "status", "meaning"],
      Object.entries(PROBLEMS).map(([code, [status, title]]) => [`\`${code}\``, String(status), title]),
    ),
  );
}

function section(operation: ListedOperation): string {
  const { method, path, summary = "", parameters = [], requestBody } = operation;
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  const scope = operation["x-scope"] ?? "none";
  return [
    `### ${method} ${path}`,
    `${summary}${summary.endsWith("?") ? "" : "."} ${scope === "none" ? "Open to everybody." : `Scope: \`${scope}\`.`}${body === undefined ? "" : ` Body: \`${schemaInWords(body)}\`.`}`,
    ...(parameters.length === 0
      ? []
      : [
          table(
            ["parameter", "in", "type", "meaning"],
            parameters.map((each) => [
              `\`${each.name}\``,
              each.in,
              schemaInWords(each.schema),
              each.description ?? each.schema?.description ?? "",
            ]),
          ),
        ]),
  ].join("\n\n");
}
