/**
 * The command line: commands, their options and help, as one declaration. Each command's code is loaded only when it
 * is called.
 */

import { Command, Option } from "commander";
import { type Facet, FACETS } from "../../core/matrix/columns.ts";
import { FORMATS, type Format } from "../output/formats.ts";
import { type Configuration, loadConfiguration } from "./context.ts";
import { CommandError, EXIT, type ExitCode } from "./exit.ts";
import { EXPORTERS } from "../../exporters/catalogue.ts";
import { parseExport, parseReportExport } from "./exports.ts";
import { SETTING_KEYS, SETTINGS, type SettingKey } from "./settings.ts";

export interface Invocation {
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Called with the exit code of the command that ran. */
  readonly done: (code: ExitCode) => void;
}

type Flags = Readonly<Record<string, unknown>>;

/** Settings of asking others, which only a scan does. */
const OTHERS: readonly SettingKey[] = ["with", "repeat", "until", "budget", "skipControls", "allowThirdParty"];
/** Of counter-experiments, which send what tools send. */
const EXPERIMENTS: readonly SettingKey[] = ["scope", "allowOverread"];
const PROBING: readonly SettingKey[] = SETTING_KEYS.filter((key) => key !== "db" && !OTHERS.includes(key));

export function buildProgram(version: string, { signal, done }: Invocation): Command {
  const program = new Command("crosscheck")
    .description("Tells a security team which hosts are really vulnerable when their scanners disagree.")
    .version(version)
    .exitOverride()
    .showHelpAfterError("(--help shows what there is)");

  settings(program.command("scan [targets...]"), ["db", ...PROBING, ...OTHERS])
    .description("ask hosts: names, host:port, URLs, addresses, CIDRs, NAME@ADDRESS; `-` reads standard input")
    .option("-f, --file <file>", "list of targets: text, CSV or nmap XML (repeatable)", collect, [])
    .addOption(new Option("--input-format <format>", "format of lists").choices(["text", "csv", "nmap-xml"]))
    .option("--columns <mapping>", "columns of a CSV list, such as name=Server,address=IP")
    .option("--skip-bad", "go on past lines that cannot be read", false)
    .option("--dry-run", "show the plan and the number of connections, connect nowhere", false)
    .option("--resume <run>", "go on with a run")
    .addOption(formatOption())
    .option("--export <format=file>", "write results to a file as well (repeatable)", collect, [])
    .option("--all", "show every row", false)
    .action(async (targets: string[], flags: Flags) => {
      const { scan } = await import("./commands/scan.ts");
      const options = {
        configuration: await configuration(flags),
        sources: {
          arguments: targets,
          files: texts(flags["file"]),
          inputFormat: text(flags["inputFormat"]),
          columns: text(flags["columns"]),
        },
        format: flags["format"] as Format,
        exports: texts(flags["export"]).map((each) => parseExport(each)),
        all: flags["all"] === true,
        skipBad: flags["skipBad"] === true,
        dryRun: flags["dryRun"] === true,
        resume: text(flags["resume"]),
      };
      done(await scan(options, signal));
    });

  settings(program.command("import <files...>"), ["db", "vantage"])
    .description("read other scanners' reports into the matrix: what they say, and what they do not")
    .option("--as <format>", "read the files as this format; default: by their content")
    .option("--columns <mapping>", "read a spreadsheet, one column a detector: host=Server,port=Port,nmap=nmap result")
    .option("--again", "import once more what was imported before", false)
    .addOption(new Option("--format <format>", "of the output").choices(["table", "json", "jsonl"]).default("table"))
    .action(async (files: string[], flags: Flags) => {
      const { importReports } = await import("./commands/import.ts");
      const options = {
        configuration: await configuration(flags),
        files,
        as: text(flags["as"]),
        columns: text(flags["columns"]),
        again: flags["again"] === true,
        format: flags["format"] as "table",
      };
      done(await importReports(options, signal));
    });

  settings(program.command("record <target> <outcome>"), ["db", "vantage"])
    .description("note a result that somebody got by hand: 1, 0 or ?")
    .requiredOption("--detector <name>", "which tool it was")
    .option("--tool-version <version>", "its version", "unknown")
    .option("--lineage <name>", "whose code it carries; default: its own")
    .option("--words <text>", "what it said, in its own words", "")
    .option("--when <time>", "when it was; default: now")
    .action(async (target: string, outcome: string, flags: Flags) => {
      const { record } = await import("./commands/record.ts");
      const options = {
        configuration: await configuration(flags),
        target,
        outcome,
        detector: text(flags["detector"]) ?? "",
        version: text(flags["toolVersion"]) ?? "unknown",
        lineage: text(flags["lineage"]),
        words: text(flags["words"]) ?? "",
        when: text(flags["when"]),
      };
      done(await record(options));
    });

  settings(program.command("matrix"), ["db"])
    .description("endpoints × detectors: all runs and reports of an incident in one table")
    .option("--run <run>", "only this run (repeatable); default: all in the database", collect, [])
    .option("--by <facets>", `columns by more than the detector: ${FACETS.slice(1).join(", ")}, joined by commas`)
    .option("--detector <name>", "only columns of this detector")
    .addOption(formatOption())
    .option("--export <format=file>", "write results to a file as well (repeatable)", collect, [])
    .option("--all", "show every row", false)
    .option("--server <url>", "ask another machine's `crosscheck serve` instead, with the token in CROSSCHECK_TOKEN")
    .option("--insecure", "with --server: send the token over plain http", false)
    .action(async (flags: Flags) => {
      const server = text(flags["server"]);
      if (server !== null) {
        const { remoteMatrix } = await import("./commands/remote-matrix.ts");
        const others = ["run", "by", "detector", "export"].filter(
          (name) => texts(flags[name]).length > 0 || text(flags[name]) !== null,
        );
        return done(
          await remoteMatrix({ server, insecure: flags["insecure"] === true, format: String(flags["format"]), others }),
        );
      }
      const { matrix } = await import("./commands/matrix.ts");
      const exports = texts(flags["export"]).map((each) => parseExport(each));
      const format = flags["format"] as Format;
      done(
        await matrix({
          configuration: await configuration(flags),
          runs: texts(flags["run"]),
          by: facets(text(flags["by"])),
          detector: text(flags["detector"]),
          format,
          exports,
          all: flags["all"] === true,
        }),
      );
    });

  settings(program.command("agree [runs...]"), ["db"])
    .description("how far the detectors agree with each other, and with --by each with itself; default: all runs")
    .option("--by <facets>", `each detector beside itself: ${FACETS.slice(1).join(", ")}, joined by commas`)
    .option("--details", "kappa, alpha and AC1 of each pair as well", false)
    .option("--all", "list every disputed endpoint", false)
    .addOption(tableOrJson())
    .action(async (runs: string[], flags: Flags) => {
      const { agree } = await import("./commands/agree.ts");
      done(
        await agree({
          configuration: await configuration(flags),
          runs,
          by: facets(text(flags["by"])),
          format: flags["format"] as "table",
          details: flags["details"] === true,
          all: flags["all"] === true,
        }),
      );
    });

  addExplain(program, signal, done);

  settings(program.command("runs"), ["db"])
    .description("the runs in the database")
    .addOption(tableOrJson())
    .action(async (flags: Flags) => {
      const { runs } = await import("./commands/runs.ts");
      done(await runs(await configuration(flags), flags["format"] as "table"));
    });

  settings(program.command("compare <before> <after>"), ["db"])
    .description("what changed between two runs, and what each change comes from")
    .addOption(tableOrJson())
    .action(async (before: string, after: string, flags: Flags) => {
      const { compare } = await import("./commands/compare.ts");
      const format = flags["format"] as "table";
      done(await compare({ configuration: await configuration(flags), before, after, format }));
    });

  settings(program.command("reinterpret <run>"), ["db"])
    .description("read the stored transcripts of a run with today's rules")
    .option("--save", "keep changed readings as observations of their own", false)
    .addOption(tableOrJson())
    .action(async (run: string, flags: Flags) => {
      const { reinterpret } = await import("./commands/reinterpret.ts");
      done(
        await reinterpret({
          configuration: await configuration(flags),
          run,
          save: flags["save"] === true,
          format: flags["format"] as "table",
        }),
      );
    });

  addRange(program, signal, done);

  settings(program.command("demo"), ["with"])
    .description("start the range, scan it, and show the verdicts beside the truth")
    .action(async (flags: Flags) => {
      const { demo } = await import("./commands/demo.ts");
      done(await demo(await configuration(flags), signal));
    });

  settings(judging(program.command("triage [run...]")), ["db"])
    .description("who is left: settled vulnerable, settled safe and on what, open and why; all runs, or those named")
    .option("--all", "every row of a long list")
    .option("--export <format=file>", "write the report to a file as well (repeatable)", collect, [])
    .addOption(tableOrJson())
    .action(async (runs: string[], flags: Flags) => {
      const { triage } = await import("./commands/triage.ts");
      const format = flags["format"] as "table";
      const exports = texts(flags["export"]).map((each) => parseReportExport(each));
      done(await triage({ ...(await judged(runs, flags)), all: flags["all"] === true, format, exports }));
    });

  settings(judging(program.command("export [run...]")), ["db"])
    .description("the judged report, to take away, with what it does not know; all runs, or those named")
    .addOption(
      new Option("--format <format>", "of the file; default: by its name").choices(EXPORTERS.map(({ id }) => id)),
    )
    .option("--out <file>", "where to; default: standard output")
    .option("--title <text>", "what the incident is called; default: the vulnerability's title")
    .action(async (runs: string[], flags: Flags) => {
      const { exportReport } = await import("./commands/export.ts");
      const [format, out, title] = [text(flags["format"]), text(flags["out"]), text(flags["title"])];
      done(await exportReport({ ...(await judged(runs, flags)), format, out, title }));
    });

  settings(judging(program.command("next [run...]")), ["db", "with", "allowOverread"])
    .description(
      "whom to ask next about what is open, and how sure that would make us; --with: only these, default: all that are here",
    )
    .option("--target <p>", "how sure to be that an endpoint is not vulnerable", "0.99")
    .option("--budget <n>", "what an endpoint may cost: 1 for a connection of ours, 5 for another scanner", "100")
    .addOption(tableOrJson())
    .action(async (runs: string[], flags: Flags) => {
      const { next } = await import("./commands/next.ts");
      const format = flags["format"] as "table";
      const [target, budget] = [share(flags, "target"), Number(flags["budget"])];
      if (!(budget >= 0)) throw new CommandError(EXIT.usage, "--budget: expected a number from 0");
      done(await next({ ...(await judged(runs, flags)), all: true, format, target, budget }));
    });

  settings(program.command("serve"), ["db", "scope", "vantage"])
    .description("the incident on one screen in your browser, live while scans run, and the HTTP API behind it")
    .option("--address <address>", "where to listen; other than loopback, other machines can reach it", "127.0.0.1")
    .option("--port <n>", "port to listen on; 0: any free one", "7337")
    .option("--host-name <name>", "a further name under which it may be called (repeatable)", collect, [])
    .option("--run <run>", "only this run (repeatable); default: all in the database", collect, [])
    .option("--policy <name>", "how bold the verdicts are: see `crosscheck triage --help`", "balanced")
    .action(async (flags: Flags) => {
      const { serve } = await import("./commands/serve.ts");
      const options = {
        configuration: await configuration(flags),
        address: text(flags["address"]) ?? "127.0.0.1",
        port: text(flags["port"]) ?? "7337",
        names: texts(flags["hostName"]),
        runs: texts(flags["run"]),
        policy: text(flags["policy"]) ?? "balanced",
      };
      done(await serve(options, signal));
    });

  addToken(program, done);

  settings(program.command("doctor"), ["db"])
    .description(
      "what this machine has, what is missing, and how to get it; whether each tool still answers as it was measured",
    )
    .option("--scores <file>", "the sheet of scores to hold the tools against; default: the one that ships")
    .option("--skip-drift", "do not run the tools")
    .addOption(tableOrJson())
    .action(async (flags: Flags) => {
      const { doctor } = await import("./commands/doctor.ts");
      const options = {
        configuration: await configuration(flags),
        scores: text(flags["scores"]),
        skipDrift: flags["skipDrift"] === true,
        format: flags["format"] as "table",
      };
      done(await doctor(options, signal));
    });

  const config = program.command("config").description("the settings in force");
  settings(config.command("show"), SETTING_KEYS)
    .description("every setting, its value, and where it came from")
    .addOption(tableOrJson())
    .action(async (flags: Flags) => {
      const { configShow } = await import("./commands/config-show.ts");
      done(configShow(await configuration(flags), flags["format"] as "table"));
    });
  return program;
}

