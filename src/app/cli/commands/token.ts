/** `crosscheck token`: who else may use the API of this database. */

import { existsSync } from "node:fs";
import { type AccessScope, type Desk, SCOPES } from "../../../core/ports/desk.ts";
import { openDesk } from "../../../io/store/open-store.ts";
import { paintFor } from "../../text/paint.ts";
import { renderTable } from "../../text/table.ts";
import { isInForce, makeToken, revokeToken, THIS_MACHINE, tokenProblem } from "../../tokens.ts";
import type { Configuration } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { note } from "../say.ts";

async function withDesk(
  { settings: { db } }: Configuration,
  mustExist: boolean,
  use: (desk: Desk) => void,
): Promise<ExitCode> {
  if (mustExist && !existsSync(db)) throw new CommandError(EXIT.badInput, `${db}: there is no such database`);
  const desk = await openDesk(db);
  try {
    use(desk);
  } finally {
    desk.close();
  }
  return EXIT.nothingVulnerable;
}

/** The secret is all that goes to stdout, so that it can be piped into a store of secrets. */
export async function tokenAdd(configuration: Configuration, name: string, scopes: string, days: string) {
  const words = scopes.split(",").map((word) => word.trim());
  const unknown = words.find((word) => !SCOPES.some((scope) => scope === word));
  if (unknown !== undefined) {
    throw new CommandError(EXIT.usage, `--scopes: expected ${SCOPES.join(", ")}, joined by commas`);
  }
  const wish = { name, scopes: words as AccessScope[], days: /^\d{1,4}$/.test(days) ? Number(days) : 0 };
  const problem = tokenProblem(wish);
  if (problem !== null) throw new CommandError(EXIT.usage, problem);
  return withDesk(configuration, false, (desk) => {
    const { token, secret } = makeToken(desk, wish, THIS_MACHINE, Date.now());
    note(`${token.id} may ${token.scopes.join(", ")} until ${token.expiresAt}; its secret is shown this once:`);
    process.stdout.write(`${secret}\n`);
  });
}

export async function tokenList(configuration: Configuration, format: "table" | "json"): Promise<ExitCode> {
  return withDesk(configuration, true, (desk) => {
    const list = desk.tokens().map((token) => ({ ...token, inForce: isInForce(token, Date.now()) }));
    if (format === "json") {
      process.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
      return;
    }
    const columns = ["id", "name", "scopes", "state", "expires", "last used"].map((title) => ({ title }));
    const rows = list.map(({ id, name, scopes, revokedAt, expiresAt, lastUsedAt, inForce }) => [
      id,
      name,
      scopes.join(" "),
      inForce ? "in force" : revokedAt === null ? "expired" : "revoked",
      expiresAt,
      lastUsedAt ?? "never",
    ]);
    const look = { width: process.stdout.columns ?? null, paint: paintFor(process.stdout) };
    process.stdout.write(`${renderTable(columns, rows, look).join("\n")}\n`);
  });
}

export async function tokenRevoke(configuration: Configuration, id: string): Promise<ExitCode> {
  return withDesk(configuration, true, (desk) => {
    if (!revokeToken(desk, id, THIS_MACHINE, Date.now())) {
      throw new CommandError(EXIT.badInput, `${id}: there is no such token, or it is revoked already`);
    }
    note(`${id} opens nothing any more`);
  });
}
