import { expect, test } from "vitest";
import { checkScanner, QUESTION } from "../testing/check.ts";
import { masscan } from "./index.ts";
import { MASSCAN_ANSWERS } from "./testing/fixtures.ts";

checkScanner(masscan, MASSCAN_ANSWERS);

test("one address and one port, and the options as given", () => {
  const options = { "source-ip": "192.0.2.9", interface: "eth0", wait: "3" };
  expect(masscan.ask({ ...QUESTION, address: "192.0.2.1" }, options)).toEqual({
    args: "192.0.2.1 -p8443 --heartbleed --banners --rate 100 --wait 3 --source-ip 192.0.2.9 --interface eth0 -oJ -".split(
      " ",
    ),
  });
});

test.each(["127.0.0.1", "127.9.9.9", "::1"])("not %s", (address) => {
  expect(masscan.ask({ ...QUESTION, address }, {})).toMatchObject({ reason: "tool_not_applicable" });
});

test("nothing it prints is a zero", () => {
  expect(MASSCAN_ANSWERS.map(({ reason }) => reason)).not.toContain("negative_derived");
});