/** `token add`, `list` and `revoke`. */
function addToken(program: Command, done: Invocation["done"]): void {
  const token = program.command("token").description("who else may use the API: tokens, each for some scopes and days");
  settings(token.command("add <name>"), ["db"])
    .description("make a token; its secret is printed this once")
    .option("--scopes <scopes>", "what it may do: read, scan, import, admin, joined by commas", "read")
    .option("--days <n>", "until it expires, 366 at most", "30")
    .action(async (name: string, flags: Flags) => {
      const { tokenAdd } = await import("./commands/token.ts");
      done(await tokenAdd(await configuration(flags), name, String(flags["scopes"]), String(flags["days"])));
    });
  settings(token.command("list"), ["db"])
    .description("all tokens, and when each was last used")
    .addOption(tableOrJson())
    .action(async (flags: Flags) => {
      const { tokenList } = await import("./commands/token.ts");
      done(await tokenList(await configuration(flags), flags["format"] as "table"));
    });
  settings(token.command("revoke <id>"), ["db"])
    .description("end a token now, and the sessions it opened")
    .action(async (id: string, flags: Flags) => {
      const { tokenRevoke } = await import("./commands/token.ts");
      done(await tokenRevoke(await configuration(flags), id));
    });
}

/** `explain` and `report-miss`: the two that look for causes. */
function addExplain(program: Command, signal: AbortSignal, done: Invocation["done"]): void {
  settings(program.command("explain <target>"), ["db", "vantage", ...EXPERIMENTS])
    .description(
      "every observation of an endpoint, its reason, and its transcript in words; why a tool contradicts the verdict",
    )
    .option("--run <run>", "which run; default: all of them")
    .option("--prove", "look for the cause of every split and prove it by counter-experiments", false)
    .option("--detector <name>", "with --prove: only this detector")
    .option("--beside <detector>", "our own conversation and the detector's, re-enacted, side by side")
    .addOption(tableOrJson())
    .action(async (target: string, flags: Flags) => {
      const [run, detector, beside] = [text(flags["run"]), text(flags["detector"]), text(flags["beside"])];
      const base = { configuration: await configuration(flags), target, run };
      const format = flags["format"] as "table";
      if (beside !== null) {
        const { explainBeside } = await import("./commands/explain-beside.ts");
        return done(await explainBeside({ ...base, detector: beside, format }, signal));
      }
      if (flags["prove"] === true) {
        const { explainProve } = await import("./commands/explain-prove.ts");
        return done(await explainProve({ ...base, detector, format }, signal));
      }
      if (format !== "table" || detector !== null) {
        throw new CommandError(EXIT.usage, "--format and --detector go with --prove or --beside");
      }
      const { explain } = await import("./commands/explain.ts");
      done(await explain(base));
    });

  settings(program.command("report-miss <tool> [target]"), ["db", "vantage", ...EXPERIMENTS])
    .description("a proven miss as a report for the tool's maintainers, without host names or addresses")
    .option("--run <run>", "which run; default: all of them")
    .action(async (tool: string, target: string | undefined, flags: Flags) => {
      const { reportMiss } = await import("./commands/report-miss.ts");
      const options = { configuration: await configuration(flags), tool, target: target ?? null };
      done(await reportMiss({ ...options, run: text(flags["run"]) }, signal));
    });
}

