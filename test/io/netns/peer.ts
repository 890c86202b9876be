/** The other side of lab.ts, in a namespace with nothing in it (MTU, address, ports): the native detector. First a line, then its verdicts. */

import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { findPack } from "../../../src/app/packs.ts";
import { runScan } from "../../../src/engine/run-scan.ts";
import { openStore } from "../../../src/io/store/open-store.ts";
import { DEFAULT_PROBE } from "../../support/range-scan.ts";
import { newRun, scanOf, targetAt } from "../engine/scan-parts.ts";

const [mtu = "", address = "", ...ports] = process.argv.slice(2);

process.stdout.write("ready\n");
await once(process.stdin, "data");
// The other process is gone: nobody waits for an answer.
process.stdin.on("end", () => process.exit(1)).resume();
for (const args of [
  ["addr", "add", "198.51.100.2/24", "dev", "there"],
  ["link", "set", "there", "mtu", mtu, "up"],
])
  if (spawnSync("ip", args, { stdio: ["ignore", "ignore", "inherit"] }).status !== 0) process.exit(1);

const pack = findPack("heartbleed");
const verdicts: Record<string, string> = {};
const store = await openStore(":memory:");
const targets = ports.map((port) => targetAt(address, Number(port)));
await runScan(
  scanOf(store, targets, {
    run: { ...newRun("netns"), pack: pack.id, draws: DEFAULT_PROBE.draws },
    pack,
    probe: DEFAULT_PROBE,
    events: (event) => {
      if (event.kind === "verdict")
        verdicts[ports.indexOf(String(event.endpoint.endpoint.port))] =
          `${event.verdict.outcome} ${event.verdict.evidence}`;
    },
  }),
);
process.stdout.write(`${JSON.stringify(verdicts)}\n`);
process.exit(0);
