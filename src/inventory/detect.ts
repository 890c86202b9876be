/** Tells the format of a list by its content, because names of files say little and standard input has none. */

import { hasHeader } from "./columns.ts";
import { withoutMark } from "../documents/decode.ts";

export const FORMATS = ["text", "csv", "nmap-xml"] as const;
export type Format = (typeof FORMATS)[number];

/** How many bytes decide at most. */
const DETECTION_BYTES = 4096;

/** Decides by the first bytes: markup is XML, a comment is text, a line that begins like a CSV header is CSV, the rest is text. */
export function detectFormat(firstBytes: Uint8Array): Format {
  const text = beginning(firstBytes);
  if (text.startsWith("<")) return "nmap-xml";
  if (text.startsWith("#")) return "text";
  return hasHeader(text) ? "csv" : "text";
}

/** Whether enough has arrived to decide: one whole line with something on it, or as much as is looked at. */
export function canDetect(firstBytes: Uint8Array): boolean {
  return firstBytes.length >= DETECTION_BYTES || /[\r\n]/.test(beginning(firstBytes));
}

/** Whether the bytes begin as UTF-16 does, which some Windows programs write. */
export function isUtf16(firstBytes: Uint8Array): boolean {
  const [a, b] = firstBytes;
  return (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
}

/** Decoded leniently: the readers are strict, this only decides which of them reads. */
function beginning(bytes: Uint8Array): string {
  return withoutMark(Buffer.from(bytes.subarray(0, DETECTION_BYTES)).toString("utf8")).trimStart();
}
