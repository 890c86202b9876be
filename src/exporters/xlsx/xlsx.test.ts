/** The workbook, read back: archive, XML, signs, guards. */

import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { escapeTerminal } from "../../core/escape-terminal.ts";
import { bytesOf, CONTEXT, endpoint, report } from "../testing/report.ts";
import { HOSTILE, hostileText } from "../testing/hostile.ts";
import { unzip } from "../testing/unzip.ts";
import { Crc32 } from "./crc32.ts";
import { workbook } from "./index.ts";
import { letters } from "./sheet.ts";
import { STYLES } from "./styles.ts";

interface ReadCell {
  readonly value: string;
  readonly style: string;
  readonly type: string;
}

/** Rows by column letter; throws for XML that is not well-formed. */
function readSheet(xml: string): readonly ReadonlyMap<string, ReadCell>[] {
  const rows: Map<string, ReadCell>[] = [];
  let place: { readonly column: string; readonly style: string; readonly type: string } | null = null;
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "row") rows.push(new Map());
    if (name === "f") throw new Error("a formula");
    if (name !== "c") return;
    const style = STYLES[Number(attributes["s"])] ?? "";
    place = { column: String(attributes["r"]).replace(/\d+/, ""), style, type: attributes["t"] ?? "n" };
  });
  parser.on("text", (value) => {
    if (place === null) return;
    // As a spreadsheet reads it (ST_Xstring).
    const read = value.replaceAll(/_x([0-9a-fA-F]{4})_/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    rows.at(-1)?.set(place.column, { value: read, style: place.style, type: place.type });
  });
  parser.on("closetag", ({ name }) => {
    if (name === "c") place = null;
  });
  parser.write(xml).close();
  return rows;
}

const open = (given = report(), most = 1000) => unzip(bytesOf(workbook(given, CONTEXT, most)));
const sheet = (files: ReadonlyMap<string, string>, name: string) => {
  const names = [...(files.get("xl/workbook.xml") ?? "").matchAll(/<sheet name="([^"]*)"/g)].map((match) => match[1]);
  return readSheet(files.get(`xl/worksheets/sheet${names.indexOf(name) + 1}.xml`) ?? "");
};

test("CRC-32 of the check value", () => {
  const crc = new Crc32();
  crc.update(new TextEncoder().encode("123456789"));
  expect(crc.value).toBe(0xcbf43926);
});

test.each([
  [0, "A"],
  [25, "Z"],
  [26, "AA"],
  [701, "ZZ"],
  [702, "AAA"],
])("column %i is %s", (column, name) => expect(letters(column)).toBe(name));

describe("the workbook", () => {
  test("every part is well-formed and listed", () => {
    const files = open();
    for (const [name, xml] of files) expect(() => readSheet(xml), name).not.toThrow();
    for (const name of [...files.keys()].filter((each) => each.includes("worksheets"))) {
      expect(files.get("[Content_Types].xml")).toContain(`/${name}`);
      expect(files.get("xl/_rels/workbook.xml.rels")).toContain(name.replace("xl/", ""));
    }
  });

  test("signs in their columns, each with its own look", () => {
    const [head, first, open_, safe] = sheet(open(), "Matrix");
    const at = (title: string) => [...(head ?? [])].find(([, { value }]) => value === title)?.[0] ?? "";
    const look = (row: typeof head, title: string) => [row?.get(at(title))?.value, row?.get(at(title))?.style];
    expect(look(first, "heartbleed/flight")).toEqual(["1", "vulnerable"]);
    expect(look(first, "nmap")).toEqual(["0", "blind"]);
    expect(look(first, "plain ✗")).toEqual(["✗", "invalid"]);
    expect(look(first, "Judged")).toEqual(["CONFIRMED", "bad"]);
    expect(look(open_, "nmap")).toEqual(["·", "not_asked"]);
    expect(look(open_, "Judged")).toEqual(["UNKNOWN", "open"]);
    expect(look(open_, "Not tested")).toEqual(["dns_failure", "text"]);
    expect(look(safe, "nmap")).toEqual(["0", "not_vulnerable"]);
  });

  test("more rows than a sheet holds go on in the next", () => {
    const files = open(report("plain", [endpoint(8), endpoint(9)]), 2);
    expect(sheet(files, "Matrix").length + sheet(files, "Matrix 2").length + sheet(files, "Matrix 3").length).toBe(
      5 + 3,
    );
  });

  test("others' text comes back as text, never as a formula, a number or a damaged file", () => {
    const check = (text: string) => {
      const [, first] = sheet(open(report(text)), "Matrix");
      const read = first?.get("B");
      expect(read?.value ?? "").toBe(escapeTerminal(text));
      expect(read === undefined || read.type === "inlineStr").toBe(true);
      if (/^\s*[=+\-@\uff1d\uff0b]/.test(escapeTerminal(text))) expect(read?.style).toBe("guarded");
    };
    for (const text of HOSTILE) check(text);
    fc.assert(
      fc.property(
        hostileText().filter((text) => text.trim() !== ""),
        check,
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  test("a sheet of its own says what is not known", () => {
    const said = sheet(open(), "Not known").map((row) => row.get("A")?.value);
    expect(said).toEqual(expect.arrayContaining(["open", "untested", "missed_by_all", "unreadable line"]));
  });
});
