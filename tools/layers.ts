/** `npm run layers`: checks the import arrows of src/ and says how much it looked at. */

import { fileURLToPath } from "node:url";
import { checkLayers } from "./layers/check.ts";

const report = checkLayers(fileURLToPath(new URL("../src", import.meta.url)));

for (const problem of report.problems) console.error(problem);
console.log(
  `${report.modules} of ${report.files} modules read, ${report.imports} imports, ${report.problems.length} problems`,
);
process.exitCode = report.problems.length === 0 && report.modules === report.files ? 0 : 1;
