/** `crosscheck config show`: every setting in force and where it came from. */

import { paintFor } from "../../text/paint.ts";
import { renderTable } from "../../text/table.ts";
import type { Configuration } from "../context.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { environmentKey, fileKey, SETTING_KEYS, SETTINGS } from "../settings.ts";

export function configShow({ settings, origins, file }: Configuration, format: "table" | "json"): ExitCode {
  const secret = (key: string, value: unknown) => (key === "psk" && value !== "" ? "(set)" : value);
  if (format === "json") {
    const shown = SETTING_KEYS.map(
      (key) => [fileKey(key), { value: secret(key, settings[key]), from: origins[key] }] as const,
    );
    process.stdout.write(`${JSON.stringify(Object.fromEntries(shown), null, 2)}\n`);
    return EXIT.nothingVulnerable;
  }
  const lines = SETTING_KEYS.map((key) => [
    fileKey(key),
    String(secret(key, settings[key])),
    origins[key] === "file" ? (file ?? "file") : origins[key],
    environmentKey(key),
    SETTINGS[key].description,
  ]);
  const columns = ["setting", "value", "from", "environment", "meaning"].map((title) => ({ title }));
  const table = renderTable(columns, lines, { width: process.stdout.columns ?? null, paint: paintFor(process.stdout) });
  process.stdout.write(`${table.join("\n")}\n`);
  return EXIT.nothingVulnerable;
}
