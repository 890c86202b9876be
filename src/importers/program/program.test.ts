import { expect, test } from "vitest";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { program } from "./index.ts";
import { PROGRAM_FIXTURES } from "./testing/fixtures.ts";

checkImporter(program, PROGRAM_FIXTURES);

test("detector, name and time as the line says", async () => {
  const line = {
    detector: "my-probe",
    address: "192.0.2.1",
    port: 443,
    server_name: "www.example.org",
    outcome: "vulnerable",
    words: "leaks",
    time: "2014-04-09T12:00:00+02:00",
  };
  const [answer] = answersOf(await readAll(program, JSON.stringify(line)));
  expect(answer).toMatchObject({
    detector: "my-probe",
    serverName: "www.example.org",
    words: "leaks",
    time: { at: Date.UTC(2014, 3, 9, 10), quality: "zone" },
  });
});
