import fc from "fast-check";
import { expect, test } from "vitest";
import { scanRequest } from "../schemas/scan.ts";
import { importArgs, scanArgs } from "./scan-args.ts";

const FIXED = { db: "x.db", scope: "scope.yaml", vantage: "here", config: null };
const hostile = fc.oneof(fc.constantFrom("--db=/etc/passwd", "-oX", "@file", "a\nb", "--", "a;id", "\0"), fc.string());

test("no target becomes an argument, and no line becomes two", () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1 }), (targets) => {
      const read = scanRequest.safeParse({ targets });
      if (targets.some((each) => /[\r\n]/.test(each))) expect(read.success).toBe(false);
      if (!read.success) return;
      expect(scanArgs(read.data, FIXED)).toEqual(scanArgs(scanRequest.parse({ targets: ["a"] }), FIXED));
    }),
  );
});

test("tools, ports and columns stand behind their own option; a report's path behind --", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const read = scanRequest.safeParse({ targets: ["a"], with: [text], ports: text });
      if (read.success) for (const arg of scanArgs(read.data, FIXED).slice(1)) expect(arg).toMatch(/^--[a-z-]+/);
      const args = importArgs({ path: "/tmp/-x", as: undefined, columns: text, again: false }, FIXED);
      expect(args.slice(-2)).toEqual(["--", "/tmp/-x"]);
      expect(args).toContain(`--columns=${text}`);
    }),
  );
});
