/** A process of its own that fills a run of the database it is given: FILE RUN COUNT. */

import { finding } from "../../../src/core/model/outcome.ts";
import { openStore } from "../../../src/io/store/open-store.ts";
import { newRun, targetAt } from "./scan-parts.ts";
import { LETTER, tinyPack } from "./tiny-pack.ts";

const [file = "", run = "", count = "0"] = process.argv.slice(2);
const store = await openStore(file);
store.createRun(newRun(run));

for (let port = 1; port <= Number(count); port += 1) {
  const target = targetAt("127.0.0.1", port);
  if (!target.ok) throw new Error("not a target");
  const endpoint = { address: "127.0.0.1", port, transport: "tcp", serverName: null, origin: "asked" } as const;
  const planned = { endpoint, stage: 1, name: null, resolved: false, permitted: true, unresolved: null } as const;
  const item = { kind: "target", ordinal: port, target: target.target, endpoints: [planned] } as const;
  store.ingest(run, [item], { read: port, complete: false });
  for (const taken of store.take(run, 9)) {
    store.append(taken.id, LETTER, {
      endpoint: taken.endpoint,
      pack: tinyPack.id,
      detector: LETTER.id,
      version: LETTER.version,
      lineage: LETTER.lineage,
      vantage: run,
      run,
      mode: "automatic",
      attempt: 1,
      startedAt: new Date().toISOString(),
      durationMs: 1,
      ...finding("connect_refused"),
      transcripts: [{ format: 1, rung: run, address: "127.0.0.1", port, serverName: null, events: [] }],
      provenance: null,
    });
    store.finish(taken.id);
  }
}
store.close();
