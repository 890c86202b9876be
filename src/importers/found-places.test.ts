import { expect, test } from "vitest";
import { finding } from "../core/model/outcome.ts";
import { foundPlaces } from "./found-places.ts";
import type { ReportHost } from "./importer.ts";

const host = (address: string | null, name: string | null = null): ReportHost => ({ address, name });
const FOUND = { finding: finding("finding_reported"), by: "probe", transport: "tcp" } as const;

test.each<[string, ReportHost, string | number | null, ReportHost, string | number | null, boolean]>([
  ["the same", host("192.0.2.1"), 443, host("192.0.2.1"), 443, true],
  ["another port", host("192.0.2.1"), 443, host("192.0.2.1"), 8443, false],
  ["another spelling of the port", host("192.0.2.1"), "https (443/tcp)", host("192.0.2.1"), 443, true],
  ["the other transport", host("192.0.2.1"), "443/udp", host("192.0.2.1"), 443, false],
  ["another spelling of the address", host("2001:DB8:0:0::1"), 443, host("[2001:db8::1]"), 443, true],
  ["another name of the address", host("192.0.2.1", "a.example"), 443, host("192.0.2.1", "b.example"), 443, true],
  ["another address of the name", host("192.0.2.1", "a.example"), 443, host("192.0.2.2", "a.example"), 443, false],
  ["the name, without its address", host("192.0.2.1", "a.example"), 443, host(null, "A.example."), 443, true],
  ["the name with an address, found without", host(null, "a.example"), 443, host("192.0.2.1", "a.example"), 443, true],
  ["an address where a name is expected", host(null, "192.0.2.1"), 443, host("192.0.2.1"), 443, true],
  ["found at the host as a whole", host("192.0.2.1"), null, host("192.0.2.1"), 443, true],
  ["found at a port that cannot be read", host("192.0.2.1"), "https", host("192.0.2.1"), 443, true],
  ["a host without anything", host("192.0.2.1"), 443, host(null), 443, false],
  ["nameless hosts", host("192.0.2.1"), 443, host("192.0.2.2"), 443, false],
])("%s", (_what, foundAt, foundPort, asked, port, expected) => {
  const places = foundPlaces();
  places.note({ ...FOUND, host: foundAt, port: foundPort });
  expect(places.has({ host: asked, port, transport: "tcp" })).toBe(expected);
});

test("what read a version, and what found nothing, contradicts nobody", () => {
  const places = foundPlaces();
  const at = { host: host("192.0.2.1"), port: 443, transport: "tcp" } as const;
  places.note({ ...at, finding: finding("version_reported"), by: "version" });
  places.note({ ...at, finding: finding("negative_derived"), by: "probe" });
  expect(places.has(at)).toBe(false);
});
