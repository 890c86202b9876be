/**
 * What a report's command line says about the check: nmap writes it into the XML and the first comment of `-oN`
 * (report-formats.md, 3.9). Scripts are chosen by name, wildcard, category, or an expression of these; a plus before
 * a name makes it run whatever nmap thinks of the port.
 */

export const HEARTBLEED_SCRIPT = "ssl-heartbleed";
export const CIPHERS_SCRIPT = "ssl-enum-ciphers";

/** Categories of the scripts as their sources give them. */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  [HEARTBLEED_SCRIPT]: ["vuln", "safe"],
  [CIPHERS_SCRIPT]: ["discovery", "intrusive"],
};

/** Versions that the script asks in unless it is told otherwise; not SSLv3, not TLS 1.3 (detectors.md, 2.5). */
const ASKED = ["TLSv1.0", "TLSv1.1", "TLSv1.2"] as const;

export interface Command {
  /** Whether a script was chosen; null: the report does not show the whole command. */
  chosen(script: string): boolean | null;
  /** Whether it was chosen by its own name: nmap does not start if it has no script of that name. */
  named(script: string): boolean;
  /** Whether it was made to run on every port. */
  forced(script: string): boolean;
  /** Whether negatives are printed; null: the report does not show it. */
  readonly showsNegatives: boolean | null;
  /** The protocol versions the check asks in; null: the report does not show it. */
  readonly asked: readonly string[] | null;
  /** Whether a script may have been ended silently for want of time. */
  readonly scriptTimeout: boolean;
}

/** @param line the command as the report writes it; null: it does not. */
export function readCommand(line: string | null): Command {
  if (line === null) {
    return {
      chosen: () => null,
      named: () => false,
      forced: () => false,
      showsNegatives: null,
      asked: null,
      scriptTimeout: true,
    };
  }
  const words = splitWords(line);
  const rules = [...valuesOf(words, "script").flatMap(splitRules), ...(defaultScripts(words) ? ["default"] : [])];
  const settings = valuesOf(words, "script-args").join(",").replaceAll(/["']/g, "");
  const settingsFile = valuesOf(words, "script-args-file").length > 0;
  return {
    chosen: (script) => rules.some((rule) => matches(rule.replace(/^\+/, ""), script)),
    named: (script) =>
      rules.some((rule) => (rule.match(/[^\s()+]+/g) ?? []).some((word) => plainName(word) === script)),
    forced: (script) => rules.some((rule) => rule.startsWith("+") && matches(rule.slice(1), script)),
    showsNegatives: /\bvulns?\.showall\b/.test(settings) ? true : settingsFile ? null : false,
    asked: settingsFile ? null : askedVersions(settings),
    scriptTimeout: valuesOf(words, "script-timeout").length > 0,
  };
}

/** nmap puts a word with space in it between double quotes, and a backslash before quotes and backslashes. */
function splitWords(line: string): readonly string[] {
  const words = line.match(/(?:[^\s"\\]|\\.|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return words.map((word) => word.replaceAll(/\\(.)|"/g, "$1"));
}

/** The values of a long option, which may begin with one dash or two and stand apart or behind an equals sign. */
function valuesOf(words: readonly string[], option: string): readonly string[] {
  return words.flatMap((word, index) => {
    const [, name, value] = /^--?([a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name !== option) return [];
    return [value ?? words[index + 1] ?? ""];
  });
}

/** `-sC` and `-A` choose the category default. */
function defaultScripts(words: readonly string[]): boolean {
  return words.some((word) => word === "-A" || /^-s[A-Z]*C[A-Z]*$/.test(word));
}

/** Rules are separated by commas; expressions hold none. */
function splitRules(value: string): readonly string[] {
  return value
    .split(",")
    .map((rule) => rule.trim())
    .filter((rule) => rule !== "");
}

function askedVersions(settings: string): readonly string[] {
  const [, group, single] =
    /(?:^|[,{])\s*(?:ssl-heartbleed\.)?protocols\s*=\s*(?:\{([^}]*)\}|([^,\s]+))/.exec(settings) ?? [];
  const given = group ?? single;
  return given === undefined ? ASKED : given.split(",").map((version) => version.trim());
}

/** Whether a rule chooses a script: a name, a pattern, a category, or `and`, `or`, `not` and brackets of these. */
function matches(rule: string, script: string): boolean {
  const tokens = rule.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const either = (): boolean => {
    let value = both();
    while (tokens[at]?.toLowerCase() === "or") {
      at++;
      const right = both();
      value = value || right;
    }
    return value;
  };
  const both = (): boolean => {
    let value = one(0);
    while (tokens[at]?.toLowerCase() === "and") {
      at++;
      const right = one(0);
      value = value && right;
    }
    return value;
  };
  const one = (depth: number): boolean => {
    const token = tokens[at++];
    if (token === undefined || depth > 50) return false;
    if (token.toLowerCase() === "not") return !one(depth + 1);
    if (token !== "(") return matchesName(token, script);
    const value = at > 200 ? false : either();
    if (tokens[at] === ")") at++;
    return value;
  };
  return either();
}

function matchesName(token: string, script: string): boolean {
  const name = plainName(token);
  if (name === "all" || CATEGORIES[script]?.includes(name) === true) return true;
  if (!name.includes("*") && !name.includes("?")) return name === script;
  return wildcard(name, script);
}

/** Without its folder and its ending. */
function plainName(word: string): string {
  return word
    .toLowerCase()
    .replace(/^.*\//, "")
    .replace(/\.nse$/, "");
}

/** `*` stands for anything. Compared piece by piece: a pattern of a report is no regular expression of ours. */
function wildcard(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (!sameStart(text, first)) return false;
  let at = first.length;
  for (const [index, piece] of rest.entries()) {
    if (index === rest.length - 1)
      return text.length - at >= piece.length && sameStart(text.slice(text.length - piece.length), piece);
    while (at <= text.length && !sameStart(text.slice(at), piece)) at++;
    if (at > text.length) return false;
    at += piece.length;
  }
  return at === text.length;
}

function sameStart(text: string, piece: string): boolean {
  return piece.length <= text.length && Array.from(piece).every((sign, index) => sign === "?" || sign === text[index]);
}
