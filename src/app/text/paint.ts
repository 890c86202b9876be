/** Colour for one output stream; whether it is wanted is Node's decision (NO_COLOR, FORCE_COLOR, a terminal or not). */

import { styleText } from "node:util";

export type Style = "red" | "green" | "yellow" | "cyan" | "bold" | "dim";

/** Gives text a style, or leaves it alone. */
export type Paint = (style: Style, text: string) => string;

export const noPaint: Paint = (_style, text) => text;

/** The paint for a stream; pass the very stream that is written to, because each may or may not be a terminal. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(style, text, { stream, validateStream: true });
}
