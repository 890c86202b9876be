/**
 * Repeatable chance for the statistics: a stream of numbers that follows from a seed and a purpose alone, so that the same rows give
 * the same intervals on any machine. sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, period of at least 2^32. Not for secrets.
 */

export interface RandomStream {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** A whole number in [0, n). @param n 1 to 2^32 */
  below(n: number): number;
  /** Standard exponential. */
  exponential(): number;
  /** Standard normal. */
  normal(): number;
  /** Gamma of the given shape and scale 1 (Marsaglia and Tsang, ACM TOMS 26, 2000). @param shape above 0 */
  gamma(shape: number): number;
  /** @param a, b above 0 */
  beta(a: number, b: number): number;
}

/** Independent streams for each seed and purpose: `randomStream(7, "bootstrap")`. @param seed a whole number */
export function randomStream(seed: number, purpose: string): RandomStream {
  const next = sfc32(seed, purpose);
  const uniform = () => next() / 2 ** 32;
  // 1 - u is never 0: its logarithm is finite.
  const exponential = () => -Math.log1p(-uniform());
  const normal = () => Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * uniform());
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  return {
    uniform,
    below: (n) => Math.floor(uniform() * n),
    exponential,
    normal,
    gamma,
    beta: (a, b) => {
      const x = gamma(a);
      return x / (x + gamma(b));
    },
  };
}

/** Whole numbers in [0, 2^32). The purpose is hashed (FNV-1a) into the state, which is then stirred. */
function sfc32(seed: number, purpose: string): () => number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < purpose.length; index++) hash = Math.imul(hash ^ purpose.charCodeAt(index), 0x01000193);
  let a = seed | 0;
  let b = Math.trunc(seed / 2 ** 32) | 0;
  let c = hash;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let turn = 0; turn < 15; turn++) next();
  return next;
}
