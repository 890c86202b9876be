/**
 * Runs inside a network namespace of its own (MTU, arguments for `tc qdisc … netem`, none): starts C01 and C02, makes a second namespace
 * with a veth pair to it, has the native detector ask from there, and prints what it said, one JSON object.
 * Nothing but these two namespaces is ever touched, and both end with this process.
 */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { condition } from "../../../src/range/conditions/catalogue.ts";
import { startScripted } from "../../../src/range/scripted/start-scripted.ts";
import { startForwarder } from "../../support/forwarder.ts";

/** RFC 5737, TEST-NET-2: routed nowhere, and reachable only over the pair. */
const HERE = "198.51.100.1";

const [mtu = "1500", ...netem] = process.argv.slice(2);

function must(program: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error?.message ?? stderr.trim()}`);
}

function startPeer(ports: readonly number[]): ChildProcess {
  const script = fileURLToPath(new URL("peer.ts", import.meta.url));
  const node = [process.execPath, "--import", "tsx", script, mtu, HERE, ...ports.map(String)];
  return spawn("unshare", ["--net", "--", ...node], { stdio: ["pipe", "pipe", "inherit"] });
}

must("ip", "link", "set", "lo", "up");
must("ip", "link", "add", "here", "type", "veth", "peer", "name", "there");
if (netem.length > 0) must("tc", "qdisc", "add", "dev", "here", "root", "netem", ...netem);
must("ip", "addr", "add", `${HERE}/24`, "dev", "here");
must("ip", "link", "set", "here", "mtu", mtu, "up");

const range = await startScripted(["C01", "C02"].flatMap((id) => condition(id) ?? []));
const doors = await Promise.all(range.servers.map(({ port }) => startForwarder(HERE, port)));
const peer = startPeer(doors.map(({ port }) => port));
const said: Buffer[] = [];
peer.stdout?.on("data", (chunk: Buffer) => {
  // Its first word: it is in its namespace by now.
  if (said.length === 0) {
    must("ip", "link", "set", "there", "netns", String(peer.pid));
    peer.stdin?.write("go\n");
  }
  said.push(chunk);
});
await once(peer, "close");
process.stdout.write(Buffer.concat(said));
process.exit(0);
