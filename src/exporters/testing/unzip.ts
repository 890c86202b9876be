/** Reads an archive by its directory, as readers do, and checks lengths and checksums. */

import { inflateRawSync } from "node:zlib";
import { Crc32 } from "../xlsx/crc32.ts";

export function unzip(bytes: Buffer): ReadonlyMap<string, string> {
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const files = new Map<string, string>();
  for (let index = 0; index < count; index++) {
    const [crc, packed, size] = [16, 20, 24].map((offset) => bytes.readUInt32LE(at + offset));
    const nameLength = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const start = local + 30 + bytes.readUInt16LE(local + 26);
    const content = inflateRawSync(bytes.subarray(start, start + (packed ?? 0)));
    const sum = new Crc32();
    sum.update(content);
    if (bytes.readUInt32LE(local) !== 0x04034b50) throw new Error(`${name}: no entry where the directory says`);
    if (content.length !== size || sum.value !== crc) throw new Error(`${name}: damaged`);
    files.set(name, content.toString("utf8"));
    at += 46 + nameLength;
  }
  return files;
}