function addRange(program: Command, signal: AbortSignal, done: Invocation["done"]): void {
  const range = program.command("range").description("the ground-truth laboratory, on loopback only");
  range
    .command("list")
    .description("every condition, its truth, and what it asks of a detector")
    .addOption(tableOrJson())
    .action(async (flags: Flags) => {
      const { rangeList } = await import("./commands/range.ts");
      done(rangeList(flags["format"] as "table"));
    });
  selection(range.command("up"))
    .description("start the servers and keep them up until Ctrl-C")
    .addOption(tableOrJson())
    .option(
      "--json",
      "one JSON object a line for each server: address, port, condition, truth (the same as --format json)",
    )
    .addOption(
      new Option("--export <what>", "start nothing; write the range for another laboratory to stdout").choices([
        "compose",
      ]),
    )
    .action(async (flags: Flags) => {
      const { rangeCompose, rangeUp } = await import("./commands/range.ts");
      if (flags["export"] !== undefined) return done(await rangeCompose(selected(flags)));
      const format = flags["json"] === true ? "json" : (flags["format"] as "table");
      done(await rangeUp(selected(flags), format, signal));
    });
  settings(selection(range.command("score")), [...PROBING, "with"])
    .description("ask every server repeatedly and compare with the truth; with other detectors, as a sheet of scores")
    .option("--repeats <n>", "how often", "1")
    .option("--profiles [ids]", "re-enactments of old tools too: all, or these, joined by commas")
    .option("--program <path>", "a program that speaks the program protocol (repeatable)", collect, [])
    .option("--save <file>", "write the sheet of scores")
    .option("--against <file>", "an earlier sheet: cells that changed without a new version are an error")
    .addOption(tableOrJson())
    .action(async (flags: Flags) => {
      const { conditionsOf, rangeScore } = await import("./commands/range.ts");
      const repeats = repeatsOf(flags);
      const profiles = flags["profiles"];
      const programs = texts(flags["program"]);
      const loaded = await configuration(flags);
      const [save, against] = [text(flags["save"]), text(flags["against"])];
      if (
        loaded.settings.with !== "" ||
        profiles !== undefined ||
        programs.length > 0 ||
        save !== null ||
        against !== null
      ) {
        const { rangeSheet } = await import("./commands/range-sheet.ts");
        const sheet = {
          configuration: loaded,
          conditions: conditionsOf(selected(flags)),
          repeats,
          profiles: profiles === true ? ("all" as const) : (text(profiles)?.split(",") ?? []),
          programs,
          save,
          against,
          format: flags["format"] as "table",
        };
        return done(await rangeSheet(sheet, signal));
      }
      done(
        await rangeScore(
          {
            configuration: loaded,
            selection: selected(flags),
            repeats,
            format: flags["format"] as "table",
          },
          signal,
        ),
      );
    });
  addCompare(range, signal, done);
}

