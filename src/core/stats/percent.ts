/** `0.2 %`, `34 %`, `> 99.9 %`, `< 0.01 %`: never a certainty. @param p a probability; `unknown` where it is none */
export function percent(p: number): string {
  if (!Number.isFinite(p)) return "unknown";
  if (p < 0.0001) return "< 0.01 %";
  if (p > 0.999) return "> 99.9 %";
  const digits = p < 0.01 || p > 0.99 ? 2 : p < 0.1 ? 1 : 0;
  return `${(100 * p).toFixed(digits)} %`;
}
