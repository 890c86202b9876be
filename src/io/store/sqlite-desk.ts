/** What people add to an incident, in the same SQLite file as the observations, over a connection of its own. */

import { createHash } from "node:crypto";
import type { AccessScope, AuditEntry, Desk, Mute, Note, Token } from "../../core/ports/desk.ts";
import { SCOPES } from "../../core/ports/desk.ts";
import { wordOf } from "./codes.ts";
import { type Driver, inTransaction, type Row } from "./driver.ts";
import { storeError } from "./failures.ts";

const text = (row: Row, column: string): string => String(row[column] ?? "");
const textOrNull = (row: Row, column: string): string | null => (row[column] === null ? null : text(row, column));

function tokenOf(row: Row): Token {
  return {
    id: text(row, "id"),
    name: text(row, "name"),
    scopes: text(row, "scopes")
      .split(" ")
      .map((scope): AccessScope => wordOf(SCOPES, scope)),
    createdAt: text(row, "created_at"),
    expiresAt: text(row, "expires_at"),
    lastUsedAt: textOrNull(row, "last_used_at"),
    revokedAt: textOrNull(row, "revoked_at"),
  };
}

function auditOf(row: Row): AuditEntry {
  return {
    id: Number(row["id"]),
    at: text(row, "at"),
    who: text(row, "who"),
    action: text(row, "action"),
    subject: text(row, "subject"),
    detail: text(row, "detail"),
    hash: text(row, "hash"),
  };
}

function noteOf(row: Row): Note {
  const { at, who } = auditOf(row);
  return { id: Number(row["id"]), at, who, endpoint: text(row, "endpoint"), text: text(row, "text") };
}

function muteOf(row: Row): Mute {
  return {
    id: Number(row["id"]),
    at: text(row, "at"),
    who: text(row, "who"),
    endpoint: text(row, "endpoint"),
    reason: text(row, "reason"),
    until: text(row, "until"),
    fingerprint: text(row, "fingerprint"),
    liftedAt: textOrNull(row, "lifted_at"),
  };
}

/** Of the entry and all before it; JSON keeps fields apart whatever they hold. */
function chained(before: string, { at, who, action, subject, detail }: Omit<AuditEntry, "id" | "hash">): string {
  return createHash("sha256")
    .update(JSON.stringify([before, at, who, action, subject, detail]))
    .digest("hex");
}

/** As SQLite gives it back: half a surrogate pair has no UTF-8, and would look like an entry that somebody changed. */
function wellFormed<T extends Omit<AuditEntry, "id" | "hash">>(entry: T): T {
  const { at, who, action, subject, detail } = entry;
  const [a, b, c, d, e] = [at, who, action, subject, detail].map((each) => Buffer.from(each, "utf8").toString("utf8"));
  return { ...entry, at: a, who: b, action: c, subject: d, detail: e };
}

/** @param driver an open database of the current schema. @param file its name, for messages. */
export function sqliteDesk(driver: Driver, file: string): Desk {
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw storeError(error, file, driver);
    }
  };
  const inserted = () => Number(driver.prepare("SELECT last_insert_rowid() AS id").get()?.["id"]);
  return {
    addToken: (token, hash) =>
      guarded(() =>
        driver
          .prepare("INSERT INTO token (id, name, scopes, hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)")
          .run(token.id, token.name, token.scopes.join(" "), hash, token.createdAt, token.expiresAt),
      ),
    tokens: () => guarded(() => driver.prepare("SELECT * FROM token ORDER BY created_at DESC, id").all().map(tokenOf)),
    tokenByHash: (hash) =>
      guarded(() => {
        const row = driver.prepare("SELECT * FROM token WHERE hash = ?").get(hash);
        return row === undefined ? null : tokenOf(row);
      }),
    token: (id) =>
      guarded(() => {
        const row = driver.prepare("SELECT * FROM token WHERE id = ?").get(id);
        return row === undefined ? null : tokenOf(row);
      }),
    touchToken: (id, at) => guarded(() => driver.prepare("UPDATE token SET last_used_at = ? WHERE id = ?").run(at, id)),
    revokeToken: (id, at) =>
      guarded(() =>
        inTransaction(driver, () => {
          const open = driver.prepare("SELECT 1 FROM token WHERE id = ? AND revoked_at IS NULL").get(id) !== undefined;
          driver.prepare("UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL").run(at, id);
          return open;
        }),
      ),
    audit: (given) =>
      guarded(() =>
        inTransaction(driver, () => {
          const entry = wellFormed(given);
          const last = driver.prepare("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").get();
          const hash = chained(last === undefined ? "" : text(last, "hash"), entry);
          driver
            .prepare("INSERT INTO audit (at, who, action, subject, detail, hash) VALUES (?, ?, ?, ?, ?, ?)")
            .run(entry.at, entry.who, entry.action, entry.subject, entry.detail, hash);
          return { ...entry, id: inserted(), hash };
        }),
      ),
    auditLog: (before, limit) =>
      guarded(() => {
        const rows = driver
          .prepare("SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?")
          .all(before ?? Number.MAX_SAFE_INTEGER, limit + 1);
        const items = rows.slice(0, limit).map(auditOf);
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      }),
    auditBreak: () =>
      guarded(() => {
        let before = "";
        let after = 0;
        const page = driver.prepare("SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT 1000");
        for (let rows = page.all(after); rows.length > 0; rows = page.all(after)) {
          for (const entry of rows.map(auditOf)) {
            if (chained(before, entry) !== entry.hash) return entry.id;
            before = entry.hash;
            after = entry.id;
          }
        }
        return null;
      }),
    addNote: (note) =>
      guarded(() => {
        driver
          .prepare("INSERT INTO note (at, who, endpoint, text) VALUES (?, ?, ?, ?)")
          .run(note.at, note.who, note.endpoint, note.text);
        return { ...note, id: inserted() };
      }),
    notes: (endpoint) =>
      guarded(() => driver.prepare("SELECT * FROM note WHERE endpoint = ? ORDER BY id").all(endpoint).map(noteOf)),
    addMute: (mute) =>
      guarded(() => {
        driver
          .prepare("INSERT INTO mute (at, who, endpoint, reason, until, fingerprint) VALUES (?, ?, ?, ?, ?, ?)")
          .run(mute.at, mute.who, mute.endpoint, mute.reason, mute.until, mute.fingerprint);
        return { ...mute, id: inserted(), liftedAt: null };
      }),
    liftMute: (id, at) =>
      guarded(() =>
        inTransaction(driver, () => {
          const open = driver.prepare("SELECT 1 FROM mute WHERE id = ? AND lifted_at IS NULL").get(id) !== undefined;
          driver.prepare("UPDATE mute SET lifted_at = ? WHERE id = ? AND lifted_at IS NULL").run(at, id);
          return open;
        }),
      ),
    mutes: (now) =>
      guarded(() =>
        driver.prepare("SELECT * FROM mute WHERE lifted_at IS NULL AND until > ? ORDER BY id").all(now).map(muteOf),
      ),
    close: () => driver.close(),
  };
}
