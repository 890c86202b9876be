import { describe, expect, test, type TestContext } from "vitest";
import type { Importer } from "../importer.ts";
import { nmapText } from "../nmap-text/index.ts";
import { answersOf } from "../testing/check.ts";
import { readSample } from "../testing/samples.ts";
import { nmap } from "./index.ts";

const VULNERABLE = [9601, 9603, 9605, 9606, 9607, 9623, 9625, 9627];
/** A zero each; behind 9620, 9621 and 9626 a device on the path hides a vulnerable server, which no report can tell. */
const ZERO = [9602, 9620, 9621, 9626, 9633, 9634];
const UNKNOWN = {
  9604: "tls_version_not_covered",
  9622: "negative_without_ground",
  9624: "check_failed",
  9699: "port_closed",
};
const NO_TLS = [9610, 9611, 9612, 9613];

async function byPort(context: TestContext, importer: Importer, name: string) {
  const answers = answersOf(await readSample(context, importer, name));
  return Object.fromEntries(answers.map(({ port, finding }) => [port, finding.reason]));
}

describe.each([
  [nmap, "xml"],
  [nmapText, "nmap"],
] as const)("captures of genuine servers, %#", (importer, suffix) => {
  test("the recipe: every false zero becomes a question", async (context) => {
    expect(await byPort(context, importer, `captures/nmap/all_evidence.${suffix}`)).toEqual({
      ...Object.fromEntries(VULNERABLE.map((port) => [port, "finding_reported"])),
      ...Object.fromEntries(ZERO.map((port) => [port, "negative_reported"])),
      ...Object.fromEntries(NO_TLS.map((port) => [port, "tls_not_shown"])),
      ...UNKNOWN,
    });
  });

  test("without a list of suites there are no zeros", async (context) => {
    const names = [
      "all_plain_showall",
      "force_showall",
      "plain_showall",
      "sV_showall",
      "sV_showall_tls12only",
      "sV_noshowall",
      "manyports",
    ];
    for (const name of [
      ...names,
      "plain_noSV",
      "force_noSV",
      "badproto",
      "short",
      "proxies_showall",
      "hostname_target",
      "debug_showall",
    ]) {
      const answers = answersOf(await readSample(context, importer, `captures/nmap/${name}.${suffix}`));
      expect(answers.length, name).toBeGreaterThan(0);
      expect(
        answers.filter(({ finding }) => finding.outcome === "not_vulnerable"),
        name,
      ).toEqual([]);
    }
  });

  test("version detection: the server with SSLv3 only looks like the repaired one", async (context) => {
    expect(await byPort(context, importer, `captures/nmap/sV_showall.${suffix}`)).toMatchObject({
      9601: "finding_reported",
      9602: "negative_without_ground",
      9604: "negative_without_ground",
      9610: "tls_not_shown",
    });
  });

  test("an error in a script, and its argument", async (context) => {
    expect(await byPort(context, importer, `captures/nmap/badproto.${suffix}`)).toEqual({ 9601: "check_failed" });
    expect(await byPort(context, importer, `captures/nmap/proxies_showall.${suffix}`)).toMatchObject({
      9624: "check_failed",
    });
  });
});

test("killed while it scanned: nothing but a broken document", async (context) => {
  const events = await readSample(context, nmap, "captures/nmap/killed.xml");
  expect(answersOf(events)).toEqual([]);
  expect(events.at(-1)?.kind).toBe("broken");
});

test("public samples: nobody asked", async (context) => {
  const allowed = new Set(["check_not_enabled", "port_filtered", "port_closed", "host_dead", "port_not_scanned"]);
  for (const name of [
    "dd_issue12411",
    "dd_issue4406",
    "dd_nmap_1port",
    "dradis_nse-01",
    "faraday_nmap_plugin_with_api",
    "libnmap_1_host_ping",
    "libnmap_1_hosts_down",
    "libnmap_1_os_banner_scripts",
    "libnmap_full_sudo6",
    "secator_nmap_output",
  ]) {
    const events = await readSample(context, nmap, `reports/nmap/${name}.xml`);
    const answers = answersOf(events);
    expect(answers.length, name).toBeGreaterThan(0);
    expect(
      answers.filter(({ finding }) => !allowed.has(finding.reason)),
      name,
    ).toEqual([]);
    expect(
      events.filter(({ kind }) => kind === "broken"),
      name,
    ).toEqual([]);
  }
});

test("a sample that chose the category safe, to which the check belongs", async (context) => {
  const answers = answersOf(await readSample(context, nmap, "reports/nmap/libnmap_extra_ports.xml"));
  expect(new Set(answers.map(({ finding }) => finding.outcome))).toEqual(new Set(["unknown"]));
});

for (const name of ["reports/nmap/dradis_invalid.xml", "reports/hostile-xml/made_billion_laughs_nmaprun.xml"]) {
  test(`refused: ${name}`, async (context) => {
    const events = await readSample(context, nmap, name);
    expect(events.map(({ kind }) => kind)).toEqual(["broken"]);
  });
}
