/** Text that a server, a file, a program or another person chose: only ever text, with what cannot be seen spelt out. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { folded, visible } from "./outside.ts";
import { whole } from "./words.ts";

/** More than this is not put on a page, however long somebody looks. */
const MOST_SHOWN = 200_000;

/** @param fold characters before it is folded behind a button. @param lines whether line breaks are kept */
export function Outside({
  text,
  fold = 400,
  lines = false,
}: {
  readonly text: string;
  readonly fold?: number;
  readonly lines?: boolean;
}): JSX.Element {
  const [open, setOpen] = useState(false);
  const { shown, hidden } = folded(text, open ? MOST_SHOWN : fold);
  return (
    <bdi class="outside">
      {visible(shown, lines).map(({ text: piece, escaped }, at) =>
        escaped ? (
          <span key={at} class="escape" title="a character that cannot be shown">
            {piece}
          </span>
        ) : (
          piece
        ),
      )}
      {hidden > 0 && (
        <>
          {"… "}
          {open ? (
            <span class="soft">({whole(hidden)} more characters are not shown)</span>
          ) : (
            <button type="button" class="more" onClick={() => setOpen(true)}>
              {whole(hidden)} more characters
            </button>
          )}
        </>
      )}
    </bdi>
  );
}
