import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SeenLine } from "../../api/types.ts";
import { align, arrowOf, differenceOf } from "./align.ts";

const line = (who: SeenLine["who"], what: string, atMs = 0): SeenLine => ({ atMs, connection: 1, who, what });
const connected = line("network", "connected");
const done = line("server", "ServerHelloDone (0 bytes)");

describe("two conversations side by side", () => {
  test("what is the same stands in one row, whatever its time and length", () => {
    const rows = align(
      [connected, line("server", "Certificate (1340 bytes)", 3), done],
      [line("network", "connected", 9), line("server", "Certificate (99 bytes)", 20), done],
    );
    expect(rows.map(({ same, first }) => [same, first])).toEqual([
      [true, false],
      [true, false],
      [true, false],
    ]);
    expect(differenceOf(rows, "a", "b")).toContain("No difference");
  });

  test("the first difference is marked once, and what is common behind it stands together again", () => {
    const rows = align(
      [
        connected,
        line("tool", "ClientHello TLS 1.2, 354 suites"),
        line("server", "Certificate (1 bytes)"),
        line("tool", "closes the connection"),
      ],
      [connected, line("tool", "ClientHello TLS 1.2, 51 suites"), line("tool", "closes the connection")],
    );
    expect(rows.map(({ a, b, same, first }) => [a?.what ?? null, b?.what ?? null, same, first])).toEqual([
      ["connected", "connected", true, false],
      ["ClientHello TLS 1.2, 354 suites", "ClientHello TLS 1.2, 51 suites", false, true],
      ["Certificate (1 bytes)", null, false, false],
      ["closes the connection", "closes the connection", true, false],
    ]);
    expect(differenceOf(rows, "ours", "theirs")).toBe(
      "First difference, in row 2: with ours: client: ClientHello TLS 1.2, 354 suites; with theirs: client: ClientHello TLS 1.2, 51 suites.",
    );
  });

  test("the same words by another side are another thing", () => {
    expect(align([line("tool", "resets")], [line("server", "resets")])[0]?.same).toBe(false);
  });

  test("every line of both is there once, in its order, and only equal lines share a row as equal", () => {
    const some = fc.array(
      fc.constantFrom("x", "y", "z").map((what) => line("server", what)),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(some, some, (a, b) => {
        const rows = align(a, b);
        expect(rows.flatMap((row) => row.a ?? [])).toEqual(a);
        expect(rows.flatMap((row) => row.b ?? [])).toEqual(b);
        expect(rows.filter(({ first }) => first).length).toBe(rows.some(({ same }) => !same) ? 1 : 0);
        for (const row of rows) if (row.same) expect(row.a?.what).toBe(row.b?.what);
      }),
    );
  });
});

describe("arrows", () => {
  test.each([
    [
      "tool",
      "ClientHello TLS 1.2, 354 suites, no server name",
      "hello",
      "right",
      "ClientHello TLS 1.2",
      "354 suites, no server name",
    ],
    ["server", "Certificate (1340 bytes)", "other", "left", "Certificate", "1340 bytes"],
    [
      "tool",
      "heartbeat request in TLS 1.2: claims 16384 bytes, carries 0",
      "lie",
      "right",
      "heartbeat request in TLS 1.2",
      "claims 16384 bytes, carries 0",
    ],
    [
      "tool",
      "heartbeat request in TLS 1.2: claims 32 bytes, carries 48",
      "heartbeat",
      "right",
      "heartbeat request in TLS 1.2",
      "claims 32 bytes, carries 48",
    ],
    [
      "server",
      "heartbeat record in TLS 1.2 (8211 bytes)",
      "answer",
      "left",
      "heartbeat record in TLS 1.2",
      "8211 bytes",
    ],
    ["server", "alert fatal: handshake_failure", "alert", "left", "alert fatal", "handshake_failure"],
    ["server", "closes the connection (FIN)", "end", "left", "closes the connection (FIN)", ""],
    ["tool", "has waited 2.0 s, nothing came", "wait", "none", "has waited 2.0 s", "nothing came"],
    ["network", "connected", "connect", "none", "connected", ""],
    ["network", "no connection: refused", "end", "none", "no connection", "refused"],
  ] as const)("%s: %s", (who, what, kind, direction, title, detail) => {
    expect(arrowOf(line(who, what))).toEqual({ kind, direction, title, detail });
  });
});
