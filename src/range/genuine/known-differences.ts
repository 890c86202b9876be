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
  /** Whether chance decides if it is met at all. */
  readonly sometimes: boolean;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: "sslv2",
    reason: "the scripted server does not speak SSL 2.0: to its hello it closes, where others answer or send an alert",
    servers: /./,
    detectors: ["sslscan"],
    conversations: /^sslv2/,
    answer: false,
    sometimes: false,
  },
  {
    id: "tls1.3",
    reason: "the scripted server does not speak TLS 1.3: it refuses every hello",
    servers: /\/tls1\.3$/,
    detectors: ["native"],
    conversations: /./,
    answer: true,
    sometimes: false,
  },
  {
    id: "tls1.3-offered",
    reason:
      "the scripted server does not speak TLS 1.3: what offers it among others, and a downgrade, is answered otherwise",
    servers: /^(?:node-current|openssl-3\.)/,
    detectors: ["sslscan"],
    conversations: /^handshake TLS 1\.0 215:/,
    answer: false,
    sometimes: false,
  },
  {
    id: "tls1.3-asked-about",
    reason:
      "sslscan asks once more about heartbeats where it has found TLS 1.3, which the scripted server does not speak",
    servers: /^openssl-3\..*\/(?:default|client-certificate)$/,
    detectors: ["sslscan"],
    conversations: /^handshake TLS 1\.0 220: clientHello 220 => handshake TLS 1\.2 /,
    answer: false,
    sometimes: false,
  },
  {
    id: "node-0.8-errors",
    reason: "Node 0.8 notices an error in one of the next events, or never; the scripted server closes at once",
    servers: /^node-0\.8\./,
    detectors: ["native"],
    conversations: /./,
    answer: true,
    sometimes: true,
  },
  {
    id: "sha1-signatures",
    reason:
      "OpenSSL 3 in Node signs nothing with SHA-1, and refuses who names no other algorithm; the scripted server does",
    servers: /^node-current\/(?!tls1\.3)/,
    detectors: ["sslscan"],
    conversations: /^handshake TLS 1\.0 220:/,
    answer: false,
    sometimes: false,
  },
];
