/** Tokens and the audit log. */

import { z } from "@hono/zod-openapi";
import { SCOPES } from "../../../core/ports/desk.ts";
import { count, instant } from "./common.ts";

export const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    createdAt: instant,
    expiresAt: instant,
    lastUsedAt: instant.nullable().describe("to the minute; null: never"),
    revokedAt: instant.nullable(),
    inForce: z.boolean().describe("neither expired nor revoked"),
  })
  .openapi("Token");

export const tokensSchema = z.object({ items: z.array(tokenSchema) }).openapi("Tokens");

export const tokenRequest = z
  .object({
    name: z.string().max(100).describe("what it is for; it stands in the audit log"),
    scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
    days: z.int().min(1).max(366).default(30).describe("until it expires"),
  })
  .openapi("TokenRequest");

export const madeTokenSchema = z
  .object({ token: tokenSchema, secret: z.string().describe("shown once: only its hash is kept") })
  .openapi("MadeToken");

const auditEntrySchema = z
  .object({
    id: count,
    at: instant,
    who: z.string(),
    action: z.string(),
    subject: z.string(),
    detail: z.string().describe("JSON"),
    hash: z.string().describe("SHA-256 of the entry and the hash before it"),
  })
  .openapi("AuditEntry");

export const auditSchema = z
  .object({
    items: z.array(auditEntrySchema),
    next: count.nullable().describe("cursor of the next page; null: none"),
    brokenAt: count
      .nullable()
      .describe("first entry that was changed, or follows one that was; null: the chain is whole"),
  })
  .openapi("Audit");
