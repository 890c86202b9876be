/** Before `npm start` in a clone: compiles the program where it is missing or older than its source. Silent when it is not. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, "dist", "app", "cli", "main.js");
const newest = () =>
  readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, { path, name }) => Math.max(latest, statSync(join(path, name)).mtimeMs), 0);

if (!existsSync(program) || statSync(program).mtimeMs < newest()) {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: ["ignore", 2, 2] });
}
