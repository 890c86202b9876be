/** Before `npm start` in a clone: compiles the program where it is missing or older than its source. Silent when it is not. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, "dist", "app", "cli", "main.js");
const page = join(root, "dist", "web", "index.html");
const newest = () =>
  ["src", "web"]
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .reduce((latest, { path, name }) => Math.max(latest, statSync(join(path, name)).mtimeMs), 0);

if (!existsSync(program) || !existsSync(page) || statSync(program).mtimeMs < newest()) {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: ["ignore", 2, 2] });
}
