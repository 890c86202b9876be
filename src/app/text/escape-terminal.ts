/** What the commands print of others' words passes through here; the rule itself is in the core, for the exporters. */
export { escapeTerminal } from "../../core/escape-terminal.ts";
