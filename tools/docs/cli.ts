/** docs/cli.md: every command and option, from the declaration that the program itself parses with. */

import type { Command, Option } from "commander";
import { buildProgram } from "../../src/app/cli/program.ts";
import { environmentKey, fileKey, SETTING_KEYS, SETTINGS, type Setting } from "../../src/app/cli/settings.ts";
import { GENERATED, page, table } from "./markdown.ts";

const SETTING_FLAGS: ReadonlySet<string> = new Set(SETTING_KEYS.map((key) => SETTINGS[key].flag));

export function cliPage(): string {
  const program = buildProgram("", { signal: new AbortController().signal, done: () => {} });
  return page(
    GENERATED,
    "# Command line",
    `${program.description()} From a clone: \`npm start --silent -- COMMAND …\`. Exit codes, the scope file and resuming: [operations](operations.md).`,
    ...leaves(program).map(commandSection),
    "## settings",
    "A flag wins over the environment, the environment over the configuration file, the file over the default. " +
      "`crosscheck config show` tells which value is in force and why.",
    table(
      ["flag", "environment", "in the file", "default", "bounds", "what it is"],
      SETTING_KEYS.map((key) => {
        const setting: Setting = SETTINGS[key];
        return [
          `\`${setting.flag}\``,
          `\`${environmentKey(key)}\``,
          `\`${fileKey(key)}\``,
          setting.fallback === "" ? "" : `\`${setting.fallback}\``,
          setting.max === undefined ? (setting.choices ?? []).join(", ") : `${setting.min} to ${setting.max}`,
          setting.description,
        ];
      }),
    ),
  );
}

/** The commands that do something, in the order of their declaration. */
function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

function commandSection(command: Command): string {
  const own = command.options.filter((option) => !SETTING_FLAGS.has(option.flags));
  const settings = command.options.filter((option) => SETTING_FLAGS.has(option.flags));
  const names = settings.map((option) => `\`${option.long}\``).join(", ");
  return [
    `## ${fullName(command)}`,
    `\`${fullName(command)} ${command.usage()}\`: ${command.description()}.`,
    ...(own.length === 0 ? [] : [table(["option", "what it does", "values", "default"], own.map(optionRow))]),
    ...(settings.length === 0 ? [] : [`[Settings](#settings) it takes: ${names}.`]),
  ].join("\n\n");
}

const fullName = (command: Command): string =>
  command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;

function optionRow(option: Option): readonly string[] {
  const fallback: unknown = option.defaultValue;
  const shown = typeof fallback === "string" ? `\`${fallback}\`` : "";
  return [`\`${option.flags}\``, option.description, option.argChoices?.join(", ") ?? "", shown];
}
