/** The scope file: who permits what, until when. */

import { z } from "@hono/zod-openapi";
import { instant } from "./common.ts";

const LONGEST_SCOPE = 200_000;
const scopeText = z.string().max(LONGEST_SCOPE).describe("YAML: permitted_by, until, allow, exclude");

const scopeProblemSchema = z.object({
  line: z.int().positive().nullable().describe("null: of the file as a whole"),
  sentence: z.string(),
});

export const scopeSchema = z
  .object({
    file: z.string().nullable().describe("null: the server was started without --scope; only loopback may be asked"),
    text: z.string().nullable().describe("null: there is no file of this name yet"),
    tag: z.string().nullable().describe("of this text, for `PUT /scope`"),
    problems: z.array(scopeProblemSchema).describe("empty: it is in force"),
    permittedBy: z.string().nullable(),
    until: instant.nullable(),
  })
  .openapi("Scope");

export const scopeChange = z
  .object({
    text: scopeText,
    tag: z.string().max(100).nullable().describe("of the text that this one replaces; another one: a conflict"),
  })
  .openapi("ScopeChange");

export const scopeQuestion = z
  .object({
    text: scopeText.optional().describe("a scope that is not saved yet; left out: the one in force"),
    targets: z
      .array(z.string().max(1000))
      .min(1)
      .max(200)
      .describe("addresses, names, NAME@ADDRESS, networks up to 1024 addresses"),
  })
  .openapi("ScopeQuestion");

export const scopeAnswerSchema = z
  .object({
    problems: z.array(scopeProblemSchema).describe("of the text; not empty: nothing was decided"),
    items: z.array(
      z.object({
        target: z.string(),
        address: z.string().nullable().describe("null: the target has none"),
        allowed: z.boolean(),
        why: z.string(),
      }),
    ),
  })
  .openapi("ScopeAnswer");
