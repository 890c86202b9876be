import { expect, test } from "vitest";
import { checkScanner, QUESTION } from "../testing/check.ts";
import { goDuration } from "./duration.ts";
import { zgrab2 } from "./index.ts";
import { ZGRAB2_ANSWERS } from "./testing/fixtures.ts";

checkScanner(zgrab2, ZGRAB2_ANSWERS);

test("the address alone on the standard input, so that nothing is looked up", () => {
  expect(zgrab2.ask(QUESTION, {})).toEqual({
    args: ["--senders=1", "tls", "--heartbleed", "--timeout=10s", "--port=8443", "--no-sni"],
    stdin: "127.0.0.1\n",
  });
  expect(zgrab2.ask({ ...QUESTION, address: "::1", serverName: "www.example.org" }, {})).toMatchObject({
    args: ["--senders=1", "tls", "--heartbleed", "--timeout=10s", "--port=8443", "--server-name=www.example.org"],
    stdin: "::1\n",
  });
});

test.each([
  ["1h2m3.5s", 3723.5],
  ["10.010518s", 10.010518],
  ["9.569866ms", 0.009569866],
  ["250µs", 0.00025],
  ["0s", 0],
  ["", null],
  ["10", null],
  ["soon", null],
  [10, null],
])("duration %j", (text, seconds) => {
  const read = goDuration(text);
  if (seconds === null) expect(read).toBeNull();
  else expect(read).toBeCloseTo(seconds, 9);
});
