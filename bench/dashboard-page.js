/** The part of bench/dashboard.ts that runs in the page, before the page's own script: `bench` in the window. */

const grid = () => document.querySelector("#mx-grid");
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const first = { rowMs: null };
const lookForRow = () => {
  const seen = document.querySelector(".mx-body .glyph.one, .mx-body .glyph.zero, .mx-body .glyph.unknown");
  if (seen === null) requestAnimationFrame(lookForRow);
  // The frame after the one in which it was put there has painted it.
  else requestAnimationFrame(() => (first.rowMs = performance.now()));
};
requestAnimationFrame(lookForRow);

/** Milliseconds between frames while something is done. */
async function framesWhile(deed) {
  const deltas = [];
  let measuring = true;
  let last = await frame();
  const tick = (now) => {
    deltas.push(now - last);
    last = now;
    if (measuring) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  await deed();
  measuring = false;
  await frame();
  return deltas;
}

const changes = {};

window.bench = {
  firstRow: async () => {
    while (first.rowMs === null) await frame();
    return first.rowMs;
  },
  /** As a wheel does: some 100 pixels a frame. */
  scroll: () =>
    framesWhile(async () => {
      for (let at = 0; at < 400; at++) {
        grid().scrollTop = at * 100;
        await frame();
      }
    }),
  /** As somebody who pulls the scroll bar through everything. */
  jump: () =>
    framesWhile(async () => {
      const height = grid().scrollHeight;
      for (let at = 0; at < 300; at++) {
        grid().scrollTop = (height * ((at * 37) % 300)) / 300;
        await frame();
      }
    }),
  /** Until the rows of the new order stand there. */
  sort: async (by) => {
    let took = 0;
    const deltas = await framesWhile(async () => {
      const from = performance.now();
      const picker = document.querySelector(".mx-pick select");
      picker.value = by;
      picker.dispatchEvent(new Event("change", { bubbles: true }));
      await frame();
      await frame();
      while (document.querySelector(".mx.loading") !== null) await frame();
      await frame();
      took = performance.now() - from;
      await pause(300);
    });
    return { deltas, took };
  },
  /** Notes when a row's sum changes; answers with the keys of the rows in sight. */
  watch: () => {
    const sums = new Map();
    const rows = () =>
      [...document.querySelectorAll(".mx-body .mx-row:not([hidden])")].map((row) => ({
        key: row.querySelector(".mx-endpoint a")?.textContent ?? "",
        sum: row.querySelector(".mx-sum")?.textContent ?? "",
      }));
    const look = () => {
      for (const { key, sum } of rows()) {
        const before = sums.get(key);
        if (before !== undefined && before !== sum) changes[key] = Date.now();
        sums.set(key, sum);
      }
      requestAnimationFrame(look);
    };
    look();
    return rows()
      .map(({ key }) => key)
      .filter((key) => key !== "");
  },
  changes: () => changes,
};
