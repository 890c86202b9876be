/** Our registry against those of other programs on this machine: every (number, name) that they know must be ours too. */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { NAMED_GROUPS } from "./groups.ts";
import { suite, suiteName } from "./suites.ts";

type Known = readonly [id: number, name: string];

/** What differs, readable: "0xc02f: theirs TLS_…, ours TLS_…". */
function differences(theirs: readonly Known[]): readonly string[] {
  return theirs
    .filter(([id, name]) => suiteName(id) !== name)
    .map(([id, name]) => `0x${id.toString(16)}: theirs ${name}, ours ${suiteName(id)}`);
}

const listing = spawnSync("openssl", ["ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"], {
  encoding: "utf8",
});

test.skipIf(listing.status !== 0)("openssl ciphers", () => {
  const theirs = [...listing.stdout.matchAll(/^\s*0x(..),0x(..) - (\S+)/gm)].map(
    ([, high, low, name]): Known => [Number.parseInt(`${high}${low}`, 16), name ?? ""],
  );
  expect(theirs.length).toBeGreaterThan(50);
  expect(differences(theirs)).toEqual([]);
});

const NMAP = "/usr/share/nmap/nselib/tls.lua";

/** One table of nmap's Lua source. */
function luaTable(name: string): readonly Known[] {
  const source = readFileSync(NMAP, "utf8");
  const table = new RegExp(`^${name} = \\{\\n(.*?)^\\}`, "ms").exec(source)?.[1] ?? "";
  return [...table.matchAll(/^\s*(?:\["([^"]+)"\]|(\w+))\s*=\s*(\w+)/gm)].map(
    ([, quoted, bare, id]): Known => [Number(id), quoted ?? bare ?? ""],
  );
}

/** nmap spells TLS 1.3 names with a key exchange of its own making, and one number with both of its meanings. */
function registered(name: string): string {
  return name
    .replace(/-or-.*$/, "")
    .replace(/^TLS_AKE_WITH_NULL_(\w+)$/, "TLS_$1_$1")
    .replace(/^TLS_AKE_WITH_/, "TLS_");
}

test.skipIf(!existsSync(NMAP))("nmap's cipher suites", () => {
  const theirs = luaTable("CIPHERS").filter(([, name]) => !name.endsWith("-draft"));
  expect(theirs.length).toBeGreaterThan(300);
  expect(differences(theirs.map(([id, name]) => [id, registered(name)]))).toEqual([]);
});

test.skipIf(!existsSync(NMAP))(
  "nmap's names from drafts: the same where we know the number, which may be under another title",
  () => {
    const drafts = luaTable("CIPHERS").filter(([id, name]) => name.endsWith("-draft") && suite(id) !== undefined);
    expect(drafts.map(([id]) => id)).toEqual([0x80, 0x81, 0x82, 0x83, 0xcc13, 0xcc14, 0xcc15]);
    for (const [id, name] of drafts) expect(suiteName(id).replace("OLD_", "")).toBe(name.replace("-draft", ""));
  },
);

test.skipIf(!existsSync(NMAP))("nmap's named groups", () => {
  const theirs = luaTable("ELLIPTIC_CURVES").map(([id, name]): Known => [id, name.replace("ecdh_", "")]);
  expect(theirs.length).toBeGreaterThan(40);
  const ours = new Map(NAMED_GROUPS.map(({ id, name }) => [id, name]));
  expect(theirs.filter(([id, name]) => ours.get(id) !== name)).toEqual([]);
});
