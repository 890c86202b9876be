/** sslscan with its two defects, with one of them, and with neither (reference/detectors.md, 2.10). */

import { SSL30, TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import { sslscan as scanner } from "../../scanners/sslscan/index.ts";
import { asPrinted, type Profile, type Question, type Reading } from "../profile.ts";
import type { Talk } from "../talk.ts";
import type { Reader } from "./reader.ts";
import { leaks, takes } from "./talk.ts";

interface State {
  readonly unlike?: Profile["unlike"];
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly reader: Reader;
  /** Since 2.0 it lists the versions that a server takes; before, they show in its list of suites. */
  readonly listsVersions: boolean;
  readonly blindSpots: readonly string[];
}

const COMMON = scanner.blindSpots.slice(2);

const STATES: readonly State[] = [
  {
    id: "sslscan-2",
    title: "sslscan 2.x, as built where characters have a sign (x86)",
    version: "2.0.7",
    reader: { continues: false, signed: true },
    listsVersions: true,
    blindSpots: scanner.blindSpots,
    unlike: [
      { at: ["C24"], why: "whether pieces of an answer are read together is a race in the tool" },
      {
        at: ["tls1.3"],
        why: "the tool asks a TLS 1.3 server with a hello of TLS 1.2 and prints the refusal as not vulnerable",
      },
    ],
  },
  {
    id: "sslscan-2-arm",
    title: "sslscan 2.x, as built where characters have no sign (Linux on ARM)",
    version: "2.0.7",
    reader: { continues: false, signed: false },
    listsVersions: true,
    blindSpots: scanner.blindSpots.slice(1),
  },
  {
    id: "sslscan-1-11-12",
    title: "sslscan 1.11.12, which reads records to their end",
    version: "1.11.12",
    reader: { continues: true, signed: false },
    listsVersions: false,
    blindSpots: COMMON,
  },
];

const PROBED = [SSL30, TLS10, TLS11, TLS12];
/** Newest first. It has no line for SSL 3. */
const ASKED = [TLS12, TLS11, TLS10];
const NAMES: Readonly<Record<number, string>> = {
  [SSL30]: "SSLv3",
  [TLS10]: "TLSv1.0",
  [TLS11]: "TLSv1.1",
  [TLS12]: "TLSv1.2",
};

function profile(state: State): Profile {
  return {
    id: state.id,
    title: state.title,
    version: state.version,
    scanner,
    lineage: scanner.lineage,
    sends: scanner.sends,
    blindSpots: state.blindSpots,
    source: "detectors.md 2.10; report-formats.md 3.13",
    mapping: scanner.mapping,
    unlike: state.unlike ?? [],
    limitMs: 300_000,
    talk: (question) => talk(question, state),
  };
}

function* talk(question: Question, { reader, version: release, listsVersions }: State): Talk<Reading> {
  const { address, port, serverName } = question;
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', `<document title="SSLScan Results" version="${release}">`];
  const read = () => asPrinted(scanner, question, `${lines.join("\n")}\n`);
  const unreachable = `  <error><![CDATA[Could not open a connection to host ${address} (${address}) on port ${port}.]]></error>`;

  // Given an address, it sends even that as a name.
  const name = serverName ?? address;
  const taken = new Set<number>();
  for (const [index, version] of PROBED.entries()) {
    const answer = yield* takes(version, name);
    if (answer === "failed") {
      lines.push(unreachable);
      // The first attempt is before the target's element, and nothing is left open.
      if (index === 0) lines.push("</document>");
      return read();
    }
    if (index === 0) lines.push(` <ssltest host="${address}" sniname="${name}" port="${port}">`);
    if (answer) taken.add(version);
    if (listsVersions) lines.push(protocolLine(version, answer));
  }
  for (const version of ASKED) {
    if (!taken.has(version)) continue;
    const answer = yield* leaks(version, reader);
    if (answer === "failed") {
      lines.push(unreachable);
      return read();
    }
    lines.push(`  <heartbleed sslversion="${NAMES[version]}" vulnerable="${answer ? 1 : 0}" />`);
  }
  if (!listsVersions) {
    for (const version of taken) lines.push(`  <cipher status="preferred" sslversion="${NAMES[version]}" />`);
  }
  lines.push(" </ssltest>", "</document>");
  return read();
}

function protocolLine(version: number, taken: boolean): string {
  const [type, number] = version === SSL30 ? ["ssl", "3"] : ["tls", (NAMES[version] ?? "").slice(-3)];
  return `  <protocol type="${type}" version="${number}" enabled="${taken ? 1 : 0}" />`;
}

export const SSLSCANS: readonly Profile[] = STATES.map(profile);
