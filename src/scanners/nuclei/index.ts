/** nuclei with its template for Heartbleed (reference/detectors.md, 2.13; report-formats.md, 3.16). */

import { type Finding, finding } from "../../core/model/outcome.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import { jsonObjectsIn } from "../../documents/json-objects.ts";
import { type NucleiResult, nucleiResult } from "../../importers/nuclei-jsonl/result.ts";
import { linesOf, onlyIpv4 } from "../console.ts";
import type { Question, RawAnswer, Reading, Scanner } from "../scanner.ts";

const CVE = "CVE-2014-0160";

/** Of the many things that it does beside: nothing that talks to anybody but the target. */
const QUIET = ["-duc", "-ni", "-nh", "-nc", "-silent"];

export const nuclei: Scanner = {
  id: "nuclei",
  title: "nuclei",
  homepage: "https://github.com/projectdiscovery/nuclei",
  lineage: "stafford",
  packs: ["heartbleed"],
  sends:
    "Through a Python port of the original script: Stafford's ClientHello of TLS 1.1 and twice a request that claims 16384 bytes and carries none, of TLS 1.1 too. " +
    "It waits for a record that begins with ServerHelloDone and says nothing in every other case.",
  blindSpots: [
    "Finds only servers that speak TLS 1.1: no answer for TLS 1.0 only and for TLS 1.2 only (detectors.md, C03, C05).",
    "No answer where ServerHelloDone shares a record with other messages, or after five seconds (detectors.md, C18, C27).",
    "51 suites without GCM, PSK and others (detectors.md, C08).",
    "Silent without -code, without a valid signature of the template, and without Python on the scanning machine (report-formats.md, 3.16).",
    "No server name, no IPv6.",
  ],
  mapping: [
    { prints: "a result of the template", reason: "finding_reported" },
    {
      prints: "matcher-status false",
      reason: "negative_without_ground",
      why: "printed for every attempt without a match, for a refused connection too",
    },
    { prints: "matcher-status false, error: connection refused", reason: "port_closed" },
    { prints: "matcher-status false, any other error", reason: "check_failed" },
    { prints: "matcher-status is neither true nor false", reason: "tool_output_unreadable" },
    {
      prints: "no templates, an unsigned or unknown template, code templates excluded",
      reason: "check_not_enabled",
      why: "the template did not run",
    },
    {
      prints: "nothing about the target",
      reason: "no_negative_in_format",
      why: "silence is what it prints for everything but a leak",
    },
  ],
  programs: ["nuclei"],
  install: null,
  interpreter: null,
  options: {
    template: {
      description:
        "the template's path: …/code/cves/2014/CVE-2014-0160.yaml of nuclei-templates; without it nothing is asked",
      pattern: /^\/(?:[\w.@+-]+\/)*[\w.@+-]+\.ya?ml$/,
    },
  },
  limits: { timeoutMs: 120_000, maxBytes: 4 << 20, concurrency: 2 },
  needs: "nothing",
  // It writes its version to the error output, under a banner.
  version: {
    args: ["-version", "-duc", "-nc"],
    read: ({ stdout, stderr }) => /Nuclei Engine Version: v?(\d[\w.-]*)/i.exec(`${stderr}\n${stdout}`)?.[1] ?? null,
  },
  ask: (question, { template }) => {
    if (template === undefined) return finding("tool_not_applicable", "its configuration names no template");
    return (
      onlyIpv4(question) ?? {
        // As a URL: of a bare address the template takes no host.
        args: [
          "-target",
          `https://${question.address}:${question.port}`,
          "-t",
          template,
          "-code",
          "-jsonl",
          "-ms",
          ...QUIET,
        ],
      }
    );
  },
  interpret,
};

function interpret({ stdout, stderr }: RawAnswer, question: Question): Reading {
  const results = jsonObjectsIn(stdout).flatMap(({ value }) => nucleiResult(value, CVE) ?? []);
  const ours = results.flatMap((result) => readingOf(result, question) ?? []);
  const decided = ours.find((reading) => reading.finding.outcome === "vulnerable") ?? ours.at(-1);
  if (decided !== undefined) return decided;
  const line = linesOf(`${stderr}\n${stdout}`)
    .find((each) => NOT_RUN.test(each))
    ?.trim();
  if (line !== undefined) return { finding: finding("check_not_enabled", "the template did not run"), words: line };
  return { finding: silence(), words: "" };
}

/** What it says about a template that it leaves out. */
const NOT_RUN =
  /no templates? (?:provided|specified|found)|no valid templates|could not find template|unsigned|not signed|signature|code (?:protocol )?templates? .*(?:excluded|disabled)|excluded.*code|could not (?:load|parse|compile) template/i;

const silence = (): Finding => finding("no_negative_in_format", "it printed nothing about the target");

function readingOf({ host, port, finding: found, words }: NucleiResult, question: Question): Reading | null {
  const named = [host.address, host.name].some((each) => each !== null && canonicalAddress(each) === question.address);
  return found !== null && named && port === question.port ? { finding: found, words } : null;
}
