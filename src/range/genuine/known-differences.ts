/**
 * Where the scripted server is not what it re-enacts, measured by test/io/faithful.test.ts, which fails when a difference is not
 * listed here and when a listed one is gone. docs/faithfulness.md says the same for readers.
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

/** Where neither one suite nor one version is set. */
const SPEAKS_TLS13 =
  /^(?:node-current|nginx|openssl-3\.[^/]*)\/(?:default|tls1\.3|ecdsa|certificate-length|client-certificate(?:-asked)?)$/;

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
    detectors: ["native", "sslscan"],
    conversations: /./,
    answer: true,
    sometimes: false,
  },
  {
    id: "tls1.3-offered",
    reason:
      "the scripted server does not speak TLS 1.3: what offers it among others, and a downgrade, is answered otherwise",
    servers: SPEAKS_TLS13,
    detectors: ["sslscan"],
    conversations: /offering TLS 1\.3 =>/,
    answer: false,
    sometimes: false,
  },
  {
    id: "tls1.3-asked-about",
    reason:
      "sslscan asks once more about heartbeats where it has found TLS 1.3, which the scripted server does not speak",
    servers: SPEAKS_TLS13,
    detectors: ["sslscan"],
    conversations: /clientHello 220 => (?:handshake|alert) TLS 1\.2 /,
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
];
