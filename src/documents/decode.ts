/** Bytes of a document into text, refusing what is not UTF-8 instead of replacing it. */

/** The input is not UTF-8 from here on. */
export class NotUtf8 extends Error {
  override readonly name = "NotUtf8";
  constructor() {
    super("expected UTF-8 text, found other bytes");
  }
}

const LF = 0x0a;

/**
 * Decodes as the bytes arrive; characters may be split over chunks, a byte-order mark at the beginning is dropped.
 * At bytes that are not UTF-8 it yields the lines before them, then throws NotUtf8, so that the reader's own line
 * count says where.
 */
export async function* decodeUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let held: Uint8Array = new Uint8Array(0);
  let atStart = true;
  for await (const chunk of chunks) {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const end = bytes.length - incompleteTail(bytes);
    held = bytes.subarray(end);
    for (const text of decodeComplete(bytes.subarray(0, end))) {
      yield atStart ? withoutMark(text) : text;
      if (text !== "") atStart = false;
    }
  }
  if (held.length > 0) throw new NotUtf8();
}

/** The whole piece at once; or, when it is broken, line by line as far as it goes. */
function* decodeComplete(bytes: Uint8Array): Generator<string> {
  const whole = decodeStrict(bytes);
  if (whole !== null) return yield whole;
  for (let start = 0; ; ) {
    const end = bytes.indexOf(LF, start) + 1;
    const line = end === 0 ? null : decodeStrict(bytes.subarray(start, end));
    if (line === null) throw new NotUtf8();
    yield line;
    start = end;
  }
}

const FATAL = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Text of complete UTF-8 bytes; null: they are something else. A byte-order mark is kept. */
export function decodeStrict(bytes: Uint8Array): string | null {
  try {
    return FATAL.decode(bytes);
  } catch {
    return null;
  }
}

/** The text without a byte-order mark at its beginning. */
export function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** Encodings that XML reports declare, beside UTF-8 and UTF-16, which show themselves. */
const DECLARED = /^<\?xml[^>]*encoding\s*=\s*["'](iso-8859-1|latin1|windows-1252|us-ascii)["']/i;
/** What an encoding is judged by. */
const SNIFFED_BYTES = 256;

/**
 * Decodes a report: UTF-16 where a byte-order mark says so, the Windows code page where an XML declaration names it
 * or its subset ISO 8859-1, else UTF-8. Throws NotUtf8 (see decodeUtf8) or a TypeError at bytes that are no text.
 */
export async function* decodeDocument(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  try {
    while (head.length < SNIFFED_BYTES) {
      const next = await iterator.next();
      if (next.done) break;
      head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    }
    const all = chain(head, iterator);
    const encoding = encodingOf(head);
    if (encoding === "utf-8") yield* decodeUtf8(all);
    else yield* decodeAs(encoding, all);
  } finally {
    await iterator.return?.();
  }
}

function encodingOf(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return DECLARED.test(Buffer.from(head.subarray(0, SNIFFED_BYTES)).toString("latin1")) ? "windows-1252" : "utf-8";
}

async function* decodeAs(encoding: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* chain(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** How many bytes at the end begin a character whose other bytes have not arrived yet (RFC 3629 section 3). */
function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** The beginning of a document as text, for telling its format; null: it is no text. A character cut at the end is left out. */
export function decodeHead(head: Uint8Array): string | null {
  try {
    return new TextDecoder(encodingOf(head), { fatal: true }).decode(head, { stream: true });
  } catch {
    return null;
  }
}
