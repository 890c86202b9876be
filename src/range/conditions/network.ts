/** What lies between a client and the library that answers it: the network, a device that resets, other machines, other visitors. */

import type { Condition } from "./condition.ts";
import type { Network } from "./dials.ts";

const CLEAR: Network = { latencyMs: 0, jitterMs: 0, mss: null, lossPercent: 0 };

export const NETWORK: readonly Condition[] = [
  {
    id: "C42",
    title: "a vulnerable node in a pool with a TLS 1.3-capable one",
    question: "Does it take a node that speaks TLS 1.3 for the whole pool?",
    truth: "vulnerable",
    dials: { pool: { size: 2, by: "connection", others: { stack: "node" } } },
    source: "sslyze heartbleed_plugin.py: not vulnerable, without asking, where TLS 1.3 is spoken",
  },
  {
    id: "C48",
    title: "patched, a small host: served alone at full speed, all others starve meanwhile",
    question: "Do sixteen copies of it at once take a slow flight for memory?",
    truth: "not_vulnerable",
    dials: { heartbeat: "bounds_checked", crowd: { atOnce: 1, beyond: "starve" } },
    source: "testssl.sh issue 313: 60 of 3500 flagged in parallel, none when asked again one by one",
  },
  {
    id: "C52",
    title: "vulnerable, every connection is reset before a word is said",
    question: "Does it say that it could not test?",
    truth: "vulnerable",
    dials: { path: "resets" },
    source: "masscan README: the scanner's own kernel resets its connections",
  },
  {
    id: "latency",
    title: "vulnerable, 400 ms away",
    question: "Does it count the way there and back as time the server took?",
    truth: "vulnerable",
    dials: { network: { ...CLEAR, latencyMs: 400 } },
    source: "satellite links: one hop is some 270 ms one way (ITU-T G.114)",
  },
  {
    id: "jitter",
    title: "vulnerable, every piece up to half a second late",
    question: "Does a pause between two pieces end its patience?",
    truth: "vulnerable",
    dials: { network: { ...CLEAR, latencyMs: 20, jitterMs: 500 } },
    source: "mobile networks",
  },
  {
    id: "small-mss",
    title: "vulnerable, segments of 48 bytes both ways",
    question: "Does it join what the network cut?",
    truth: "vulnerable",
    dials: { network: { ...CLEAR, mss: 48 } },
    source: "Linux net.ipv4.tcp_min_snd_mss, 48 by default",
  },
  {
    id: "loss",
    title: "vulnerable, one segment of seven is lost",
    question: "Does it wait for a retransmission?",
    truth: "vulnerable",
    dials: { network: { ...CLEAR, latencyMs: 20, mss: 536, lossPercent: 15 } },
    source: "RFC 6298; masscan README",
  },
];