/** `range compare FIRST SECOND`. */
function addCompare(range: Command, signal: AbortSignal, done: Invocation["done"]): void {
  settings(selection(range.command("compare <first> <second>")), PROBING)
    .description(
      "in which conditions two detectors, or two versions of one, differ: tools by name, TOOL@VERSION, profile/ID, heartbleed",
    )
    .option("--repeats <n>", "how often; fewer than six prove nothing", "6")
    .addOption(tableOrJson())
    .action(async (first: string, second: string, flags: Flags) => {
      const { conditionsOf } = await import("./commands/range.ts");
      const { rangeCompare } = await import("./commands/range-compare.ts");
      const compared = {
        configuration: await configuration(flags),
        first,
        second,
        conditions: conditionsOf(selected(flags)),
        repeats: repeatsOf(flags),
        format: flags["format"] as "table",
      };
      done(await rangeCompare(compared, signal));
    });
}

/** What every command that judges takes. */
function judging(command: Command): Command {
  return command
    .option("--policy <name>", "what a mistake costs: cautious, balanced or fast", "balanced")
    .option("--scores <file>", "the sheet of scores that says where detectors are blind; default: the one that ships");
}

async function judged(runs: readonly string[], flags: Flags) {
  return {
    configuration: await configuration(flags),
    runs,
    policy: String(flags["policy"]),
    scores: text(flags["scores"]),
  };
}

