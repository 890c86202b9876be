/**
 * The matrix as a workbook (ECMA-376): signs and colours, header frozen, filters on. Written by ourselves, because it is seven small
 * parts in an archive, and the libraries keep the whole workbook in memory or are not kept up.
 */

import type { Exporter, RenderContext } from "../exporter.ts";
import type { Report } from "../report.ts";
import { sheetXml } from "./sheet.ts";
import { sheets } from "./sheets.ts";
import { stylesXml } from "./styles.ts";
import { xmlText } from "./xml-text.ts";
import { zip, type ZipEntry } from "./zip.ts";

/** Rows of a sheet, the header not counted: below the format's limit, and no part of 4 GB. */
const MOST_ROWS = 500_000;

export const xlsx: Exporter = {
  id: "xlsx",
  mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  extension: "xlsx",
  binary: true,
  description: "a workbook: the matrix with signs and colours, what is not known, who said what",
  render: (report, context) => workbook(report, context, MOST_ROWS),
};

export function workbook(report: Report, { deflate }: RenderContext, most: number): Iterable<Uint8Array> {
  return zip(parts(report, most), deflate);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The list of sheets is written when all are: how many there are is known then. */
function* parts(report: Report, most: number): Generator<ZipEntry> {
  const names: string[] = [];
  for (const sheet of sheets(report, most)) {
    names.push(sheet.name);
    yield { name: `xl/worksheets/sheet${names.length}.xml`, text: sheetXml(sheet) };
  }
  yield { name: "xl/styles.xml", text: [stylesXml()] };
  yield { name: "xl/workbook.xml", text: [workbookXml(names)] };
  yield { name: "xl/_rels/workbook.xml.rels", text: [workbookRelations(names)] };
  yield { name: "docProps/core.xml", text: [properties(report)] };
  yield { name: "_rels/.rels", text: [relations()] };
  yield { name: "[Content_Types].xml", text: [contentTypes(names)] };
}

function workbookXml(names: readonly string[]): string {
  const list = names.map(
    (name, index) => `<sheet name="${xmlText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const titles = names.map(
    (name, index) =>
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${xmlText(name)}'!$1:$1</definedName>`,
  );
  return `${XML}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${list.join("")}</sheets><definedNames>${titles.join("")}</definedNames></workbook>`;
}

function workbookRelations(names: readonly string[]): string {
  const list = names.map((_, index) => relation(index + 1, "worksheet", `worksheets/sheet${index + 1}.xml`));
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list.join("")}${relation(names.length + 1, "styles", "styles.xml")}</Relationships>`;
}

const relation = (id: number, type: string, target: string): string =>
  `<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;

const relations = (): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${relation(1, "officeDocument", "xl/workbook.xml")}<Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`;

function properties({ title, generatedAt, version }: Report): string {
  const at = `<dcterms:created xsi:type="dcterms:W3CDTF">${xmlText(generatedAt)}</dcterms:created>`;
  return `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xmlText(title)}</dc:title><dc:creator>crosscheck ${xmlText(version)}</dc:creator>${at}</cp:coreProperties>`;
}

function contentTypes(names: readonly string[]): string {
  const list = names.map(
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`,
  );
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${list.join("")}</Types>`;
}
