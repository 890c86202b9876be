/** Which of its layouts a document has often shows at its first character. */

/** The first character that is no space, and all of the document, also a problem that it has at its very beginning. */
export async function beginningOf(
  document: AsyncIterable<string>,
): Promise<{ readonly first: string; readonly text: AsyncIterable<string> }> {
  const pieces = document[Symbol.asyncIterator]();
  let head = "";
  let problem: { readonly error: unknown } | null = null;
  try {
    while (head.trim() === "") {
      const next = await pieces.next();
      if (next.done === true) break;
      head += next.value;
    }
  } catch (error) {
    problem = { error };
  }
  return { first: head.trimStart().charAt(0), text: again(head, problem, pieces) };
}

async function* again(
  head: string,
  problem: { readonly error: unknown } | null,
  rest: AsyncIterator<string>,
): AsyncGenerator<string> {
  try {
    yield head;
    if (problem !== null) throw problem.error;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
