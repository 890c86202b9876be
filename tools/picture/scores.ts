/** The sheet of scores as a picture: a column a detector, a row a condition. Colours and signs, so that neither is needed alone. */

import type { DetectorIdentity } from "../../src/core/model/observation.ts";
import { type CellScore, scoreCell, type Sheet, totalsOf } from "../../src/app/range/sheet.ts";

const CELL = 22;
const LEFT = 460;
const TOP = 215;
const MARGIN = 16;
const BOTTOM = 96;

/** Blue, vermilion, grey, purple: told apart with any colour vision (Okabe and Ito). */
const LOOK: Readonly<
  Record<CellScore["kind"], { readonly fill: string; readonly sign: string; readonly ink: string }>
> = {
  right: { fill: "#1f6feb", sign: "●", ink: "#ffffff" },
  wrong: { fill: "#d55e00", sign: "✗", ink: "#ffffff" },
  undecided: { fill: "#30363d", sign: "?", ink: "#c9d1d9" },
  unstable: { fill: "#cc79a7", sign: "≈", ink: "#000000" },
  unknown: { fill: "#0d1117", sign: "", ink: "#8b949e" },
};
const KINDS = ["right", "wrong", "undecided", "unstable"] as const;
const WORDS = { right: "right", wrong: "wrong", undecided: "undecided", unstable: "not the same each time" } as const;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const LONGEST_TITLE = 58;
const LONGEST_NAME = 26;
const bounded = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Ours, tools as they are, and re-enactments of tools. */
const STYLES: Readonly<Partial<Record<DetectorIdentity["kind"], string>>> = {
  native: 'font-weight="bold" fill="#ffffff"',
  profile: 'font-style="italic"',
};

/** A profile's id says which state of the tool it is. */
function shortName({ id, kind, version }: DetectorIdentity): string {
  if (kind === "profile") return bounded(id.replace(/^profile\//, ""), LONGEST_NAME);
  return bounded(version === "unknown" ? id : `${id} ${version}`, LONGEST_NAME);
}

export function scoresSvg({ conditions, detectors, measuredAt }: Sheet): string {
  const width = LEFT + detectors.length * CELL + 2 * MARGIN + 60;
  const height = TOP + conditions.length * CELL + BOTTOM;
  const text = (x: number, y: number, content: string, more = "") =>
    `<text x="${x}" y="${y}" ${more}>${escaped(content)}</text>`;
  const heads = detectors.map(({ identity }, column) => {
    const x = LEFT + column * CELL + CELL / 2;
    const name = shortName(identity);
    const style = STYLES[identity.kind] ?? 'fill="#ffffff"';
    return `<text transform="translate(${x + 4} ${TOP - 8}) rotate(-55)" ${style}>${escaped(name)}</text>`;
  });
  const rows = conditions.flatMap(({ id, title, truth }, row) => {
    const y = TOP + row * CELL;
    const sign = truth === null ? "?" : truth === "vulnerable" ? "1" : "0";
    return [
      text(MARGIN, y + 15, bounded(`${id} ${title}`, LONGEST_TITLE)),
      text(LEFT - 18, y + 15, sign, 'text-anchor="middle" fill="#ffffff"'),
      ...detectors.map(({ identity, cells }, column) => {
        const { kind, right, n } = scoreCell(cells[id], truth);
        const { fill, sign: mark, ink } = LOOK[kind];
        const x = LEFT + column * CELL;
        const said = n === 0 ? "not measured" : `${kind}, right ${right} of ${n}`;
        return `<g><title>${escaped(`${identity.id} on ${id}: ${said}`)}</title><rect x="${x}" y="${y}" width="${CELL - 2}" height="${CELL - 2}" rx="3" fill="${fill}"/><text x="${x + CELL / 2 - 1}" y="${y + 15}" text-anchor="middle" fill="${ink}">${mark}</text></g>`;
      }),
    ];
  });
  const below = TOP + conditions.length * CELL + 18;
  const sums = detectors.map((detector, column) =>
    text(LEFT + column * CELL + CELL / 2, below, String(totalsOf(detector, conditions).wrong), 'text-anchor="middle"'),
  );
  const legend = KINDS.map((kind, index) => {
    const x = MARGIN + index * 140;
    const { fill, sign, ink } = LOOK[kind];
    return `<rect x="${x}" y="${below + 24}" width="18" height="18" rx="3" fill="${fill}"/><text x="${x + 9}" y="${below + 38}" text-anchor="middle" fill="${ink}">${sign}</text>${text(x + 26, below + 38, WORDS[kind])}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    "<title>Which scanner can be believed, under which condition</title>",
    '<rect width="100%" height="100%" rx="8" fill="#0d1117"/>',
    `<g font-family="ui-sans-serif, system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="13" fill="#c9d1d9">`,
    text(MARGIN, 34, "Which scanner can be believed, where", 'font-size="20" font-weight="bold" fill="#ffffff"'),
    text(
      MARGIN,
      58,
      `crosscheck's range, measured ${measuredAt.slice(0, 10)}; 1 vulnerable, 0 not; upright: the tool itself, in italics: its re-enactment`,
    ),
    text(LEFT - 18, TOP - 10, "truth", 'text-anchor="middle"'),
    ...heads,
    ...rows,
    text(LEFT - 18, below, "wrong:", 'text-anchor="end"'),
    ...sums,
    ...legend,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}
