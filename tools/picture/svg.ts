/** Draws terminal output as an SVG: text stays text, columns stay aligned in whatever monospace font there is. */

import { displayWidth } from "../../src/app/text/width.ts";
import { parseAnsi, type Run } from "./ansi.ts";

/** The 16 colours on the dark background below, each with a contrast of at least 4.5 to 1. */
const COLOURS = (
  "#8b949e #ff7b72 #56d364 #e3b341 #79c0ff #d2a8ff #39c5cf #e6edf3 " +
  "#8b949e #ffa198 #7ee787 #f2cc60 #a5d6ff #e2c5ff #56d4dd #ffffff"
).split(" ");
const FOREGROUND = "#e6edf3";
const BACKGROUND = "#0d1117";

const FONT_SIZE = 14;
const COLUMN = 8.4;
const LINE = 20;
const MARGIN = 16;

/** Everything that XML 1.0 section 2.2 does not list as a character: it cannot be written, not even as a reference. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escapeXml(text: string): string {
  return text
    .replaceAll(NOT_XML, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/**
 * The pieces of a run at their columns. Gaps of more than one space are not drawn, because viewers collapse them;
 * `textLength` keeps a piece in its columns when the viewer's font is wider or narrower than ours.
 */
function drawRun({ text, style }: Run, column: number, baseline: number): readonly string[] {
  const look = [
    ...(style.colour === null ? [] : [`fill="${COLOURS[style.colour] ?? FOREGROUND}"`]),
    ...(style.bold ? ['font-weight="bold"'] : []),
    ...(style.dim ? ['opacity="0.7"'] : []),
  ];
  return [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: piece, index }) => {
    const x = MARGIN + (column + displayWidth(text.slice(0, index))) * COLUMN;
    const attributes = [
      `x="${x.toFixed(1)}"`,
      `y="${baseline}"`,
      `textLength="${(displayWidth(piece) * COLUMN).toFixed(1)}"`,
      ...look,
    ];
    return `<text ${attributes.join(" ")}>${escapeXml(piece)}</text>`;
  });
}

/** The picture of captured terminal output; `title` is what a screen reader says. */
export function renderSvg(captured: string, title: string): string {
  const lines = parseAnsi(captured);
  const columns = Math.max(0, ...lines.map((line) => line.reduce((sum, run) => sum + displayWidth(run.text), 0)));
  const width = Math.ceil(columns * COLUMN + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  const texts = lines.flatMap((line, row) => {
    let column = 0;
    return line.flatMap((run) => {
      const drawn = drawRun(run, column, MARGIN + row * LINE + FONT_SIZE);
      column += displayWidth(run.text);
      return drawn;
    });
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_SIZE}" fill="${FOREGROUND}">`,
    ...texts,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}
