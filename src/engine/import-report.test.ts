import { expect, test } from "vitest";
import type { ForeignAnswer, NewRun, Store } from "../core/ports/store.ts";
import { nessusCsv } from "../importers/nessus-csv/index.ts";
import { placeOf } from "../importers/place.ts";
import { importReport } from "./import-report.ts";

async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}

async function imported(document: string) {
  const answers: ForeignAnswer[] = [];
  const store: Pick<Store, "knownAt" | "appendForeign"> = {
    // What is said of a host as a whole is said of none of its ports, whatever is known of them.
    knownAt: () => expect.fail("a host as a whole was matched"),
    appendForeign: (_run, more) => {
      answers.push(...more);
      return more.map(({ observation }) => ({ ...observation, attempt: 1 }));
    },
  };
  const run: Partial<NewRun> = { id: "r", pack: "heartbleed", vantage: "here" };
  const summary = await importReport({
    run: run as NewRun,
    store: store as Store,
    importer: nessusCsv,
    cve: "CVE-2014-0160",
    document: pieces(document),
    source: "x.csv",
    sha256: "0",
    fileTime: null,
    placeOf,
    onAnswers: () => undefined,
    now: () => 0,
    signal: new AbortController().signal,
  });
  return { answers, summary };
}

test("a finding at a port that cannot be read is one of the host", async () => {
  const { answers, summary } = await imported(
    "Plugin ID,CVE,Host,Protocol,Port,Name\n73412,CVE-2014-0160,192.0.2.1,tcp,https,a check\n",
  );
  expect(answers.map(({ observation }) => observation)).toMatchObject([
    {
      endpoint: { address: "192.0.2.1", port: null },
      reason: "finding_reported",
      detail: 'expected a port, found "https"',
    },
  ]);
  expect(summary.dropped).toEqual([]);
});

test("a finding of a host that cannot be read is dropped, and said to be", async () => {
  const { answers, summary } = await imported(
    "Plugin ID,CVE,Host,Protocol,Port,Name\n73412,CVE-2014-0160,192.168.1.1001,tcp,443,a check\n",
  );
  expect(answers).toEqual([]);
  expect(summary.dropped).toMatchObject([{ why: 'expected an address, found "192.168.1.1001"' }]);
});
