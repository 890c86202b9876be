/** One `script` element: its text, and the tables that the library of vulnerabilities and ssl-enum-ciphers write into it. */

import type { ScriptResult } from "./port.ts";
import { names, readStates, type Verdict } from "./states.ts";

type Attributes = ReadonlyMap<string, string>;

/** Characters of a script's text that are looked at line by line. */
const MOST_TEXT = 1 << 16;
/** Characters of one `elem` that are kept while it is open. */
const LONGEST_ELEM = 4096;

/** Whether a `service` element shows that TLS was spoken to it. */
export function showsTls(service: Attributes): boolean {
  return service.get("tunnel") === "ssl" || /%T=SSL%/.test(service.get("servicefp") ?? "");
}

export class NmapScript {
  readonly id: string;
  readonly #cve: string;
  readonly #output: string;
  /** Keys of the open tables, the outermost first. */
  readonly #tables: string[] = [];
  readonly #verdicts: Verdict[] = [];
  readonly #versions = new Set<string>();
  #elem: { readonly key: string; text: string } | null = null;
  #state: string | null = null;
  #mine = false;

  constructor(attributes: Attributes, cve: string) {
    this.id = attributes.get("id") ?? "";
    this.#output = attributes.get("output") ?? "";
    this.#cve = cve;
  }

  open(name: string, attributes: Attributes): void {
    const key = attributes.get("key") ?? "";
    if (name === "table") {
      // A suite of ssl-enum-ciphers: version, `ciphers`, one table each.
      if (this.#tables.length === 2 && this.#tables[1] === "ciphers") this.#versions.add(this.#tables[0] ?? "");
      this.#tables.push(key);
    } else if (name === "elem") this.#elem = { key, text: "" };
  }

  text(text: string): void {
    if (this.#elem !== null && this.#elem.text.length < LONGEST_ELEM) this.#elem.text += text;
  }

  /** Whether the script itself is closed by this. */
  close(name: string): boolean {
    if (name === "elem" && this.#elem !== null) {
      this.#closeElem(this.#elem.key, this.#elem.text);
      this.#elem = null;
    }
    if (name === "table") {
      this.#tables.pop();
      if (this.#tables.length === 0) this.#closeVulnerability();
    }
    return name === "script";
  }

  /** Protocol versions for which at least one suite is listed. */
  versions(): readonly string[] {
    return this.#versions.size > 0 ? [...this.#versions] : versionsInText(this.#lines());
  }

  result(): ScriptResult {
    const lines = this.#lines();
    return {
      id: this.id,
      firstLine: (lines.find((line) => line.trim() !== "") ?? "").trim().slice(0, 200),
      namesCve: names(this.#output, this.#cve) || this.#verdicts.some(({ mine }) => mine),
      // Without tables, as before 6.25, the text says the same.
      verdicts: this.#verdicts.length > 0 ? this.#verdicts : readStates(lines, this.#cve),
    };
  }

  #lines(): readonly string[] {
    return this.#output.slice(0, MOST_TEXT).split("\n");
  }

  #closeElem(key: string, text: string): void {
    if (this.#tables.length === 1 && key === "state") this.#state = text.trim();
    const [, list] = this.#tables;
    if (this.#tables.length === 2 && (list === "ids" || list === "refs")) this.#mine ||= names(text, this.#cve);
    if (this.#tables.length === 1 && this.#tables[0] !== undefined) this.#mine ||= names(this.#tables[0], this.#cve);
  }

  #closeVulnerability(): void {
    if (this.#state !== null) this.#verdicts.push({ state: this.#state, mine: this.#mine });
    this.#state = null;
    this.#mine = false;
  }
}

/** The same in text: a version on a line of its own, and below it names of suites. */
export function versionsInText(lines: readonly string[]): readonly string[] {
  const found = new Set<string>();
  let version: string | null = null;
  for (const line of lines) {
    const [, heading] = /^ {0,4}((?:SSL|TLS)v\d(?:\.\d)?):\s*$/.exec(line) ?? [];
    if (heading !== undefined) version = heading;
    else if (version !== null && /^\s+(?:TLS|SSL)_\w+/.test(line)) found.add(version);
  }
  return [...found];
}
