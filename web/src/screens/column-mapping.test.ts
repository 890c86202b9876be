import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMapping } from "../../../src/importers/spreadsheet/mapping.ts";
import { type ColumnChoice, guessed, mappingOf, ROLES } from "./column-mapping.ts";

test.each([
  ["Server name", "host"],
  ["IP", "address"],
  ["Port", "port"],
  ["Test date", "when"],
  ["nmap 6.45", "ignore"],
] as const)("%s is guessed to be %s", (title, role) => {
  expect(guessed(title).role).toBe(role);
});

test("a column of answers is a detector's", () => {
  expect(guessed("nmap 6.45", ["1", "", "?"])).toEqual({ title: "nmap 6.45", role: "detector", detector: "nmap-6.45" });
});

const column = (title: string, role: ColumnChoice["role"], detector = ""): ColumnChoice => ({ title, role, detector });

test.each([
  [[column("Server", "host"), column("nmap result", "detector", "nmap")], "host=Server,nmap=nmap result", ""],
  [[column("nmap", "detector", "nmap")], "nmap=nmap", "say which column names the host or its address"],
  [[column("Server", "host")], "host=Server", "say which column holds a detector's answers"],
  [
    [column("Server", "host"), column("x", "detector", "")],
    "host=Server,=x",
    "give every detector a name, such as nmap",
  ],
  [[column("a,b", "host"), column("x", "detector", "nmap")], "host=a,b,nmap=x", 'the title "a,b" holds a comma'],
  [
    [column("a", "host"), column("b", "host"), column("x", "detector", "nmap")],
    "host=a,host=b,nmap=x",
    "host is there twice",
  ],
])("%j", (choices, columns, missing) => {
  expect(mappingOf(choices).columns).toBe(columns);
  expect(mappingOf(choices).missing).toContain(missing);
});

test("what is not said to be missing is a mapping that the importer takes", () => {
  const choice = fc.record({
    title: fc.string({ minLength: 1, maxLength: 12 }).filter((title) => title.trim() !== ""),
    role: fc.constantFrom(...ROLES),
    detector: fc.string({ maxLength: 12 }),
  });
  fc.assert(
    fc.property(fc.array(choice, { maxLength: 6 }), (choices) => {
      const { columns, missing } = mappingOf(choices);
      if (missing === "") expect(parseMapping(columns)).toMatchObject({ ok: true });
    }),
    { numRuns: 2000 },
  );
});
