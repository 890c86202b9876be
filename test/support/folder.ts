/** A folder of its own for a test file, gone when that ends. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "crosscheck-e2e-"));
  #names = 0;

  /** A path inside it. */
  at(name: string): string {
    return join(this.path, name);
  }

  /** A path that nothing has used yet. */
  fresh(suffix: string): string {
    this.#names += 1;
    return this.at(`${this.#names}${suffix}`);
  }

  /** Writes a file with some content and returns its path. */
  file(name: string, content: string | Uint8Array): string {
    writeFileSync(this.at(name), content);
    return this.at(name);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
