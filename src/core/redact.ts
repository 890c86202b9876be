/**
 * Takes memory out of other people's output (design, rule 4): several tools print what they leaked, as hexadecimal dumps.
 * What is left says that something was removed, and how much.
 */

/** Eight bytes and more as two digits each, in a row, is how every dump looks; the text beside them goes with them. */
const DUMPED_BYTES = /(?:[0-9a-f]{2}[ \t:-]+){7,}[0-9a-f]{2}/i;
/** A dump as one string of digits, or with `\x` before each byte. */
const DIGITS = /(?:[0-9a-f]{2}){64,}|(?:\\x[0-9a-f]{2}){8,}/i;

/** Ends of lines, as they are and as JSON and XML write them; in markup tags too, so that they survive. */
const TEXT_SEPARATORS = /(\r?\n|\\n|&#(?:10|x0*a);)/i;
const MARKUP_SEPARATORS = /(\r?\n|\\n|&#(?:10|x0*a);|[<>])/i;

export interface Redacted {
  readonly text: string;
  /** Lines that were removed. */
  readonly removed: number;
}

/**
 * Replaces every run of lines that look like a memory dump by one line that counts them; what separates lines stays.
 * `markup`: the text is XML, whose tags must stay where they are.
 */
export function withoutDumps(text: string, markup = false): Redacted {
  if (!isDump(text)) return { text, removed: 0 };
  // The separators are captured: every other piece is one.
  const pieces = text.split(markup ? MARKUP_SEPARATORS : TEXT_SEPARATORS);
  const kept: string[] = [];
  let removed = 0;
  let run = 0;
  const close = (): void => {
    if (run > 0) kept.push(`[${run} ${run === 1 ? "line" : "lines"} of memory removed]`);
    removed += run;
    run = 0;
  };
  for (let index = 0; index < pieces.length; index += 2) {
    const line = pieces[index] ?? "";
    const separator = pieces[index + 1] ?? "";
    if (isDump(line)) {
      run++;
      if (separator !== "<" && separator !== ">" && isDump(pieces[index + 2] ?? "")) continue;
      close();
    } else kept.push(line);
    kept.push(separator);
  }
  close();
  return { text: kept.join(""), removed };
}

/** What a byte is to a dump: part of two digits, between them, or neither. */
const OTHER = 0;
const DIGIT = 1;
const BETWEEN = 2;
const ROLE = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return /[0-9a-f]/i.test(character) ? DIGIT : /[ \t:-]/.test(character) ? BETWEEN : OTHER;
});
/** Pairs in a row, digits in a row: what the expressions above ask for at least. */
const FEWEST_PAIRS = 7;
const FEWEST_DIGITS = 128;
const BACKSLASH = 0x5c;
const X = 0x78;

/** Whether bytes may hold what withoutDumps would remove: one pass, several times as fast as looking properly. */
export function mayHoldDump(bytes: Uint8Array): boolean {
  let digits = 0;
  let pairs = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    const role = ROLE[byte];
    if (role === DIGIT) {
      digits++;
      if (digits >= FEWEST_DIGITS || (digits === 2 && pairs >= FEWEST_PAIRS)) return true;
    } else if (role === BETWEEN) {
      // The end of a longer number may be the first pair of a dump.
      if (digits >= 2) pairs = digits === 2 ? pairs + 1 : 1;
      else if (digits !== 0) pairs = 0;
      digits = 0;
    } else {
      if (byte === BACKSLASH && bytes[index + 1] === X) return true;
      digits = 0;
      pairs = 0;
    }
  }
  return false;
}

function isDump(line: string): boolean {
  return DUMPED_BYTES.test(line) || DIGITS.test(line);
}
