import { expect, test } from "vitest";
import { checkScanner, QUESTION, rawAnswer } from "../testing/check.ts";
import { testssl } from "./index.ts";
import { TESTSSL_ANSWERS } from "./testing/fixtures.ts";

checkScanner(testssl, TESTSSL_ANSWERS);

test("connects to the given address only, and resolves nothing", () => {
  const args = (serverName: string | null) => {
    const asked = testssl.ask({ ...QUESTION, serverName }, {});
    return "args" in asked ? asked.args.join(" ") : "";
  };
  expect(args("www.example.org")).toMatch(/ --nodns none .* --ip 127\.0\.0\.1 www\.example\.org:8443$/);
  expect(args(null)).toMatch(/ --nodns none .* 127\.0\.0\.1:8443$/);
  expect(args(null)).not.toMatch(/--ip|--phone-out/);
  // Else it has `invalid.` looked up, measured with strace: --nodns does not cover that.
  expect(testssl.ask(QUESTION, {})).toMatchObject({ environment: { NXCONNECT: "127.0.0.1:0" } });
});

test("spares the machine what the check does not need: CA certificates, other people's processes", () => {
  expect(testssl.ask(QUESTION, {})).toMatchObject({
    environment: { SSL_CERT_FILE: "/dev/null", SSL_CERT_DIR: "/dev/null", PS_FORMAT: "pid" },
  });
});

test("options", () => {
  const asked = testssl.ask(QUESTION, { "connect-timeout": "5" });
  expect("args" in asked ? asked.args : []).toEqual(expect.arrayContaining(["--connect-timeout", "5"]));
});

test("does not ask for its version, which would reach the resolver", () => {
  expect(testssl.version.args).toEqual(["--help"]);
  expect(testssl.version.read(rawAnswer({ stdout: "testssl [options] <URI>" }))).toBeNull();
});
