/**
 * Where the scripted server is not what it re-enacts, measured by test/io/faithful.test.ts, which fails when a difference is not
 * listed here and when a listed one is gone. docs/range/faithfulness.md says the same for readers.
 */

export interface KnownDifference {
  readonly id: string;
  readonly reason: string;
  /** Matches the ids of the genuine servers. */
  readonly servers: RegExp;
  /** Detectors that meet it: `native`, `nmap`, `sslscan`. */
  readonly detectors: readonly string[];
  /** Matches the conversations that differ, by their first record. */
  readonly conversations: RegExp;
  /** Whether the detector's answer may differ too. */
  readonly answer: boolean;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: "sslv2",
    reason: "the scripted server does not speak SSL 2.0: to its hello it closes, where others answer or send an alert",
    servers: /./,
    detectors: ["sslscan"],
    conversations: /^sslv2/,
    answer: false,
  },
  {
    id: "tls1.3",
    reason: "the scripted server does not speak TLS 1.3: it refuses every hello",
    servers: /\/tls1\.3$/,
    detectors: ["native"],
    conversations: /./,
    answer: true,
  },
  {
    id: "tls1.3-offered",
    reason:
      "the scripted server does not speak TLS 1.3: what offers it among others, and a downgrade, is answered otherwise",
    servers: /^(?:node-current|openssl-3\.)/,
    detectors: ["sslscan"],
    conversations: /^handshake TLS 1\.0 215:/,
    answer: false,
  },
  {
    id: "sha1-signatures",
    reason:
      "OpenSSL 3 in Node signs nothing with SHA-1, and refuses who names no other algorithm; the scripted server does",
    servers: /^node-current\/(?!tls1\.3)/,
    detectors: ["sslscan"],
    conversations: /^handshake TLS 1\.0 220:/,
    answer: false,
  },
];
