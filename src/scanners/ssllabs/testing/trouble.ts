/** What can go wrong between us and a service, on demand. */

import type { ServerResponse } from "node:http";

/** For one request. */
export type Trouble =
  | { readonly kind: "status"; readonly status: number; readonly body?: unknown }
  | { readonly kind: "body"; readonly body: string }
  | { readonly kind: "silence" | "trickle" | "hang_up" | "endless" | "none" }
  | { readonly kind: "redirect"; readonly to: string };

/** Answers with the trouble, or as ever when there is none. */
export function beset(
  trouble: Trouble | undefined,
  response: ServerResponse,
  answer: (response: ServerResponse, status: number, body: unknown) => void,
  otherwise: () => void,
): void {
  switch (trouble?.kind) {
    case undefined:
    case "none":
      return otherwise();
    case "status":
      return answer(response, trouble.status, trouble.body ?? "");
    case "body":
      return answer(response, 200, trouble.body);
    case "redirect":
      response.writeHead(302, { location: trouble.to });
      response.end();
      return;
    case "hang_up":
      response.destroy();
      return;
    case "endless":
      return pour(response);
    case "trickle":
      return drip(response);
    case "silence":
      return;
  }
}

/** An answer without end, in pieces that wait for the reader. */
function pour(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const piece = `{"padding":"${" ".repeat(64 * 1024)}"}`;
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", more);
  more();
}

/** An answer that comes byte by byte and never ends, until the reader has had enough. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write("{"), 20);
  response.on("close", () => {
    clearInterval(timer);
  });
}
