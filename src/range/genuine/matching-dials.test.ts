import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SSL30, TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import { DEFAULT_DIALS, truthOf } from "../conditions/dials.ts";
import { OLD_NODES } from "./binaries.ts";
import { KNOWN_DIFFERENCES } from "./known-differences.ts";
import { matchingDials } from "./matching-dials.ts";
import { NGINX_PROFILES } from "./nginx-config.ts";
import { PROFILES } from "./openssl-profiles.ts";
import { CURRENT_PROFILES, OLD_PROFILES } from "./profiles.ts";
import { suiteNumber } from "./suite-numbers.ts";

const OLD = OLD_NODES.flatMap((node) =>
  OLD_PROFILES.filter(({ needs }) => needs.every((need) => node.abilities.includes(need))).map(({ name }) => ({
    id: `node-${node.version}/${name}`,
    truth: node.truth,
  })),
);
const TODAY = [
  ...CURRENT_PROFILES.map(({ name }) => `node-current/${name}`),
  ...PROFILES.map(({ name }) => `openssl-3.0.19/${name}`),
  ...NGINX_PROFILES.map(({ name }) => `nginx/${name}`),
].map((id) => ({ id, truth: "not_vulnerable" as const }));

test("every profile of every family has dials of its own truth", () => {
  const wrong = [...OLD, ...TODAY].filter(({ id, truth }) => {
    const dials = matchingDials(id);
    return dials === null || truthOf({ ...DEFAULT_DIALS, ...dials }) !== truth;
  });
  expect(wrong).toEqual([]);
});

test.each(["node-0.10.1", "node-0.10.1/none", "node-9/default", "openssl-1.0.1f/default", "nginx/none", ""])(
  "no dials: %s",
  (id) => {
    expect(matchingDials(id)).toBeNull();
  },
);

describe("versions", () => {
  test.each([
    ["node-0.8.28/default", SSL30, TLS10, "alert"],
    ["node-0.10.1/default", SSL30, TLS12, "alert"],
    ["node-0.10.48/ssl3", SSL30, SSL30, "alert"],
    ["node-0.12.18/from-tls1.1", TLS11, TLS12, "close"],
    ["node-0.12.18/to-tls1.1", SSL30, TLS11, "alert"],
    ["node-0.10.48/to-tls1.0", SSL30, TLS10, "alert"],
    ["node-0.12.18/default", TLS10, TLS12, "alert"],
    ["node-current/tls1.2", TLS12, TLS12, "alert"],
    ["openssl-3.0.19/tls1.1", TLS11, TLS11, "alert"],
  ] as const)("%s", (id, min, max, otherwise) => {
    expect(matchingDials(id)?.versions).toEqual({ min, max, otherwise });
  });
});

test("every suite of a profile has a number", () => {
  const names = [...OLD_PROFILES.map(({ settings }) => settings.ciphers), ...PROFILES.map(({ cipher }) => cipher)];
  expect(names.filter((name) => typeof name === "string" && suiteNumber(name) === undefined)).toEqual([]);
});

test("the page about faithfulness lists the known differences, each with its reason", () => {
  const page = readFileSync(new URL("../../../docs/faithfulness.md", import.meta.url), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| ") && !/^\| (?:id|---) /.test(line));
  expect(rows).toEqual(KNOWN_DIFFERENCES.map(({ id, reason }) => `| ${id} | ${reason} |`));
});
