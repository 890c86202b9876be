import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { composeFile } from "./compose.ts";

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly ports?: unknown;
}
const read = (text: string) =>
  parse(text) as { services: Record<string, Service>; networks: Record<string, { internal: boolean }> };

describe("the range as a Compose file", () => {
  const text = composeFile({ version: "1.2.3", conditions: ["C01", "C03+C26"] });
  const { services, networks } = read(text);

  test("names its images with tags", () => {
    for (const { image } of Object.values(services)) expect(image).toMatch(/^[\w./-]+:[\w.-]+$/);
  });

  test("starts the conditions asked for, and lists them as JSON", () => {
    expect(services["range"]?.command?.slice(-5)).toEqual(["--condition", "C01", "--condition", "C03+C26", "--json"]);
    expect(read(composeFile({ version: "1", conditions: null })).services["range"]?.command).not.toContain(
      "--condition",
    );
  });

  test("reaches nobody else and is reached by nobody else", () => {
    expect(networks).toEqual({ lab: { internal: true } });
    for (const service of Object.values(services)) {
      expect(service.ports).toBeUndefined();
      expect(service.networks?.join() ?? service.network_mode).toMatch(/^(lab|service:range)$/);
    }
  });
});
