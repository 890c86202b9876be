/** The result of reading something a person wrote: the value, or one sentence that says what was expected instead. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function problem(sentence: string): Parsed<never> {
  return { ok: false, problem: sentence };
}
