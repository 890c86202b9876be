/**
 * An archive written in one pass (PKWARE APPNOTE 6.3.3): each entry's length and checksum follow its bytes, the directory comes last.
 * No entry of ours comes near 4 GB, so there is no ZIP64.
 */

import type { RenderContext } from "../exporter.ts";
import { Crc32 } from "./crc32.ts";

export interface ZipEntry {
  readonly name: string;
  readonly text: Iterable<string>;
}

interface Written {
  readonly name: Uint8Array;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const ENCODER = new TextEncoder();
/** Deflated (8), lengths behind the data (bit 3), names in UTF-8 (bit 11). */
const [METHOD, FLAGS, VERSION] = [8, 0x0808, 20];
/** 1 January 1980, the first day there is: the report says itself when it was made. */
const DATE = 0x0021;
/** Text of an entry that is compressed at once. */
const PIECE = 256 * 1024;
/** The last block of a DEFLATE stream, empty: the pieces before it leave the stream open (RFC 1951, 3.2.6). */
const LAST_BLOCK = Uint8Array.of(0x03, 0x00);

export function* zip(entries: Iterable<ZipEntry>, deflate: RenderContext["deflate"]): Generator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for (const { name, text } of entries) {
    const encoded = ENCODER.encode(name);
    const header = fields([0x04034b50, 4], ...common(0, 0, 0, encoded), [0, 2]);
    yield header;
    yield encoded;
    const crc = new Crc32();
    let [packed, size] = [0, 0];
    for (const piece of pieces(text)) {
      crc.update(piece);
      size += piece.length;
      const bytes = deflate(piece);
      packed += bytes.length;
      yield bytes;
    }
    yield LAST_BLOCK;
    packed += LAST_BLOCK.length;
    const descriptor = fields([0x08074b50, 4], [crc.value, 4], [packed, 4], [size, 4]);
    yield descriptor;
    written.push({ name: encoded, crc: crc.value, packed, size, offset });
    offset += header.length + encoded.length + packed + descriptor.length;
  }
  const start = offset;
  for (const { name, crc, packed, size, offset: at } of written) {
    // Version made by, then as in the entry; extra, comment, disk, attributes.
    const place = fields(
      [0x02014b50, 4],
      [VERSION, 2],
      ...common(crc, packed, size, name),
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [at, 4],
    );
    yield place;
    yield name;
    offset += place.length + name.length;
  }
  const count = written.length;
  yield fields([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [offset - start, 4], [start, 4], [0, 2]);
}

type Field = readonly [value: number, bytes: 2 | 4];

const common = (crc: number, packed: number, size: number, name: Uint8Array): readonly Field[] => [
  [VERSION, 2],
  [FLAGS, 2],
  [METHOD, 2],
  [0, 2],
  [DATE, 2],
  [crc, 4],
  [packed, 4],
  [size, 4],
  [name.length, 2],
];

function fields(...all: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(all.reduce((sum, [, length]) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [value, length] of all) {
    if (length === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += length;
  }
  return bytes;
}

function* pieces(text: Iterable<string>): Generator<Uint8Array> {
  let waiting: string[] = [];
  let length = 0;
  for (const part of text) {
    waiting.push(part);
    length += part.length;
    if (length < PIECE) continue;
    yield ENCODER.encode(waiting.join(""));
    waiting = [];
    length = 0;
  }
  if (length > 0) yield ENCODER.encode(waiting.join(""));
}
