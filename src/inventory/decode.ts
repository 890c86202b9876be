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
