/** What the signs mean, and which keys there are: for whoever sees the matrix for the first time, at 3 a.m. */

import type { JSX } from "preact";
import { Glyph } from "../../parts/signs.tsx";
import { Menu } from "./toolbar.tsx";

const CODES: readonly (readonly [number, string])[] = [
  [2, "vulnerable"],
  [1, "not vulnerable"],
  [3, "unknown: asked, and no answer that counts; never safe"],
  [6, "its repetitions disagree"],
  [11, "not counted: it failed its controls in that run"],
  [0, "not asked"],
];
const KEYS: readonly (readonly [string, string])[] = [
  ["arrows, Home, End, Page", "move; with Ctrl to the edges"],
  ["Enter", "open the cell, the endpoint or the detector"],
  ["Space, Shift+arrows", "select rows; Ctrl+A all that match"],
  ["S", "sort by the column"],
  ["Esc", "to the search"],
];

export function Legend(): JSX.Element {
  return (
    <Menu name="Signs and keys">
      <ul class="mx-legend">
        {CODES.map(([code, meaning]) => (
          <li key={code}>
            <Glyph code={code} /> {meaning}
          </li>
        ))}
        <li>
          <span class="mx-differ">≠</span> a 1 stands against a 0
        </li>
      </ul>
      <dl class="facts">{KEYS.map(([keys, deed]) => [<dt key={keys}>{keys}</dt>, <dd key={deed}>{deed}</dd>])}</dl>
    </Menu>
  );
}
