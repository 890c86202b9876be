<<<<<<< HEAD
/** `npm run bench -- cpu|many|million|import|hostile|judgement|agree|calibration|coverage|sequential`, `cpu` with endpoint sets such as `nginx` to have only these: one measurement, its table and its line of JSON on standard output. */
=======
/** `npm run bench -- cpu|many|million|import|hostile|judgement|agree|calibration|score`, `cpu` with endpoint sets such as `nginx` and `score` with detectors to have only these: one measurement, its table and its line of JSON on standard output. */
>>>>>>> w5-score

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { agreeing } from "./agree.ts";
import { calibration } from "./calibration.ts";
import { coverage } from "./coverage.ts";
import { cpu } from "./cpu.ts";
import { hostile } from "./hostile.ts";
import { importing } from "./import.ts";
import { judgement } from "./judgement.ts";
import { many } from "./many.ts";
import { million } from "./million.ts";
import { ROOT } from "./process.ts";
<<<<<<< HEAD
import { sequential } from "./sequential.ts";
=======
import { scoring } from "./score.ts";
>>>>>>> w5-score

const MEASUREMENTS: Readonly<Record<string, (more: readonly string[]) => Promise<void>>> = {
  agree: agreeing,
  cpu,
  many,
  million,
  import: importing,
  hostile,
  judgement,
  calibration,
<<<<<<< HEAD
  coverage,
  sequential,
=======
  score: scoring,
>>>>>>> w5-score
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
  await measure(more);
}
