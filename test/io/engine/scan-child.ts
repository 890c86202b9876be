/** A scan in a process of its own, made to be killed: FILE PORT COUNT. Started again, it resumes. */

import { runScan } from "../../../src/engine/run-scan.ts";
import { openStore } from "../../../src/io/store/open-store.ts";
import { LIMITS, manyNames, scanOf } from "./scan-parts.ts";

const [file = "", port = "", count = ""] = process.argv.slice(2);
const store = await openStore(file);
const { state } = await runScan(
  scanOf(store, manyNames(Number(count), Number(port)), { limits: { ...LIMITS, concurrency: 16 }, events: () => {} }),
);
store.close();
process.exitCode = state === "done" ? 0 : 3;
