/** docs/conditions.md: every condition the range can put its scripted server in. */

import { CONDITIONS } from "../../src/range/conditions/catalogue.ts";
import { GENERATED, page, table } from "./markdown.ts";

export function conditionsPage(): string {
  return page(
    GENERATED,
    "# Conditions of the range",
    "Each condition turns some dials of the scripted server away from a plain vulnerable OpenSSL 1.0.1e, and asks one " +
      "question of a detector. The truth is known because the server is ours. Source: `src/range/conditions`.",
    table(
      ["condition", "what the server does", "what it asks of a detector", "truth", "dials", "where it was met"],
      CONDITIONS.map(({ id, title, question, truth, dials, source }) => [
        id,
        title,
        question,
        `\`${truth}\``,
        Object.entries(dials)
          .map(([dial, position]) => `\`${dial}: ${JSON.stringify(position)}\``)
          .join(", "),
        source,
      ]),
    ),
  );
}
