/** What the columns of a spreadsheet are, as `--columns` takes it. Pure. */

/** All but the first and the last are the importer's own words (src/importers/spreadsheet/mapping.ts); a detector is any other name. */
export const ROLES = ["ignore", "host", "name", "address", "port", "when", "version", "detector"] as const;
export type Role = (typeof ROLES)[number];

export interface ColumnChoice {
  /** The column's title in the sheet. */
  readonly title: string;
  readonly role: Role;
  /** For `detector`: which one it is. */
  readonly detector: string;
}

const ANSWER = /^(1|0|\?|y|n|yes|no|true|false|vulnerable|not vulnerable|safe|ok|unknown)$/i;

/** A first guess by the titles people use, and by what stands below them. */
export function guessed(title: string, below: readonly string[] = []): ColumnChoice {
  const word = title.toLowerCase();
  const role: Role = /\b(host|server|name|site|url|domain|fqdn)\b/.test(word)
    ? "host"
    : /\b(ip|address|addr)\b/.test(word)
      ? "address"
      : /\bport\b/.test(word)
        ? "port"
        : /\b(time|date|when)\b/.test(word)
          ? "when"
          : below.some((cell) => ANSWER.test(cell.trim()))
            ? "detector"
            : "ignore";
  const detector = word
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/^[-._]+|[-._]+$/g, "")
    .slice(0, 60);
  return { title, role, detector };
}

/** `host=Server,nmap=nmap result`; what is missing, in words; an empty text: nothing is. */
export function mappingOf(choices: readonly ColumnChoice[]): { readonly columns: string; readonly missing: string } {
  const parts = choices.flatMap(({ title, role, detector }) => {
    if (role === "ignore") return [];
    return [`${role === "detector" ? detector : role}=${title}`];
  });
  const has = (role: Role) => choices.some((choice) => choice.role === role);
  const names = choices
    .map(({ role, detector }) => (role === "detector" ? detector : role))
    .filter((name) => name !== "ignore");
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  const unnamed = choices.some(
    ({ role, detector }) => role === "detector" && !/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(detector),
  );
  const awkward = choices.find(({ title, role }) => role !== "ignore" && /[,=\r\n]/.test(title));
  const missing =
    !has("host") && !has("name") && !has("address")
      ? "say which column names the host or its address"
      : !has("detector")
        ? "say which column holds a detector's answers"
        : unnamed
          ? "give every detector a name, such as nmap"
          : twice !== undefined
            ? `${twice} is there twice`
            : awkward !== undefined
              ? `the title ${JSON.stringify(awkward.title)} holds a comma or an equals sign: rename it in the sheet`
              : "";
  return { columns: parts.join(","), missing };
}
