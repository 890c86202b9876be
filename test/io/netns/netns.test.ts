/** A network that is none of ours to simulate: two namespaces of the kernel, a cable between them, the detector at the other end. */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test, type TestContext } from "vitest";

/** As root of a user namespace, so that no privileges are needed where the machine allows these to everybody. */
const ALONE = ["--user", "--map-root-user", "--net", "--"];

function inNamespace(...command: readonly string[]) {
  return spawnSync("unshare", [...ALONE, ...command], { encoding: "utf8", timeout: 100_000, killSignal: "SIGKILL" });
}

/** Skips, saying why, where the machine does not let us do that in a namespace of our own. */
function needs(context: TestContext, what: string, script: string): void {
  const { error, status, stderr } = inNamespace("sh", "-ec", script);
  if (status !== 0) context.skip(`${what}: ${error?.message ?? (stderr.trim().split("\n")[0] || `exit ${status}`)}`);
}
const VETH = "ip link add here type veth peer name there";

/** What the native detector said of C01 and C02 over a network like that. */
function askedOver(mtu: number, ...netem: readonly string[]): unknown {
  const lab = fileURLToPath(new URL("lab.ts", import.meta.url));
  const { stdout, stderr } = inNamespace(process.execPath, "--import", "tsx", lab, String(mtu), ...netem);
  expect(stdout.split("\n")[0], stderr).toBe("ready");
  return JSON.parse(stdout.split("\n")[1] ?? "null");
}
const RIGHT = { 0: "vulnerable demonstrated", 1: "not_vulnerable refuted" };

describe("across network namespaces the detector is right", { timeout: 120_000 }, () => {
  test("over a cable with an MTU of 576 bytes", (context) => {
    needs(context, "no namespaces with a veth pair", VETH);
    expect(askedOver(576)).toEqual(RIGHT);
  });

  test("with an MTU of 128 bytes", (context) => {
    needs(context, "no namespaces with a veth pair", VETH);
    expect(askedOver(128)).toEqual(RIGHT);
  });

  test("with netem's delay, jitter and loss", (context) => {
    const netem = ["delay", "60ms", "30ms", "loss", "3%"];
    needs(context, "no netem in this kernel", `${VETH}; tc qdisc add dev here root netem ${netem.join(" ")}`);
    expect(askedOver(576, ...netem)).toEqual(RIGHT);
  });
});
