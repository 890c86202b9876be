/** Cuts bytes into pieces of at most `size`. @param size at least 1 */
export function pieces(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  const cut: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) cut.push(bytes.subarray(at, at + size));
  return cut;
}
