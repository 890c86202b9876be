/**
 * A vitest reporter for the end of a run: names every skipped test with its reason, so that nothing is skipped in
 * silence, and closes with one plain line, `N passed, N failed, N skipped`.
 */

import type { Reporter, TestModule } from "vitest/node";

export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tally = { passed: 0, failed: unhandled.length, skipped: 0 };
    const skipped: string[] = [];
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      // A file that could not even be loaded has no tests that could fail: it counts as one failure.
      if (module.state() === "failed" && !tests.some((test) => test.result().state === "failed")) tally.failed += 1;
      for (const test of tests) {
        const result = test.result();
        if (result.state === "passed") tally.passed += 1;
        else if (result.state === "skipped") {
          tally.skipped += 1;
          skipped.push(`${module.relativeModuleId} > ${test.fullName}: ${result.note ?? "no reason given"}`);
        } else tally.failed += 1; // failed, or still pending when the run ended
      }
    }
    const lines = skipped.map((line) => `skipped: ${line}`);
    lines.push(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
    process.stdout.write(`\n${lines.join("\n")}\n`);
    // Zero tests, or a run cut short, must not look like success.
    if (tally.passed === 0 || tally.failed > 0) process.exitCode = 1;
  }
}
