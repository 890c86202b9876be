/** Names that a report or a program chose, as labels: what cannot be seen is spelt out, what is very long is cut. Pure. */

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const MOST = 60;

export function label(name: string): string {
  const start = name
    .slice(0, 4 * MOST)
    .replace(HIDDEN, (hidden) => `\\u{${(hidden.codePointAt(0) ?? 0).toString(16)}}`);
  const letters = Array.from(start);
  return letters.length > MOST || name.length > 4 * MOST ? `${letters.slice(0, MOST - 1).join("")}…` : start;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1);
  if (last === undefined) return "nobody";
  return names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** Small numbers as words: `three`; others as digits. */
export function inWords(n: number): string {
  return (
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"][n] ??
    String(n)
  );
}
