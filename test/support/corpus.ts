/** Corpora of the fuzz tests: files of hexadecimal digits with comments, or files as they are. */

import { readdirSync, readFileSync } from "node:fs";

const FUZZ = new URL("../fuzz/", import.meta.url);

export interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Every file of a folder under test/fuzz, in the order of names. In `.hex` files, `#` begins a comment. */
export function corpus(folder: string): readonly Sample[] {
  const names = readdirSync(new URL(`${folder}/`, FUZZ)).toSorted();
  return names.map((name) => {
    const content = readFileSync(new URL(`${folder}/${name}`, FUZZ));
    return { name, bytes: name.endsWith(".hex") ? fromHexFile(content.toString("utf8")) : Uint8Array.from(content) };
  });
}

function fromHexFile(text: string): Uint8Array {
  const digits = text.replaceAll(/#.*$/gm, "").replaceAll(/\s/g, "");
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new Error("expected pairs of hexadecimal digits and # comments");
  return Uint8Array.from(Buffer.from(digits, "hex"));
}
