/** The captures of the genuine script (shared/samples/captures/README.md). */

import { expect, test } from "vitest";
import { answersOf } from "../testing/check.ts";
import { capturedPorts } from "../testing/captures.ts";
import { readSample } from "../testing/samples.ts";
import { cardiacArrest } from "./index.ts";
import { CARDIAC_CAPTURES } from "./testing/captured.ts";

test("every capture of both streams in one", async (context) => {
  const read: Record<string, string> = {};
  for (const port of capturedPorts(context, "cardiac-arrest", ".combined.txt")) {
    const events = await readSample(context, cardiacArrest, `captures/cardiac-arrest/p${port}.combined.txt`);
    const [answer, ...rest] = answersOf(events);
    expect(rest).toEqual([]);
    expect(answer).toMatchObject({ host: { address: "127.0.0.1" }, port });
    read[port] = answer?.finding.reason ?? "";
  }
  expect(read).toEqual(CARDIAC_CAPTURES);
});

test("several ports and hosts in one output", async (context) => {
  const read = async (name: string) =>
    answersOf(await readSample(context, cardiacArrest, `captures/cardiac-arrest/${name}`)).map(
      ({ host, port, finding }) => `${host.name ?? host.address}:${port} ${finding.reason}`,
    );
  expect(await read("combined.txt")).toEqual([
    "127.0.0.1:9601 finding_reported",
    "127.0.0.1:9602 negative_reported",
    "127.0.0.1:9604 finding_reported",
    "127.0.0.1:9610 tool_handshake_failed",
    "127.0.0.1:9699 port_closed",
  ]);
  // The standard output alone lacks the errors: PASS for a closed port and for plain HTTP has no ground.
  expect(await read("all_ports.stdout")).toEqual([
    "127.0.0.1:9601 finding_reported",
    "127.0.0.1:9602 negative_reported",
    "127.0.0.1:9603 finding_reported",
    "127.0.0.1:9604 finding_reported",
    "127.0.0.1:9610 negative_without_ground",
    "127.0.0.1:9613 negative_without_ground",
    "127.0.0.1:9699 negative_without_ground",
  ]);
  expect(await read("multi_host_commas.stdout")).toEqual([
    "127.0.0.1:9602 negative_reported",
    "127.0.0.1:9699 negative_without_ground",
    "localhost:9602 negative_reported",
    "localhost:9699 negative_without_ground",
  ]);
  expect(await read("p9601_allver.stdout")).toEqual(["127.0.0.1:9601 finding_reported"]);
  expect(await read("p9604_allver.stdout")).toEqual(["127.0.0.1:9604 finding_reported"]);
});
