/** The whole estate beside the scroll bar: each line of it is many rows, vulnerable from the left, safe from the right, open between. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../../api/client.ts";
import { listen } from "../../api/live.ts";
import type { Strip as StripData } from "../../api/types.ts";
import { plural, whole } from "../../parts/words.ts";
import type { Sight } from "./track.ts";
import { rowQueryOf, type View } from "./view.ts";

/** Counting a hundred thousand rows is not for every event. */
const CALM_MS = 1500;
const LANE = 6;

export interface StripProps {
  readonly view: View;
  /** Filled with what tells the strip which rows are in sight. */
  readonly told: { current: (sight: Sight) => void };
  readonly total: number;
  readonly jump: (row: number) => void;
}

export function Strip({ view, told, total, jump }: StripProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [{ first, end }, setSight] = useState<Sight>({ first: 0, end: 0 });
  told.current = (sight) =>
    setSight((before) => (before.first === sight.first && before.end === sight.end ? before : sight));
  const [data, setData] = useState<StripData | null>(null);
  const [height, setHeight] = useState(0);
  const [theme, setTheme] = useState(0);
  const query = JSON.stringify(rowQueryOf(view));
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const ask = () => {
      timer = null;
      const params = { ...(JSON.parse(query) as Readonly<Record<string, string>>), buckets: 300 };
      get<StripData>("/matrix/strip", params).then(
        (answer) => {
          if (!gone) setData(answer);
        },
        // The grid says what is wrong; the strip stays as it was.
        () => undefined,
      );
    };
    ask();
    const stop = listen(({ type }) => {
      if (type !== "job") timer ??= setTimeout(ask, CALM_MS);
    });
    return () => {
      gone = true;
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [query]);
  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (element === null || element === undefined) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    const recoloured = () => setTheme((n) => n + 1);
    const themes = new MutationObserver(recoloured);
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", recoloured);
    return () => {
      observer.disconnect();
      themes.disconnect();
      dark.removeEventListener("change", recoloured);
    };
  }, []);
  useEffect(() => {
    if (canvas.current !== null && data !== null && height > 0) paint(canvas.current, data, height);
  }, [data, height, theme]);

  const jumpTo = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { top, height: high } = event.currentTarget.getBoundingClientRect();
    jump(Math.floor((Math.min(Math.max(event.clientY - top, 0), high - 1) / high) * total));
  };
  const press = (event: KeyboardEvent) => {
    const page = Math.max(1, end - first - 1);
    const hundredth = Math.max(1, Math.round(total / 100));
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: -hundredth,
      ArrowDown: hundredth,
      PageUp: -10 * hundredth,
      PageDown: 10 * hundredth,
    };
    const step = steps[event.key];
    const to = event.key === "Home" ? 0 : event.key === "End" ? total - page : step === undefined ? null : first + step;
    if (to === null) return;
    event.preventDefault();
    jump(Math.min(Math.max(to, 0), Math.max(0, total - 1)));
  };
  const high = total === 0 ? 100 : Math.max(1.5, (100 * (end - first)) / total);
  return (
    <div
      class="mx-strip"
      role="scrollbar"
      tabIndex={0}
      aria-label="The whole estate"
      aria-controls="mx-grid"
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, total - 1)}
      aria-valuenow={Math.min(first, Math.max(0, total - 1))}
      aria-valuetext={`rows ${whole(first + 1)} to ${whole(end)} of ${plural(total, "row")}`}
      title="The whole estate, from its first row to its last: vulnerable from the left, safe from the right, open between; dark at the edge where a 1 stands against a 0"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        jumpTo(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) jumpTo(event);
      }}
      onKeyDown={press}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <div
        class="mx-strip-sight"
        style={{ top: `${Math.min(100 - high, total === 0 ? 0 : (100 * first) / total)}%`, height: `${high}%` }}
      />
    </div>
  );
}

function paint(canvas: HTMLCanvasElement, { buckets }: StripData, height: number): void {
  const width = canvas.clientWidth;
  const scale = Math.min(3, devicePixelRatio || 1);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.scale(scale, scale);
  context.clearRect(0, 0, width, height);
  const colour = (name: string) => {
    // `light-dark()` is only resolved where it is used.
    canvas.style.color = `var(${name})`;
    return getComputedStyle(canvas).color;
  };
  const [one, zero, open, openGround, zeroGround, ink] = [
    "--one",
    "--zero",
    "--open",
    "--open-ground",
    "--zero-ground",
    "--ink",
  ].map(colour);
  canvas.style.color = "";
  const wide = width - LANE - 2;
  for (const [at, { vulnerable, safe, open: opened, split }] of buckets.entries()) {
    const rows = vulnerable + safe + opened;
    if (rows === 0) continue;
    const top = (at * height) / buckets.length;
    const high = height / buckets.length + 0.5;
    const ones = vulnerable === 0 ? 0 : Math.max(1.5, (wide * vulnerable) / rows);
    const zeros = ((wide - ones) * safe) / Math.max(1, safe + opened);
    fill(context, openGround, ones, top, wide - ones - zeros, high);
    if (opened > 0) fill(context, open, ones, top, 1, high);
    fill(context, zeroGround, wide - zeros, top, zeros, high);
    if (safe > 0) fill(context, zero, wide - 1, top, 1, high);
    fill(context, one, 0, top, ones, high);
    if (split > 0) {
      context.globalAlpha = Math.min(1, 0.25 + (0.75 * split) / rows);
      fill(context, ink, width - LANE, top, LANE, high);
      context.globalAlpha = 1;
    }
  }
}

function fill(
  context: CanvasRenderingContext2D,
  style: string | undefined,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  if (width <= 0) return;
  context.fillStyle = style ?? "#888";
  context.fillRect(x, y, width, height);
}
