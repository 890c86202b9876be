/**
 * The columns of a CSV export, whose template the operator chooses (report-formats.md 3.2): any of them may be missing. Also as
 * queries write them, and as early versions did: `host`, `vuln-id`, `result-code`.
 */

const COLUMNS = {
  address: ["asset ip address", "ip address", "host"],
  name: ["asset names", "asset name", "host name", "hostname(s)"],
  port: ["service port", "port"],
  transport: ["service protocol", "protocol"],
  service: ["service name"],
  code: ["vulnerability test result code", "result code"],
  words: ["vulnerability test result description", "vulnerability test result"],
  check: ["vulnerability id", "vuln id"],
  title: ["vulnerability title", "vuln titles", "vuln title"],
  cves: ["vulnerability cve ids", "vulnerability cve id", "cves", "cve"],
  cveUrls: ["vulnerability cve urls"],
  references: ["vulnerability reference ids", "vulnerability reference"],
  proof: ["vulnerability proof"],
  pci: ["vulnerability pci compliance status"],
  since: ["vulnerable since"],
  tested: ["vulnerability test date", "last scan time"],
  template: ["scan template"],
} as const satisfies Record<string, readonly string[]>;

export type Column = keyof typeof COLUMNS;

const KEYS = Object.keys(COLUMNS) as readonly Column[];

const plain = (cell: string): string =>
  cell
    .trim()
    .toLowerCase()
    .replaceAll(/[-_\s]+/g, " ");

/** Where each column stands; without those that are missing. */
export function columnsOf(header: readonly string[]): ReadonlyMap<Column, number> {
  const cells = header.map(plain);
  return new Map(
    KEYS.flatMap((key) => {
      const index = cells.findIndex((cell) => (COLUMNS[key] as readonly string[]).includes(cell));
      return index < 0 ? [] : [[key, index] as const];
    }),
  );
}

/** Names that no other product uses: the address of an asset beside a vulnerability's, or the result codes of old. */
export function isNexposeHeader(header: readonly string[]): boolean {
  const cells = header.map(plain);
  if (cells.includes("vulnerability test result code"))
    return cells.some((cell) => COLUMNS.address.some((name) => name === cell));
  if (cells.includes("vuln id") && cells.includes("result code")) return true;
  return (
    cells.includes("asset ip address") &&
    cells.some((cell) => ["vulnerability id", "vulnerability title", "vulnerability cve ids"].includes(cell))
  );
}
