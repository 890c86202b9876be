/** One `openssl s_server`: started, watched, visited, ended. */

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const START_TIMEOUT_MS = 20_000;
const POLL_MS = 50;
const VISIT_TIMEOUT_MS = 30_000;

const LISTENS = "it listens";

/**
 * `s_server -www` never looks at its standard input, so nothing would tell it that we are gone (kill -9 included). A
 * shell therefore leaves a watcher behind that holds descriptor 3 and then becomes `s_server` itself. A line on 3 sends
 * the watcher home; an end of file without one means that we died, and `s_server` with us.
 */
const LIFELINE = '(read -r _ <&3 || kill -9 $$) >/dev/null 2>&1 & exec "$@" 3<&-';

export interface WatchedServer {
  stop(): Promise<void>;
}

/** Where to listen. `acceptsAddress` false: this version takes a port only and listens on all addresses. */
export interface ListenAt {
  readonly address: string;
  readonly port: number;
  readonly acceptsAddress: boolean;
}

/** Starts `openssl s_server`; see `startWatched`. */
export function startSServer(
  openssl: string,
  args: readonly string[],
  listenAt: ListenAt,
  onEnd: (how: string) => void,
): Promise<WatchedServer> {
  const { address, port, acceptsAddress } = listenAt;
  const place = acceptsAddress ? `${address}:${port}` : String(port);
  return startWatched([openssl, "s_server", "-accept", place, ...args], listenAt, onEnd);
}

/**
 * Starts a server that is one process and ends with us. Rejects when it does not listen in time. `onEnd` hears how it ended, if
 * nobody asked it to.
 */
export async function startWatched(
  command: readonly string[],
  { address, port }: Pick<ListenAt, "address" | "port">,
  onEnd: (how: string) => void,
): Promise<WatchedServer> {
  const child = spawn("/bin/sh", ["-c", LIFELINE, "sh", ...command], {
    // A group of its own: Ctrl-C on a terminal is for us, who may still have something to finish.
    detached: true,
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const lifeline = child.stdio[3] as Socket;
  lifeline.on("error", () => {});
  let state: "starting" | "running" | "over" = "starting";
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal === null ? `exit status ${code}` : `signal ${signal}`));
  }).then((how) => {
    lifeline.end("\n");
    if (state === "running") onEnd(how);
    state = "over";
    return how;
  });
  const stop = async (): Promise<void> => {
    state = "over";
    child.kill("SIGKILL");
    await ended;
  };
  const answered = await Promise.race([untilItListens(address, port, () => state === "over"), ended]);
  if (answered !== LISTENS) {
    await stop();
    throw new Error(answered);
  }
  state = "running";
  return { stop };
}

/** A free port, kept from everybody else until `release`: those held at the same time are all different. */
export async function holdPort(address: string): Promise<{ readonly port: number; release(): Promise<unknown> }> {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, release: () => once(server.close(), "close") };
}

async function untilItListens(address: string, port: number, isOver: () => boolean): Promise<string> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!isOver() && performance.now() < deadline) {
    if (await canConnect(address, port)) return LISTENS;
    await sleep(POLL_MS);
  }
  return "it does not listen";
}

function canConnect(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.end());
  });
}

/** Fetches the status page with `openssl s_client`; null when it was served, else what went wrong. */
export function visitSServer(
  openssl: string,
  args: readonly string[],
  address: string,
  port: number,
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = execFile(
      openssl,
      ["s_client", "-connect", `${address}:${port}`, ...args],
      { timeout: VISIT_TIMEOUT_MS, killSignal: "SIGKILL" },
      (error, stdout, stderr) => {
        if (/^HTTP\/1\.0 200/m.test(stdout)) resolve(null);
        else if (error?.killed) resolve("no page in time");
        else resolve(/error:.*/.exec(stderr)?.[0] ?? "no page");
      },
    );
    child.stdin?.on("error", () => {});
    child.stdin?.end("GET / HTTP/1.0\r\n\r\n");
  });
}
