/** Which of its layouts a document has shows at its first character. */

/** The first character that is no space, and all of the document. */
export async function beginning(
  document: AsyncIterable<string>,
): Promise<{ readonly first: string; readonly text: AsyncIterable<string> }> {
  const pieces = document[Symbol.asyncIterator]();
  let head = "";
  while (head.trim() === "") {
    const next = await pieces.next();
    if (next.done === true) break;
    head += next.value;
  }
  return { first: head.trimStart().charAt(0), text: again(head, pieces) };
}

async function* again(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
