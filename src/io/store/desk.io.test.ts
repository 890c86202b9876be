import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Desk } from "../../core/ports/desk.ts";
import { Folder } from "../../../test/support/folder.ts";
import type { Driver } from "./driver.ts";
import { loadDriver } from "./load-driver.ts";
import { openDesk } from "./open-store.ts";

let folder: Folder;
let desk: Desk;
let raw: Driver;
beforeEach(async () => {
  folder = new Folder();
  desk = await openDesk(folder.at("test.db"));
  raw = (await loadDriver())(folder.at("test.db"));
});
afterEach(() => {
  desk.close();
  raw.close();
  folder.remove();
});

const AT = "2026-11-25T12:00:00.000Z";
const entry = (n: number) => ({ at: AT, who: `who ${n}`, action: "test", subject: `s${n}`, detail: "{}" });
/** As somebody who has the file would: the triggers are no obstacle for them. */
const tamper = (sql: string) => {
  for (const verb of ["changed", "removed", "replaced"]) raw.exec(`DROP TRIGGER IF EXISTS audit_is_never_${verb}`);
  raw.exec(sql);
};

describe("the audit log", () => {
  it("refuses to change, remove or replace an entry", () => {
    desk.audit(entry(1));
    expect(() => raw.exec("UPDATE audit SET who = 'nobody'")).toThrow(/never changed/);
    expect(() => raw.exec("DELETE FROM audit")).toThrow(/never changed/);
    const values = "(1, '', '', '', '', '', '')";
    expect(() => raw.exec(`INSERT OR REPLACE INTO audit VALUES ${values}`)).toThrow(/never changed/);
    expect(desk.auditLog(null, 10).items).toMatchObject([entry(1)]);
  });

  it.each(["at", "who", "action", "subject", "detail", "hash"])("shows where %s was changed", (column) => {
    for (let n = 1; n <= 5; n++) desk.audit(entry(n));
    expect(desk.auditBreak()).toBeNull();
    tamper(`UPDATE audit SET ${column} = ${column} || 'x' WHERE id = 3`);
    expect(desk.auditBreak()).toBe(3);
  });

  it("shows an entry that is gone, moved or slipped in, also far back", () => {
    for (let n = 1; n <= 1100; n++) desk.audit(entry(n));
    expect(desk.auditBreak()).toBeNull();
    tamper("DELETE FROM audit WHERE id = 1001");
    expect(desk.auditBreak()).toBe(1002);
    tamper("DELETE FROM audit WHERE id = 1");
    expect(desk.auditBreak()).toBe(2);
  });

  it("shows two entries that changed places, and text moved from one field to the next", () => {
    for (let n = 1; n <= 3; n++) desk.audit(entry(n));
    tamper(
      "UPDATE audit SET id = 9 WHERE id = 1; UPDATE audit SET id = 1 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 9",
    );
    expect(desk.auditBreak()).toBe(1);
    tamper(
      "UPDATE audit SET id = 9 WHERE id = 1; UPDATE audit SET id = 1 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 9",
    );
    expect(desk.auditBreak()).toBeNull();
    tamper("UPDATE audit SET who = who || action, action = '' WHERE id = 2");
    expect(desk.auditBreak()).toBe(2);
  });

  it("goes on in one chain when two processes write", async () => {
    const other = await openDesk(folder.at("test.db"));
    for (let n = 0; n < 10; n++) (n % 2 === 0 ? desk : other).audit(entry(n));
    expect(other.auditBreak()).toBeNull();
    expect(other.auditLog(null, 20).items).toHaveLength(10);
    other.close();
  });

  it("is read in pages without a gap or a repetition", () => {
    for (let n = 1; n <= 7; n++) desk.audit(entry(n));
    const ids: number[] = [];
    for (let next: number | null = null, first = true; first || next !== null; first = false) {
      const page = desk.auditLog(next, 3);
      ids.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(ids).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it("keeps any text as it is: NUL, lone surrogates as U+FFFD, a megabyte", () => {
    for (const text of ["a\u0000b", "\u202e", "x".repeat(1 << 20), "\ud800"]) {
      desk.audit({ ...entry(1), subject: text });
      expect(desk.auditBreak()).toBeNull();
    }
  });
});

describe("tokens", () => {
  const token = { id: "a", name: "n", scopes: ["read", "scan"] as const, createdAt: AT, expiresAt: AT };
  it("are found by hash or id, revoked once", () => {
    desk.addToken(token, "00");
    expect(desk.tokenByHash("00")).toEqual({ ...token, lastUsedAt: null, revokedAt: null });
    expect(desk.tokenByHash("0")).toBeNull();
    expect(desk.token("a")).toMatchObject({ name: "n" });
    expect(desk.token("b")).toBeNull();
    desk.touchToken("a", AT);
    expect(desk.revokeToken("a", AT)).toBe(true);
    expect(desk.revokeToken("a", "2027-01-01T00:00:00.000Z")).toBe(false);
    expect(desk.revokeToken("b", AT)).toBe(false);
    expect(desk.tokens()).toEqual([{ ...token, scopes: ["read", "scan"], lastUsedAt: AT, revokedAt: AT }]);
  });
  it("never share a secret", () => {
    desk.addToken(token, "00");
    expect(() => desk.addToken({ ...token, id: "b" }, "00")).toThrow();
  });
});

describe("mutes", () => {
  it("end when lifted, once, and at their time", () => {
    const mute = { at: AT, who: "w", endpoint: "e", reason: "r", until: "2026-11-26T00:00:00.000Z", fingerprint: "f" };
    const first = desk.addMute(mute);
    const second = desk.addMute({ ...mute, endpoint: "g" });
    expect(desk.mutes(AT)).toEqual([first, second]);
    expect(desk.liftMute(first.id, AT)).toBe(true);
    expect(desk.liftMute(first.id, AT)).toBe(false);
    expect(desk.mutes("2026-11-25T23:59:59.999Z")).toEqual([second]);
    expect(desk.mutes("2026-11-26T00:00:00.000Z")).toEqual([]);
  });
});
