/** The API described for programs (OpenAPI 3.1), out of the schemas that validate it. */

import type { Api } from "./define.ts";
import { SESSION_COOKIE } from "./security/sessions.ts";

type Document = ReturnType<Api["getOpenAPI31Document"]>;

export function documentOf(app: Api, version: string): Document {
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "crosscheck",
      version,
      description:
        "Which hosts are really vulnerable when scanners disagree. Everything the page does goes through this interface. Each operation says in `x-scope` which scope a token needs. Errors are problem details (RFC 9457).",
      license: { name: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
  });
  requirePathParameters(document);
  return {
    ...document,
    components: {
      ...document.components,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "made in Settings or with `crosscheck token add`" },
        session: { type: "apiKey", in: "cookie", name: SESSION_COOKIE, description: "the page's own" },
      },
    },
  };
}

/** A parameter of the path is always required (OpenAPI 3.1, 4.8.12.2); one that is coerced would be said to be optional. */
function requirePathParameters({ paths = {} }: Document): void {
  for (const methods of Object.values(paths)) {
    for (const { parameters = [] } of Object.values(methods as Record<string, { readonly parameters?: object[] }>)) {
      for (const each of parameters) {
        if ("in" in each && each.in === "path") Object.assign(each, { required: true });
      }
    }
  }
}
