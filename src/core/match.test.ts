import { describe, expect, test } from "vitest";
import { type Known, type MatchKind, matchRow, type Row } from "./match.ts";
import { endpointLabel } from "./model/endpoint.ts";

const known = (address: string | null, serverName: string | null, name = serverName, port = 443): Known => ({
  endpoint: { address, port, transport: "tcp", serverName, origin: "asked" },
  name,
});
const row = (given: Partial<Row>): Row => ({
  address: null,
  name: null,
  port: 443,
  transport: "tcp",
  serverName: null,
  ...given,
});
const A = "192.0.2.1";
const B = "192.0.2.2";

describe("a row belongs to", () => {
  test.each<[string, Partial<Row>, Known[], MatchKind, string]>([
    ["itself, where nothing is known", { address: A }, [], "new", "192.0.2.1:443"],
    ["the same endpoint", { address: A }, [known(A, null)], "same", "192.0.2.1:443"],
    ["the only name at its address", { address: A }, [known(A, "a.example")], "by_address", "a.example@192.0.2.1:443"],
    [
      "nobody of two names",
      { address: A },
      [known(A, "a.example"), known(A, "b.example")],
      "ambiguous",
      "192.0.2.1:443",
    ],
    [
      "the nameless one beside a name",
      { address: A },
      [known(A, "a.example"), known(A, null, "a.example")],
      "same",
      "192.0.2.1:443",
    ],
    [
      "the one of two that it names",
      { address: A, name: "b.example" },
      [known(A, "a.example"), known(A, "b.example")],
      "by_name",
      "b.example@192.0.2.1:443",
    ],
    [
      "nobody, where it has another name than the one we know",
      { address: A, name: "other.example" },
      [known(A, "a.example")],
      "ambiguous",
      "192.0.2.1:443",
    ],
    [
      "the name that it sent",
      { address: A, serverName: "a.example" },
      [known(A, "a.example"), known(A, null)],
      "same",
      "a.example@192.0.2.1:443",
    ],
    [
      "itself, where it sent a name that nobody else did",
      { address: A, serverName: "c.example" },
      [known(A, "a.example"), known(A, null)],
      "new",
      "c.example@192.0.2.1:443",
    ],
    [
      "the only address of its name",
      { name: "a.example" },
      [known(A, "a.example")],
      "by_name",
      "a.example@192.0.2.1:443",
    ],
    [
      "the only address of its name, which is not sent there",
      { name: "a.example" },
      [known(A, null, "a.example")],
      "by_name",
      "192.0.2.1:443",
    ],
    [
      "nobody of two addresses",
      { name: "a.example" },
      [known(A, "a.example"), known(B, "a.example")],
      "ambiguous",
      "a.example:443 (no address)",
    ],
    ["itself, with a name nobody knows", { name: "a.example" }, [], "new", "a.example:443 (no address)"],
    [
      "a name that never resolved",
      { name: "a.example" },
      [known(null, "a.example")],
      "by_name",
      "a.example:443 (no address)",
    ],
    ["no other port", { address: A }, [known(A, "a.example", "a.example", 8443)], "new", "192.0.2.1:443"],
    ["the host as a whole", { address: A, port: null }, [known(A, "a.example")], "new", "192.0.2.1:*"],
  ])("%s", (_what, given, around, kind, label) => {
    const match = matchRow(row(given), around);
    expect([match.kind, endpointLabel(match.endpoint)]).toEqual([kind, label]);
  });

  test("no other transport", () => {
    expect(matchRow(row({ address: A, transport: "udp" }), [known(A, null)]).kind).toBe("new");
  });
});
