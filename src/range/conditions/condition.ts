/** A condition: one way a server can be, declared once as data, with the truth about it and where it was seen. */

import { DEFAULT_DIALS, type Dials, type Truth, truthOf } from "./dials.ts";

export interface Condition {
  /** `C01` to `C52` as in the reference; letters of its own for what the reference has no number for; `C03+C26`. */
  readonly id: string;
  readonly title: string;
  /** What a detector shows about itself here. */
  readonly question: string;
  readonly truth: Truth;
  /** What differs from a plain vulnerable OpenSSL 1.0.1e. */
  readonly dials: Partial<Dials>;
  /** Where this was met, or what it is read from. */
  readonly source: string;
}

/** All dials of a condition, those it leaves alone included. */
export function dialsOf(condition: Condition): Dials {
  return { ...DEFAULT_DIALS, ...condition.dials };
}

/** Both conditions at once. Where both turn the same dial, the second one's position holds. */
export function combine(first: Condition, second: Condition): Condition {
  const dials = { ...first.dials, ...second.dials };
  return {
    id: `${first.id}+${second.id}`,
    title: `${first.title}; ${second.title}`,
    question: `${first.question} ${second.question}`,
    truth: truthOf({ ...DEFAULT_DIALS, ...dials }),
    dials,
    source: `${first.source}; ${second.source}`,
  };
}
