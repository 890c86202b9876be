/** Protocol versions as they stand on the wire. */

export const SSL30 = 0x0300;
export const TLS10 = 0x0301;
export const TLS11 = 0x0302;
export const TLS12 = 0x0303;
export const TLS13 = 0x0304;

const NAMES: ReadonlyMap<number, string> = new Map([
  [0x0002, "SSL 2.0"],
  [SSL30, "SSL 3.0"],
  [TLS10, "TLS 1.0"],
  [TLS11, "TLS 1.1"],
  [TLS12, "TLS 1.2"],
  [TLS13, "TLS 1.3"],
]);

/** "TLS 1.2", "SSL 3.0", or the number ("0x0305") for a version nobody has defined. */
export function versionName(version: number): string {
  return NAMES.get(version) ?? `0x${version.toString(16).padStart(4, "0")}`;
}
