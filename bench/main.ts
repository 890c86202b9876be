/** `npm run bench -- NAME` (the names are in MEASUREMENTS), `cpu` with endpoint sets such as `nginx`, `score` with detectors, to have only these: one measurement, its table and its line of JSON on standard output. */

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { agreeing } from "./agree.ts";
import { calibration } from "./calibration.ts";
import { coverage } from "./coverage.ts";
import { cpu } from "./cpu.ts";
import { dashboard } from "./dashboard.ts";
import { hostile } from "./hostile.ts";
import { importing } from "./import.ts";
import { judgement } from "./judgement.ts";
import { many } from "./many.ts";
import { million } from "./million.ts";
import { ROOT } from "./process.ts";
import { scoring } from "./score.ts";
import { sequential } from "./sequential.ts";

const MEASUREMENTS: Readonly<Record<string, (more: readonly string[]) => Promise<void>>> = {
  agree: agreeing,
  cpu,
  many,
  million,
  import: importing,
  hostile,
  judgement,
  calibration,
  score: scoring,
  coverage,
  sequential,
  dashboard,
};

const [name = "", ...more] = process.argv.slice(2);
const measure = MEASUREMENTS[name];
if (measure === undefined) {
  console.error(`usage: npm run bench -- ${Object.keys(MEASUREMENTS).join("|")}`);
  process.exitCode = 64;
} else {
  // What is measured is the code as it is now.
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", join(ROOT, "tsconfig.build.json")], { stdio: "inherit" });
  if (name === "dashboard") {
    const vite = join(ROOT, "node_modules/vite/bin/vite.js");
    execFileSync(process.execPath, [vite, "build", "--config", join(ROOT, "web/vite.config.ts")], { stdio: "inherit" });
  }
  await measure(more);
}
