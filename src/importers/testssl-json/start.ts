/** The beginning of a JSON document, looked at and given back. */

export async function startOf(
  document: AsyncIterable<string>,
): Promise<{ readonly isArray: boolean; readonly text: AsyncIterable<string> }> {
  const pieces = document[Symbol.asyncIterator]();
  let head = "";
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
    head += next.value;
    if (head.trim() !== "") break;
  }
  const text = (async function* () {
    yield head;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
  })();
  return { isArray: head.trimStart().startsWith("["), text };
}
