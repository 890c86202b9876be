/** Text from outside: never more than text, its control and direction marks shown, folded where it is long. */

import type { JSX } from "preact";

const LONGEST = 400;
// oxlint-disable-next-line no-control-regex
const MARKS = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export function escapeOutside(text: string): string {
  return text.replace(MARKS, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export function Outside({ text }: { readonly text: string }): JSX.Element {
  if (text.length <= LONGEST) return <bdi>{escapeOutside(text)}</bdi>;
  return (
    <details class="outside">
      <summary>
        <bdi>{escapeOutside(text.slice(0, LONGEST))}</bdi> … ({text.length} characters)
      </summary>
      <bdi>{escapeOutside(text)}</bdi>
    </details>
  );
}
