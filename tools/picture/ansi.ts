/** Reads captured terminal output: lines of styled text. Knows the styles we print (SGR); other sequences are dropped. */

export interface Style {
  /** 0 to 15: the terminal's colours; null: the default one. */
  readonly colour: number | null;
  readonly bold: boolean;
  readonly dim: boolean;
}

export interface Run {
  readonly text: string;
  readonly style: Style;
}

const PLAIN: Style = { colour: null, bold: false, dim: false };

/** CSI sequences (ECMA-48 section 5.4), OSC sequences up to their end, and single-character escapes. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const SEQUENCE = /\x1b\[([0-?]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]/g;

/** The lines of `captured`; styles go on from one line to the next, as on a terminal. */
export function parseAnsi(captured: string): readonly (readonly Run[])[] {
  let style = PLAIN;
  return captured
    .replace(/\n$/, "")
    .split(/\r*\n/)
    .map((line) => {
      const runs: Run[] = [];
      let from = 0;
      const take = (to: number): void => {
        // A carriage return starts the line anew: what stood there is overwritten.
        const text = line.slice(from, to);
        const start = text.lastIndexOf("\r") + 1;
        if (start > 0) runs.length = 0;
        if (text.length > start) runs.push({ text: text.slice(start), style });
      };
      for (const match of line.matchAll(SEQUENCE)) {
        take(match.index);
        from = match.index + match[0].length;
        if (match[2] === "m") style = applySgr(style, match[1] ?? "");
        else if (match[2] === "K" && match[1] === "2") runs.length = 0;
      }
      take(line.length);
      return runs;
    });
}

/** SGR (ECMA-48 section 8.3.117) with the 16 colours of aixterm; what we do not print is ignored. */
function applySgr(style: Style, parameters: string): Style {
  let { colour, bold, dim } = style;
  for (const code of parameters.split(";").map(Number)) {
    if (code === 0) [colour, bold, dim] = [null, false, false];
    else if (code === 1) bold = true;
    else if (code === 2) dim = true;
    else if (code === 22) [bold, dim] = [false, false];
    else if (code >= 30 && code <= 37) colour = code - 30;
    else if (code === 39) colour = null;
    else if (code >= 90 && code <= 97) colour = code - 90 + 8;
  }
  return { colour, bold, dim };
}
