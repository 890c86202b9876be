/** Starts one binary with the page-server program, and talks with it. */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { PAGE_SERVER_SCRIPT, type PageServerOrder, type PageServerReport } from "./page-server-script.ts";

const ANSWER_TIMEOUT_MS = 30_000;

/** One running process with its servers. */
export interface PageServers {
  /** Port by order id. */
  readonly ports: ReadonlyMap<string, number>;
  /** What this binary would not open, with its words for why. */
  readonly refused: ReadonlyMap<string, string>;
  /** Fetches every page once, over TLS, with the same library: id of each open server → what went wrong, null: nothing. */
  visit(): Promise<ReadonlyMap<string, string | null>>;
  stop(): Promise<void>;
}

/** Starts `executable`; rejects when it cannot run. `onNotice` hears of exceptions it survived and of an end nobody asked for. */
export async function startPageServers(
  executable: string,
  orders: readonly PageServerOrder[],
  onNotice: (text: string) => void,
): Promise<PageServers> {
  const child = spawn(executable, ["-e", PAGE_SERVER_SCRIPT], {
    // A group of its own: Ctrl-C on a terminal is for us, who may still have something to finish.
    detached: true,
    windowsHide: true,
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal === null ? `exit status ${code}` : `signal ${signal}`));
  });
  // Writing to a process that has just ended fails here too; "exit" says it better.
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout });

  /** Sends one line, then hears reports until there was one about each of `ids`: `hear` says which one it is about. */
  function ask(line: string, ids: Iterable<string>, hear: (report: PageServerReport) => string | null): Promise<void> {
    const unheard = new Set(ids);
    return new Promise((resolve, reject) => {
      const finish = (problem: string | null): void => {
        clearTimeout(timer);
        lines.off("line", listen);
        if (problem === null) resolve();
        else reject(new Error(problem));
      };
      const listen = (text: string): void => {
        const id = hear(JSON.parse(text) as PageServerReport);
        if (id !== null) unheard.delete(id);
        if (unheard.size === 0) finish(null);
      };
      const timer = setTimeout(() => finish("the process does not answer"), ANSWER_TIMEOUT_MS);
      lines.on("line", listen);
      void ended.then((how) => finish(`the process ended: ${how}`));
      child.stdin.write(`${line}\n`);
    });
  }

  const ports = new Map<string, number>();
  const refused = new Map<string, string>();
  const ids = orders.map((order) => order.id);
  await ask(JSON.stringify(orders), ids, (report) => {
    if (report.event === "listening") ports.set(report.id, report.port);
    else if (report.event === "refused") refused.set(report.id, report.error);
    else return null;
    return report.id;
  }).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });

  lines.on("line", (text) => {
    const report = JSON.parse(text) as PageServerReport;
    if (report.event === "survived") onNotice(`survived an exception: ${report.error}`);
  });
  let wanted = true;
  void ended.then((how) => {
    if (wanted) onNotice(`the process ended by itself (${how}), its servers are gone`);
  });
  return {
    ports,
    refused,
    async visit() {
      const problems = new Map<string, string | null>();
      await ask("visit", ports.keys(), (report) => {
        if (report.event !== "visited") return null;
        problems.set(report.id, report.error);
        return report.id;
      }).catch((error: unknown) => {
        for (const id of ports.keys()) if (!problems.has(id)) problems.set(id, (error as Error).message);
      });
      return problems;
    },
    async stop() {
      wanted = false;
      child.kill("SIGKILL");
      await ended;
    },
  };
}
