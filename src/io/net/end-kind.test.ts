import { describe, expect, test } from "vitest";
import { endKindOf } from "./end-kind.ts";

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe("endKindOf", () => {
  test.each([
    ["ECONNREFUSED", false, "refused"],
    ["EHOSTUNREACH", false, "unreachable"],
    ["ENETUNREACH", false, "unreachable"],
    ["EACCES", false, "unreachable"],
    ["ETIMEDOUT", false, "connect_timeout"],
    ["ETIMEDOUT", true, "timeout"],
    ["ECONNRESET", false, "reset"],
    ["ECONNRESET", true, "reset"],
    ["EPIPE", true, "reset"],
    ["EMFILE", false, "local_resources"],
    ["EADDRNOTAVAIL", false, "local_resources"],
    ["ENOBUFS", false, "local_resources"],
    ["EAGAIN", false, "local_resources"],
    ["ENEWCODE", false, "unreachable"],
    ["ENEWCODE", true, "reset"],
  ] as const)("%s, connected: %s", (code, connected, expected) => {
    expect(endKindOf(failure(code), connected)).toBe(expected);
  });

  test("something that is no system error is never taken for an answer", () => {
    expect(endKindOf("odd", false)).toBe("unreachable");
    expect(endKindOf(new Error("odd"), true)).toBe("reset");
  });
});
