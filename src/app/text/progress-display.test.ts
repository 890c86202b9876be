/** Throttling, wiping and silence of the progress display, on a stream and a clock of our own. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProgressDisplay } from "./progress-display.ts";
import { type Progress, progressLine } from "./progress-line.ts";

const ERASE = "\r\x1b[2K";
const at = (done: number): Progress => ({
  done,
  total: 100,
  vulnerable: 0,
  notVulnerable: 0,
  unknown: 0,
  elapsedMs: 0,
});

function display(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, columns: 80, write: (text: string) => written.push(text) > 0 };
  return { written, shown: new ProgressDisplay(stream, () => Date.now(), progressLine) };
}

describe("ProgressDisplay", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("writes nothing where there is no terminal", () => {
    const { written, shown } = display(false);
    shown.update(at(1));
    shown.interrupt(() => {});
    shown.finish();
    expect(written).toEqual([]);
  });

  it("draws at most ten times a second, and never loses the last state", () => {
    const { written, shown } = display(true);
    for (let done = 1; done <= 50; done++) {
      shown.update(at(done));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(1000);
    expect(written.length).toBeLessThanOrEqual(7);
    expect(written.at(0)).toContain(" 1/100");
    expect(written.at(-1)).toContain(" 50/100");
  });

  it("gives way to whole lines and comes back", () => {
    const { written, shown } = display(true);
    shown.update(at(1));
    shown.interrupt(() => written.push("a result\n"));
    expect(written.slice(1, 3)).toEqual([ERASE, "a result\n"]);
    expect(written[3]).toContain(" 1/100");
  });

  it("does not appear because of an interruption", () => {
    const { written, shown } = display(true);
    shown.interrupt(() => written.push("a result\n"));
    expect(written).toEqual(["a result\n"]);
  });

  it("wipes itself when finished, and no timer brings it back", () => {
    const { written, shown } = display(true);
    shown.update(at(1));
    shown.update(at(2));
    shown.finish();
    vi.advanceTimersByTime(1000);
    expect(written.at(-1)).toBe(ERASE);
    expect(written).toHaveLength(2);
  });
});
