/** Markup that cannot be made from text by accident: what is put into the template is escaped unless it is markup itself. */

import { escapeTerminal } from "../../core/escape-terminal.ts";

export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[] | null;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** Longest text of others that a page shows of one thing; the rest stays in the database, and the cut is marked. */
const MOST_TEXT = 2000;

/** For content and for quoted attributes. Controls and direction marks become visible escapes. */
export function escapeHtml(text: string): string {
  return escapeTerminal(text, MOST_TEXT).replaceAll(/[&<>"'`]/g, (character) => ENTITIES[character] ?? "");
}

export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: pieces.map((piece, index) => piece + written(parts[index] ?? null)).join("") };
}

function written(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return Number.isFinite(part) ? String(part) : "";
  return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
}
