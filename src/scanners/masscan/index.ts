/** masscan (reference/detectors.md, 2.11; report-formats.md, 3.18). */

import { finding } from "../../core/model/outcome.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import { jsonObjectsIn } from "../../documents/json-objects.ts";
import type { ReportAnswer } from "../../importers/importer.ts";
import { addRecord, isEndMark, withQuotedKeys } from "../../importers/masscan/json.ts";
import { MASSCAN_MAPPING } from "../../importers/masscan/index.ts";
import { MasscanPlaces } from "../../importers/masscan/places.ts";
import { linesOf } from "../console.ts";
import type { Question, RawAnswer, Reading, Scanner } from "../scanner.ts";

const CVE = "CVE-2014-0160";
const MAC = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i;

export const masscan: Scanner = {
  id: "masscan",
  title: "masscan",
  homepage: "https://github.com/robertdavidgraham/masscan",
  lineage: "masscan",
  packs: ["heartbleed"],
  sends:
    "Raw packets with a TCP of its own: a ClientHello without heartbeats, and as soon as the ServerHello has begun a warning alert and a request that claims 16384 bytes and carries none, both of TLS 1.1. " +
    "It asks for foreign memory and keeps none of it.",
  blindSpots: [
    "Only servers that choose TLS 1.1 answer; since May 2022 its hello says TLS 1.2, so that only those that have nothing better do (detectors.md, 2.11).",
    "It prints nothing for a server that does not leak, for a closed port and for one that it could not reach.",
    "It cannot ask the machine that it runs on, nor through a network without MAC addresses.",
    "Without a source address of its own, or a firewall rule, the kernel resets its connections (README).",
    "Version 1.3.2, Debian's, ends at once with an error of its configuration when it is given --heartbleed (measured).",
  ],
  mapping: [
    ...MASSCAN_MAPPING.filter(({ reason }) => !["check_not_enabled", "tool_not_applicable"].includes(reason)),
    { prints: "a TLS banner or a certificate, TLS 1.1 or no version, and no leak", reason: "no_negative_in_format" },
    {
      prints: "no record of the port",
      reason: "no_record_of_check",
      why: "closed, filtered or not reached: it does not say",
    },
    { prints: "FAIL: permission denied", reason: "privileges_missing", why: "it needs raw sockets" },
    { prints: "any other FAIL or CONF, or nothing at all", reason: "tool_failed" },
  ],
  programs: ["masscan"],
  install: "apt-get install masscan",
  interpreter: null,
  options: {
    "source-ip": { description: "an unused address of the network, for its own TCP", pattern: /^[0-9a-f.:]{3,45}$/i },
    "source-port": { description: "a port that a firewall rule keeps from the kernel", pattern: /^[1-9]\d{0,4}$/ },
    interface: { description: "the network interface, e.g. eth0", pattern: /^[a-z][a-z0-9._-]{0,14}$/i },
    "router-mac": { description: "where its packets go, e.g. 66-55-44-33-22-11", pattern: MAC },
    wait: { description: "seconds to wait for answers, default 10", pattern: /^[1-9]\d{0,2}$/ },
  },
  limits: { timeoutMs: 120_000, maxBytes: 1 << 20, concurrency: 1 },
  needs: "raw_sockets",
  version: { args: ["--version"], read: ({ stdout }) => /Masscan version (\d[\w.-]*)/.exec(stdout)?.[1] ?? null },
  ask: ({ address, port }, options) => {
    if (isLoopback(address)) {
      return finding("tool_not_applicable", "masscan has a TCP of its own and cannot ask the machine that it runs on");
    }
    const given = ["source-ip", "source-port", "interface", "router-mac"].flatMap((name) => {
      const value = options[name];
      return value === undefined ? [] : [`--${name}`, value];
    });
    return {
      // One address and one port, slowly, and no file of settings but those given here.
      args: [
        address,
        `-p${port}`,
        "--heartbleed",
        "--banners",
        "--rate",
        "100",
        "--wait",
        options["wait"] ?? "10",
        ...given,
        "-oJ",
        "-",
      ],
    };
  },
  interpret,
};

const isLoopback = (address: string): boolean => address.startsWith("127.") || address === "::1";

function interpret({ stdout, stderr }: RawAnswer, question: Question): Reading {
  const answer = answersIn(stdout).find((each) => isAbout(each, question));
  if (answer !== undefined) return { finding: answer.finding, words: answer.words };
  const lines = linesOf(`${stderr}\n${stdout}`);
  const failed = lines.find((line) => /^\s*(?:\[-\] )?FAIL\b|^CONF:/.test(line))?.trim();
  if (failed !== undefined) {
    const reason = /permission denied/i.test(failed) ? "privileges_missing" : "tool_failed";
    return { finding: finding(reason, failed), words: failed };
  }
  const hasRun = lines.some((line) => line.startsWith("Starting masscan"));
  if (hasRun) return { finding: finding("no_record_of_check", "it printed nothing about the port"), words: "" };
  return { finding: finding("tool_failed", "it does not say that it ran"), words: "" };
}

function answersIn(stdout: string): readonly ReportAnswer[] {
  const places = new MasscanPlaces(CVE, true);
  for (const { line, value } of jsonObjectsIn(stdout, withQuotedKeys)) {
    if (!isEndMark(value)) addRecord(places, value, line);
  }
  places.end();
  return places.take().filter((event) => event.kind === "answer");
}

function isAbout({ host, port, transport }: ReportAnswer, question: Question): boolean {
  return (
    canonicalAddress(host.address ?? "") === question.address &&
    String(port) === String(question.port) &&
    transport === "tcp"
  );
}
