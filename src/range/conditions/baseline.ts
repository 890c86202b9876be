/** The library alone: vulnerable, repaired, built without heartbeats. */

import type { Condition } from "./condition.ts";

export const BASELINE: readonly Condition[] = [
  {
    id: "C01",
    title: "vulnerable, all versions, short flight",
    question: "Does it see the flaw at all?",
    truth: "vulnerable",
    dials: {},
    source: "OpenSSL 1.0.1e, ssl/t1_lib.c",
  },
  {
    id: "C02",
    title: "patched, drops bad heartbeats silently",
    question: "Does it call silence by its name, and the repaired server repaired?",
    truth: "not_vulnerable",
    dials: { heartbeat: "bounds_checked" },
    source: "OpenSSL 1.0.1g, ssl/t1_lib.c",
  },
  {
    id: "C46",
    title: "vulnerable, handshake buffer of 4096 bytes",
    question: "Does it know that an answer to a claim of 4072 waits in the buffer and one to 4073 does not?",
    truth: "vulnerable",
    dials: { handshakeBuffer: 4096 },
    source: "OpenSSL 1.0.1e, crypto/bio/bf_buff.c; nmap e38d9618a",
  },
  {
    id: "C51",
    title: "vulnerable version number, built without heartbeats",
    question: "Does it ask the server, or believe a version number?",
    truth: "not_vulnerable",
    dials: { extension: "none", heartbeat: "not_built" },
    source: "node v0.10.26, deps/openssl/openssl.gyp",
  },
];
