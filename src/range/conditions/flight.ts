/** The server's first flight: how it is cut, how long it is, when it comes. */

import type { Condition } from "./condition.ts";

const certificate = { name: null, lowByte: null, recordLength: null, fill: 0x20 };

export const FLIGHT: readonly Condition[] = [
  {
    id: "C17",
    title: "warning alert 112 before the ServerHello",
    question: "Does it read on after a warning?",
    truth: "vulnerable",
    dials: { serverName: "warned_about" },
    source: "pacemaker; check-ssl-heartbleed.pl; sslyze",
  },
  {
    id: "C18",
    title: "whole flight in one record",
    question: "Does it find ServerHelloDone when it is not the first message of a record?",
    truth: "vulnerable",
    dials: { framing: "one_record" },
    source: "heartbleed-masstest ce2c5fe; nmap b3b0bf238",
  },
  {
    id: "C19",
    title: "handshake split over small records",
    question: "Does it join a message that spans records?",
    truth: "vulnerable",
    dials: { framing: { recordBytes: 60 } },
    source: "tls_parser; metasploit parse_handshakes",
  },
  {
    id: "C20",
    title: "chain of 5 kB, segments 30 ms apart",
    question: "Does it take the rest of a certificate for the answer?",
    truth: "vulnerable",
    dials: { certificate: { ...certificate, recordLength: 5004 }, flightSegments: { bytes: 1400, gapMs: 30 } },
    source: "sslyze 0.9.0; sslyze issue 202",
  },
  {
    id: "C21",
    title: "Certificate record length with a low byte of 0x80 or more",
    question: "Does it read lengths as unsigned numbers?",
    truth: "vulnerable",
    dials: { certificate: { ...certificate, lowByte: 0x94 } },
    source: "sslscan.c testHeartbleed; rbsec/sslscan issue 120",
  },
  {
    id: "C22",
    title: "patched, segmented chain with runs of 0x18",
    question: "Does it find heartbeat records inside a certificate?",
    truth: "not_vulnerable",
    dials: {
      heartbeat: "bounds_checked",
      certificate: { ...certificate, recordLength: 3604, fill: 0x18 },
      flightSegments: { bytes: 1400, gapMs: 30 },
    },
    source: "rbsec/sslscan issues 18 and 120",
  },
  {
    id: "C23",
    title: "client certificate required",
    question: "Can it ask before, or without, proving who it is?",
    truth: "vulnerable",
    dials: { clientCertificate: "required" },
    source: "Go TLS clients; nmap",
  },
  {
    id: "C29",
    title: "ServerHello after 6 s",
    question: "How long does it wait for the first flight?",
    truth: "vulnerable",
    dials: { helloDelayMs: 6000 },
    source: "hello timers of 5 s",
  },
  {
    id: "C45",
    title: "patched, flight of more than 16 kB",
    question: "Does it take the rest of a long flight for the answer?",
    truth: "not_vulnerable",
    dials: { heartbeat: "bounds_checked", clientCertificate: "requested", authoritiesBytes: 18_000 },
    source: "testssl.sh issue 231",
  },
];
