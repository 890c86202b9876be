/**
 * Which rows are in sight. A browser cannot make an element as high as a million rows (Firefox stops at some 17.9 million pixels, Chromium at
 * 33.5 million): beyond MOST_PX the track is shorter than the rows, and a pixel of it stands for several.
 */

export const MOST_PX = 15_000_000;

export interface Track {
  readonly rows: number;
  /** Height of a row, px. */
  readonly row: number;
  /** Height of what is in sight, px. */
  readonly sight: number;
}

/** Height of the element that is scrolled, px. */
export function trackHeight({ rows, row }: Track): number {
  return Math.min(rows * row, MOST_PX);
}

/** How far the first row in sight is from the first of all, px, for a place of the scroll bar. */
export function depthAt(track: Track, scrollTop: number): number {
  const { rows, row, sight } = track;
  const deepest = Math.max(0, rows * row - sight);
  const reach = Math.max(0, trackHeight(track) - sight);
  if (reach === 0) return 0;
  const top = Math.min(Math.max(scrollTop, 0), reach);
  return deepest === reach ? top : (top / reach) * deepest;
}

/** Where the scroll bar stands for a depth: the inverse of depthAt. */
export function scrollTopAt(track: Track, depth: number): number {
  const { rows, row, sight } = track;
  const deepest = Math.max(0, rows * row - sight);
  const reach = Math.max(0, trackHeight(track) - sight);
  if (deepest === 0) return 0;
  const wanted = Math.min(Math.max(depth, 0), deepest);
  return deepest === reach ? wanted : (wanted / deepest) * reach;
}

export interface Sight {
  /** The first row in sight, and the one after the last. */
  readonly first: number;
  readonly end: number;
}

export function sightAt(track: Track, scrollTop: number): Sight {
  const { rows, row, sight } = track;
  if (rows === 0 || row <= 0) return { first: 0, end: 0 };
  const depth = depthAt(track, scrollTop);
  const first = Math.min(rows - 1, Math.max(0, Math.floor(depth / row)));
  return { first, end: Math.min(rows, Math.ceil((depth + sight) / row)) };
}

/** The same with some rows more on both sides, so that none is missing while one scrolls. */
export function withSpare({ first, end }: Sight, rows: number, spare: number): Sight {
  return { first: Math.max(0, first - spare), end: Math.min(rows, end + spare) };
}

/** The depth at which a row is in sight, as near to the present one as possible. `head` px of the sight are covered by the header. */
export function depthToShow(track: Track, depth: number, index: number): number {
  const top = index * track.row;
  if (top < depth) return top;
  return Math.max(depth, top + track.row - track.sight);
}

/** The pages of a size that a range of rows lies in. */
export function pagesIn({ first, end }: Sight, size: number): readonly number[] {
  if (end <= first) return [];
  const from = Math.floor(first / size);
  return Array.from({ length: Math.floor((end - 1) / size) - from + 1 }, (_, at) => from + at);
}
