/** Who permits what: the scope file, and trying it out before it counts. */

import type { z } from "@hono/zod-openapi";
import type { Scope } from "../../../core/model/scope.ts";
import { parseAddress } from "../../../core/net/address.ts";
import { addressesOf, parseNetwork } from "../../../core/net/network.ts";
import { compileScope } from "../../../core/scope.ts";
import { readTarget } from "../../../inventory/parse-target.ts";
import { loadResolver } from "../../cli/context.ts";
import { type Api, guarded, json, jsonBody, newApi } from "../define.ts";
import type { Deps } from "../deps.ts";
import { ApiError } from "../problem.ts";
import { scopeAnswerSchema, scopeChange, scopeQuestion, scopeSchema } from "../schemas/scope.ts";
import { checkScope, readScopeText, replaceScope, tagOf } from "../scope-store.ts";

type Item = z.infer<typeof scopeAnswerSchema>["items"][number];
/** More rows nobody reads. */
const MOST_ITEMS = 2000;
const LARGEST_NETWORK = 1024n;

export function scopeRoutes({ desk, hub, now, configuration }: Deps): Api {
  const api = newApi();
  const { settings } = configuration;
  const file = settings.scope === "" ? null : settings.scope;
  const current = async () => {
    const text = file === null ? null : await readScopeText(file);
    const { scope, problems } = text === null ? { scope: null, problems: [] } : checkScope(text);
    const shown = { permittedBy: scope?.permittedBy ?? null, until: scope?.until ?? null };
    return { file, text, tag: text === null ? null : tagOf(text), problems, scope, ...shown };
  };
  api.openapi(
    guarded("admin", {
      method: "get",
      path: "/scope",
      tags: ["scope"],
      summary: "The scope file: who permits what, until when",
      responses: { 200: json(scopeSchema, "the file") },
    }),
    async (c) => {
      const { scope: _, ...shown } = await current();
      return c.json(shown, 200);
    },
  );
  api.openapi(
    guarded("admin", {
      method: "put",
      path: "/scope",
      tags: ["scope"],
      summary: "Replace the scope file in one step; the old one is kept beside it",
      request: { body: jsonBody(scopeChange) },
      responses: { 200: json(scopeSchema, "the file as it is now") },
    }),
    async (c) => {
      const { text, tag } = c.req.valid("json");
      if (file === null) throw new ApiError("conflict", "the server was started without --scope FILE");
      const { problems } = checkScope(text);
      if (problems.length > 0) {
        const fields = problems.map(({ line, sentence }) => ({ where: `line ${line ?? 1}`, expected: sentence }));
        throw new ApiError("bad_input", "this is no scope that could be in force; nothing was saved", fields);
      }
      if ((await current()).tag !== tag) throw new ApiError("conflict", "somebody changed the file meanwhile");
      const at = new Date(now()).toISOString();
      const kept = await replaceScope(file, text, at);
      const detail = JSON.stringify({ kept, tag: tagOf(text), before: tag });
      desk.audit({ at, who: c.get("principal").who, action: "scope.change", subject: file, detail });
      hub.tell({ type: "desk" });
      const { scope: _, ...shown } = await current();
      return c.json(shown, 200);
    },
  );
  api.openapi(
    guarded("admin", {
      method: "post",
      path: "/scope/check",
      tags: ["scope"],
      summary: "Which addresses may be asked, and why; names are resolved, nobody is connected to",
      request: { body: jsonBody(scopeQuestion) },
      responses: { 200: json(scopeAnswerSchema, "address by address") },
    }),
    async (c) => {
      const { text, targets } = c.req.valid("json");
      const { scope, problems } = text === undefined ? await current() : checkScope(text);
      if (problems.length > 0) return c.json({ problems: [...problems], items: [] }, 200);
      const decide = decider(scope, now());
      const resolver = await loadResolver(settings);
      const items: Item[] = [];
      for (const target of targets) {
        items.push(
          ...(await decided(target, decide, async (name) => resolver.resolve(name, AbortSignal.timeout(5000)))),
        );
        if (items.length >= MOST_ITEMS) break;
      }
      return c.json({ problems: [], items: items.slice(0, MOST_ITEMS) }, 200);
    },
  );
  return api;
}

type Decide = (address: string, name: string | null, resolved: boolean) => Pick<Item, "address" | "allowed" | "why">;

function decider(scope: Scope | null, at: number): Decide {
  const compiled = compileScope(scope);
  return (address, name, resolved) => {
    const decision = compiled.decide({ address, name, resolved }, at);
    if (!decision.allowed) return { address, allowed: false, why: decision.why };
    // Without any scope loopback alone is allowed.
    const loopback =
      parseAddress(address) !== null && compileScope(null).decide({ address, name, resolved }, at).allowed;
    const why = loopback
      ? "loopback needs no permission"
      : `permitted by ${scope?.permittedBy ?? ""} until ${scope?.until ?? ""}`;
    return { address, allowed: true, why };
  };
}

async function decided(
  target: string,
  decide: Decide,
  resolve: (name: string) => ReturnType<Awaited<ReturnType<typeof loadResolver>>["resolve"]>,
): Promise<readonly Item[]> {
  const refused = (why: string): readonly Item[] => [{ target, address: null, allowed: false, why }];
  const read = readTarget(target.trim());
  if (!read.ok) return refused(read.problem);
  const { name, address, cidr } = read.value;
  if (cidr !== null) {
    const network = parseNetwork(cidr);
    if (!network.ok) return refused(network.problem);
    if (network.value.last - network.value.first >= LARGEST_NETWORK) {
      return refused(`more than ${LARGEST_NETWORK} addresses: try a smaller network`);
    }
    return [...addressesOf(network.value)].map((each) => ({ target, ...decide(each, null, false) }));
  }
  if (address !== null) return [{ target, ...decide(address, name, false) }];
  if (name === null) return refused("neither a name nor an address");
  const resolution = await resolve(name);
  if (resolution.kind === "failure") return refused(`${name}: ${resolution.detail}`);
  return resolution.addresses.map((each) => ({ target, ...decide(each, name, true) }));
}
