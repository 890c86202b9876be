import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { metasploitText } from "./index.ts";
import { LEAK, METASPLOIT_TEXT_FIXTURES } from "./testing/fixtures.ts";

checkImporter(metasploitText, METASPLOIT_TEXT_FIXTURES);

test("nothing of what leaked is repeated", async () => {
  const events = await readAll(metasploitText, `${LEAK}[*] 192.0.2.1:443 - Printable info leaked:\npassword=hunter2\n`);
  expect(answersOf(events).map(({ words }) => words)).toEqual(["Heartbeat response with leak, 65535 bytes"]);
  expect(JSON.stringify(events)).not.toContain("hunter2");
});

test("another CVE: the module has not asked", async () => {
  const events = await readAll(metasploitText, LEAK, 4096, "CVE-2014-0224");
  expect(answersOf(events).map(({ finding }) => finding.reason)).toEqual(["no_record_of_check"]);
});

test("the console of another module", () => {
  const document = "msf6 auxiliary(scanner/ssl/ssl_version) > run\n[+] 192.0.2.1:443 - Connected with TLSv1.2\n";
  expect(metasploitText.recognises(headOf(Buffer.from(document), document))).toBe(false);
});
