/** The captures of the genuine command against 22 servers (shared/samples/captures/README.md). */

import { expect, test } from "vitest";
import { answersOf } from "../testing/check.ts";
import { capturedPorts } from "../testing/captures.ts";
import { readSample } from "../testing/samples.ts";
import { filosottile } from "./index.ts";
import { FILOSOTTILE_CAPTURES } from "./testing/captured.ts";

test("every capture", async (context) => {
  const read: Record<string, string> = {};
  for (const port of capturedPorts(context, "filosottile", ".stderr")) {
    const events = await readSample(context, filosottile, `captures/filosottile/p${port}.stderr`);
    const [answer, ...rest] = answersOf(events);
    expect(rest).toEqual([]);
    expect(answer).toMatchObject({ host: { address: "127.0.0.1" }, port, time: { quality: "naive" } });
    read[port] = answer?.finding.reason ?? "";
  }
  expect(read).toEqual(FILOSOTTILE_CAPTURES);
});

test("a URL, an unknown host and the usage", async (context) => {
  const reasons = async (name: string) =>
    answersOf(await readSample(context, filosottile, `captures/filosottile/${name}.stderr`)).map(
      ({ host, port, finding }) => `${host.address ?? host.name}:${port} ${finding.reason}`,
    );
  expect(await reasons("url")).toEqual(["127.0.0.1:9601 finding_reported"]);
  expect(await reasons("badhost")).toEqual(["nosuchhost.invalid:443 dns_failure"]);
  expect(await reasons("noargs")).toEqual([]);
});
