/**
 * A vitest reporter for the end of a run: names what was skipped and why, so that nothing is skipped in silence, and closes
 * with one plain line, `N passed, N failed, N skipped`.
 */

import type { Reporter, TestCase, TestModule } from "vitest/node";

export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tally = { passed: 0, failed: unhandled.length };
    const skipped: TestCase[] = [];
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      // A file that could not even be loaded has no tests that could fail: it counts as one failure.
      if (module.state() === "failed" && !tests.some((test) => test.result().state === "failed")) tally.failed += 1;
      for (const test of tests) {
        const { state } = test.result();
        if (state === "passed") tally.passed += 1;
        else if (state === "skipped") skipped.push(test);
        else tally.failed += 1; // failed, or still pending when the run ended
      }
    }
    const lines = describeSkipped(skipped);
    lines.push(`${tally.passed} passed, ${tally.failed} failed, ${skipped.length} skipped`);
    process.stdout.write(`\n${lines.join("\n")}\n`);
    // Zero tests, or a run cut short, must not look like success.
    if (tally.passed === 0 || tally.failed > 0) process.exitCode = 1;
  }
}

/** One line for the tests of one group that were skipped for one reason. */
function describeSkipped(tests: readonly TestCase[]): string[] {
  const groups = new Map<string, TestCase[]>();
  for (const test of tests) {
    const group = test.parent.type === "suite" ? ` > ${test.parent.fullName}` : "";
    const result = test.result();
    const reason = (result.state === "skipped" ? result.note : undefined) ?? "no reason given";
    const key = `${test.module.relativeModuleId}${group}: ${reason}`;
    groups.set(key, [...(groups.get(key) ?? []), test]);
  }
  return [...groups].map(([key, [first, ...more]]) => {
    const names = more.length === 0 ? `"${first?.name}"` : `"${first?.name}" and ${more.length} more`;
    return `skipped: ${names} in ${key}`;
  });
}