/** A probability below 1 that is worth reaching. */
function share(flags: Flags, name: string): number {
  const value = Number(flags[name]);
  if (value > 0 && value < 1) return value;
  throw new CommandError(EXIT.usage, `--${name}: expected a number between 0 and 1, such as 0.99`);
}

function repeatsOf(flags: Flags): number {
  const repeats = Number(flags["repeats"]);
  if (Number.isInteger(repeats) && repeats >= 1) return repeats;
  throw new CommandError(EXIT.usage, "--repeats: expected a whole number from 1");
}

function selection(command: Command): Command {
  return command
    .option("--condition <id>", "a condition such as C03, or C03+C26 (repeatable); default: all", collect, [])
    .option("--family <name>", "a family of genuine servers (repeatable); default: all", collect, [])
    .option(
      "--openssl <path>",
      "an openssl program to run as a farm of servers: PATH, vulnerable=PATH or safe=PATH (repeatable)",
      collect,
      [],
    )
    .addOption(new Option("--only <half>", "half of the range").choices(["scripted", "genuine"]));
}

function selected(flags: Flags) {
  const [conditions, families] = [texts(flags["condition"]), texts(flags["family"])];
  return {
    conditions: conditions.length > 0 ? conditions : null,
    families: families.length > 0 ? families : null,
    openssl: texts(flags["openssl"]),
    only: (text(flags["only"]) ?? null) as "scripted" | "genuine" | null,
  };
}

