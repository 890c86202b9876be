import { defineConfig } from "vitest/config";

/**
 * Pure tests share one thread pool without isolation (seconds); everything that opens sockets, files or processes is
 * isolated. The groups run one after the other, so that whole-program tests have the machine to themselves.
 */
export default defineConfig({
  test: {
    reporters: ["default", "./tools/tally-reporter.ts"],
    projects: [
      {
        test: {
          name: "pure",
          include: ["src/**/*.test.ts", "tools/**/*.test.ts", "test/properties/**/*.test.ts", "web/src/**/*.test.ts"],
          exclude: ["**/*.io.test.ts"],
          pool: "threads",
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "io",
          include: ["src/**/*.io.test.ts", "tools/**/*.io.test.ts", "test/io/**/*.test.ts"],
          pool: "forks",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          pool: "forks",
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
