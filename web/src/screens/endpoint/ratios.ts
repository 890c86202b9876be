/** Where the bars of the likelihood ratios begin and end: a logarithmic scale with 1, which says nothing, in its middle. Pure. */

export interface Ratio {
  readonly lineage: string;
  /** Above 1 speaks for vulnerable. */
  readonly ratio: number;
}

export interface RatioBar extends Ratio {
  readonly speaks: "vulnerable" | "safe" | "nothing";
  /** `× 5,173`, `÷ 3.8`, `1`. */
  readonly text: string;
  /** Percent of the chart's width, from its left edge. */
  readonly from: number;
  readonly width: number;
}

export interface RatioChart {
  /** Strongest first. */
  readonly bars: readonly RatioBar[];
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly takeaway: string;
}

/** A ratio nearer to 1 than this says nothing. */
const LEAST = 0.02;

export function ratioChart(ratios: readonly Ratio[]): RatioChart {
  const logs = ratios.map(({ ratio }) => logOf(ratio));
  const reach = Math.max(1, Math.ceil(Math.max(0, ...logs.map(Math.abs))));
  const at = (log: number) => 50 + (50 * log) / reach;
  const bars = ratios
    .map((each, index): { readonly bar: RatioBar; readonly log: number } => {
      const log = logs[index] ?? 0;
      const speaks = Math.abs(log) < LEAST ? "nothing" : log > 0 ? "vulnerable" : "safe";
      const width = speaks === "nothing" ? 0 : Math.abs(at(log) - 50);
      const from = speaks === "safe" ? 50 - width : 50;
      return { bar: { ...each, speaks, text: ratioText(each.ratio), from, width }, log };
    })
    .toSorted((a, b) => Math.abs(b.log) - Math.abs(a.log) || (a.bar.lineage < b.bar.lineage ? -1 : 1))
    .map(({ bar }) => bar);
  const step = reach <= 1 ? 1 : Math.ceil(reach / 2);
  const ticks = [-step, 0, step].map((log) => ({ at: at(log), text: tickText(log) }));
  return { bars, ticks, takeaway: takeaway(bars) };
}

/** Beyond a thousand million to one in either direction it makes no difference. */
function logOf(ratio: number): number {
  if (Number.isNaN(ratio)) return 0;
  return Math.min(9, Math.max(-9, Math.log10(Math.max(0, ratio))));
}

export function ratioText(ratio: number): string {
  const log = logOf(ratio);
  if (Math.abs(log) < LEAST) return "1";
  const sign = log > 0 ? "×" : "÷";
  const times = 10 ** Math.abs(log);
  return `${sign} ${times >= 1e6 ? `${rounded(times / 1e6)} million` : rounded(times)}`;
}

const HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** `÷ 10⁵`: short enough to stand beside its neighbours. @param log a whole number from -9 to 9 */
function tickText(log: number): string {
  if (Math.abs(log) <= 2) return ratioText(10 ** log);
  return `${log > 0 ? "×" : "÷"} 10${HIGH[Math.abs(log)] ?? ""}`;
}

function rounded(n: number): string {
  return n < 10 ? n.toFixed(1).replace(/\.0$/, "") : Math.round(n).toLocaleString("en-US");
}

function takeaway(bars: readonly RatioBar[]): string {
  const speaking = bars.filter(({ speaks }) => speaks !== "nothing");
  const [first] = speaking;
  if (first === undefined) return "Nobody's answer says anything about it either way.";
  const against = speaking.find(({ speaks }) => speaks !== first.speaks);
  const side = (bar: RatioBar) => (bar.speaks === "vulnerable" ? "for vulnerable" : "for not vulnerable");
  const quiet = bars.length - speaking.length;
  return [
    `${first.lineage} says most, ${side(first)} (${first.text})`,
    against === undefined ? "nobody speaks against it" : `${against.lineage} speaks ${side(against)} (${against.text})`,
    ...(quiet > 0 ? [`${quiet} ${quiet === 1 ? "lineage says" : "lineages say"} nothing`] : []),
  ]
    .join("; ")
    .concat(".");
}
