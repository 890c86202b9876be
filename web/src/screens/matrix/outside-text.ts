/** Text of strangers on one line: control and direction characters are shown as what they are, and nothing is longer than a line may be. */

const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const LONGEST = 300;

export function escaped(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return short.replaceAll(HARMFUL, (each) =>
    each === "\n" ? "\n" : `\\u{${(each.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`,
  );
}
