/**
 * Takes memory out of other people's output (design, rule 4): several tools print what they leaked, as hexadecimal dumps.
 * What is left says that something was removed, and how much.
 */

/** Sixteen bytes in a row as two digits each is how every dump looks: Go's and Python's, with and without a second column. */
const DUMPED_BYTES = /(?:[0-9a-f]{2}[ \t:-]+){7,}[0-9a-f]{2}/i;
/** A dump as one string of digits, or with `\x` before each byte. */
const DIGITS = /(?:[0-9a-f]{2}){48,}|(?:\\x[0-9a-f]{2}){8,}/i;

export interface Redacted {
  readonly text: string;
  /** Lines that were removed. */
  readonly removed: number;
}

/**
 * Replaces every run of lines that look like a memory dump by one line that counts them. Escaped line ends inside JSON
 * strings count as line ends, so that only the dump is taken out of such a string.
 */
export function withoutDumps(text: string): Redacted {
  if (!DUMPED_BYTES.test(text) && !DIGITS.test(text)) return { text, removed: 0 };
  const kept: string[] = [];
  let removed = 0;
  let run = 0;
  const close = (): void => {
    if (run > 0) kept.push(`[${run} ${run === 1 ? "line" : "lines"} of memory removed]`);
    removed += run;
    run = 0;
  };
  // The separators are captured, so that every other piece is a line's end as it was written.
  const pieces = text.split(/(\r?\n|\\n)/);
  let separator = "";
  for (let index = 0; index < pieces.length; index += 2) {
    const line = pieces[index] ?? "";
    const end = pieces[index + 1] ?? "";
    if (isDump(line)) {
      run++;
      separator = end;
      continue;
    }
    if (run > 0) {
      close();
      kept.push(separator);
    }
    kept.push(line, end);
  }
  close();
  return { text: kept.join(""), removed };
}

function isDump(line: string): boolean {
  return DUMPED_BYTES.test(line) || DIGITS.test(line);
}
