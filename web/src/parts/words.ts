/** Numbers and times as people read them. */

/** `0.2 %`, `34 %`, `> 99.9 %`: never a certainty. */
export function percent(p: number): string {
  if (!Number.isFinite(p)) return "unknown";
  if (p < 0.0001) return "< 0.01 %";
  if (p > 0.999) return "> 99.9 %";
  const digits = p < 0.01 || p > 0.99 ? 2 : p < 0.1 ? 1 : 0;
  return `${(100 * p).toFixed(digits)} %`;
}

/** A part of a whole, which may well be all of it: `all`, `none`, `34 %`. */
export function share(part: number, of: number): string {
  if (of === 0) return "none";
  return part === of ? "all" : part === 0 ? "none" : percent(part / of);
}

/** `12,345`. */
export function whole(n: number): string {
  return n.toLocaleString("en-US");
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${whole(n)} ${n === 1 ? one : many}`;
}

/** `2014-04-15 21:07:33`, UTC. */
export function utc(instant: string): string {
  return instant.slice(0, 19).replace("T", " ");
}

/** `3 min`, `2 h 5 min`, `4 d 3 h`. */
export function duration(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
