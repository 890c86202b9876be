/** Takes one file out of a tar archive (POSIX ustar, regular members only), so that nothing else is ever unpacked. */

const BLOCK = 512;

/** The contents of the member called `path`, or null when the archive has none or is not well-formed. */
export function tarMember(archive: Uint8Array, path: string): Uint8Array | null {
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    const size = Number.parseInt(text(header, 124, 12), 8);
    if (Number.isNaN(size)) return null;
    const start = at + BLOCK;
    if (memberPath(header) === path)
      return start + size <= archive.length ? archive.subarray(start, start + size) : null;
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return null;
}

function memberPath(header: Uint8Array): string {
  const prefix = text(header, 345, 155);
  return prefix === "" ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`;
}

/** A NUL-terminated field. */
function text(header: Uint8Array, at: number, length: number): string {
  const field = header.subarray(at, at + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end))
    .toString("latin1")
    .trim();
}