/** Adds the flags of settings. They have no default here: whether one was given decides where its value comes from. */
function settings(command: Command, keys: readonly SettingKey[]): Command {
  command.option("--config <file>", "configuration file; default: crosscheck.yaml, if there is one");
  for (const key of keys) {
    const { flag, description, fallback } = SETTINGS[key];
    const shown = fallback === "" || fallback === false ? description : `${description} (default: ${fallback})`;
    command.addOption(new Option(flag, shown));
  }
  return command;
}

/** Commander names an option after its flag; settings have names of their own. */
async function configuration(flags: Flags): Promise<Configuration> {
  const named: Record<string, unknown> = { config: flags["config"] };
  for (const key of SETTING_KEYS) named[key] = flags[new Option(SETTINGS[key].flag).attributeName()];
  return loadConfiguration(named);
}

function formatOption(): Option {
  return new Option("--format <format>", "of the results").choices(FORMATS).default("table");
}

function tableOrJson(): Option {
  return new Option("--format <format>", "of the output").choices(["table", "json"]).default("table");
}

function facets(given: string | null): readonly Facet[] {
  if (given === null) return [];
  const words = given.split(",").map((word) => {
    const facet = FACETS.find((known) => known === word.trim());
    if (facet === undefined)
      throw new CommandError(EXIT.usage, `--by: expected ${FACETS.join(", ")}, joined by commas`);
    return facet;
  });
  // The detector tells columns apart in any case.
  return words.filter((facet) => facet !== "detector");
}

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];
const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);
