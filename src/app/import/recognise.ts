/** Which format a file has, by its content: names of files say little. */

import { open } from "node:fs/promises";
import { decodeHead } from "../../documents/decode.ts";
import { type Head, HEAD_CHARACTERS, headOf } from "../../documents/head.ts";
import { IMPORTERS } from "../../importers/catalogue.ts";
import type { Importer } from "../../importers/importer.ts";

export type Recognised =
  | { readonly ok: true; readonly importer: Importer }
  | { readonly ok: false; readonly problem: string };

/** The first bytes of a file. Rejects with the system's error. */
export async function readHead(path: string): Promise<Head> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.alloc(HEAD_CHARACTERS);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    const bytes = buffer.subarray(0, bytesRead);
    return headOf(bytes, decodeHead(bytes));
  } finally {
    await file.close();
  }
}

/** `wanted`: a format's id, to read the file as that whatever it looks like; null: by content. */
export function recognise(head: Head, wanted: string | null, importers: readonly Importer[] = IMPORTERS): Recognised {
  if (wanted !== null) {
    const importer = importers.find(({ id }) => id === wanted);
    return importer === undefined
      ? { ok: false, problem: `there is no format ${wanted}; there are ${importers.map(({ id }) => id).join(", ")}` }
      : { ok: true, importer };
  }
  const importer = importers.find((each) => each.recognises(head));
  return importer === undefined ? { ok: false, problem: problemOf(head) } : { ok: true, importer };
}

function problemOf(head: Head): string {
  switch (head.kind) {
    case "empty":
      return "expected a report, found an empty file: that is no answer, not even a negative one";
    case "archive":
      return "expected a report, found an archive; unpack it and import what is in it";
    case "binary":
      return "expected a report, found no text";
    case "xml":
      return `no format has the root element ${JSON.stringify((head.root ?? "?").slice(0, 60))}; --as FORMAT reads it as one`;
    case "json":
      return "no format begins like this JSON; --as FORMAT reads it as one";
    case "text":
      return "no format begins like this; a spreadsheet needs --columns, and --as FORMAT reads a file as that format";
  }
}
